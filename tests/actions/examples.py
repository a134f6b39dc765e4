"""One example per action and reading that succeeds: who does what to what, in which scene.

Tests that must hold for every act walk this table: who may not, what the log says, a log that cannot be written.
An act without an example fails ``test_every_act.py``. Every free text contains ``CANARY``, so that it can be looked for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import fallkonferenz.actions
from audit import asking, keyfile, officer, xwing
from audit.asking import Author
from audit.keyfile import PublicKey
from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import admissions, cases, conferences, drafts, flagging, gate, grounds, measures, packs
from fallkonferenz.actions.drafts import Page
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import (
    Because,
    Closing,
    Decision,
    Dismissal,
    Firearms,
    GivenBy,
    GroundForm,
    GroundKind,
    Level,
    PartyRole,
    Relationship,
    Source,
    State,
)
from fallkonferenz.conferences.models import Answer, Attendance, ConferenceKind, Mode, Naming
from fallkonferenz.drafts.models import Draft
from fallkonferenz.institutions.kinds import Kind, Role
from fallkonferenz.outbox.models import Message, Notice
from tests.audit.keys import FIRST_OFFICER, SECOND_OFFICER
from tests.given import Given
from tests.risk.packing import EXAMPLE
from tests.support import as_worker

for module in iter_modules(fallkonferenz.actions.__path__):
    import_module(f"fallkonferenz.actions.{module.name}")  # so that the registries are complete

CANARY = "Kanarienvogel"
TEXT = f"{CANARY} im Freitext."
ARMED = {"firearms": Firearms.YES, "firearms_note": TEXT}
HEARD = {"heard": True, "person_view": TEXT, "worries": TEXT}

Scene = Callable[[Given], tuple[Any, dict[str, Any]]]


@dataclass(frozen=True)
class Example:
    """``scene`` builds what the act is done to, and the facts; ``by`` is an attribute of the cast."""

    right: str
    by: str
    scene: Scene

    @property
    def act(self) -> Callable[..., Any]:
        return (gate.ACTIONS | gate.READINGS)[self.right]

    def __str__(self) -> str:
        return self.right


EXAMPLES: dict[str, Example] = {}


def example(right: str, *, by: str = "case_manager") -> Callable[[Scene], Scene]:
    def note(scene: Scene) -> Scene:
        EXAMPLES[right] = Example(right, by, scene)
        return scene

    return note


def _tomorrow():
    return clock.now() + timedelta(days=1)


# Cases --------------------------------------------------------------------------------------


@example("case.flag", by="biss")
def _flag(given):
    told = given.referral(account=TEXT, person_knows=False, why_not=TEXT)
    return None, {"relationship": Relationship.PARTNERS, "children": 1, **told}


@example("case.flag_linked", by="biss")
def _flag_linked(given):
    return given.case(), {"relationship": Relationship.FAMILY, **given.referral(account=TEXT)}


@example("case.assess")
def _assess(given):
    return given.case(), {"level": Level.HIGH, "reasons": TEXT, **HEARD, **ARMED}


@example("case.dismiss")
def _dismiss(given):
    return given.case(), {"why": Dismissal.DOUBLE, "reasons": TEXT}


@example("case.not_high_risk")
def _not_high_risk(given):
    case = given.assessed(given.case(), level=Level.MEDIUM)
    return case, {"counselling": given.cast.biss.institution, "reasons": TEXT, **ARMED}


@example("case.ask_co_signature", by="biss")
def _ask_co_signature(given):
    return given.case(at=State.ASSESSED), {}


@example("case.co_sign")
def _co_sign(given):
    return cases.ask_co_signature(given.case(at=State.ASSESSED), by=given.cast.biss), {}


@example("case.handle_alone", by="biss")
def _handle_alone(given):
    case = given.assessed(given.case(), level=Level.MEDIUM)
    given.proposed(case, by=given.cast.biss)
    return case, {"reassess_on": clock.today() + timedelta(days=1), **ARMED}


def _meeting(given, **more):
    invited = [given.cast.biss.institution, given.cast.police.institution]
    return {"conference": given.planned(), "invited": invited, "naming": Naming.ANONYMOUS, **ARMED, **more}


@example("case.convene")
def _convene(given):
    return given.case(at=State.ASSESSED), _meeting(given)


@example("case.follow_up")
def _follow_up(given):
    return given.case(at=State.MEASURES), _meeting(given)


@example("case.call_off")
def _call_off(given):
    return given.case(at=State.CONFERENCE), {"reason": TEXT}


@example("case.hold")
def _hold(given):
    case = given.case(at=State.CONFERENCE)
    attended = {person.institution: person for person in (given.cast.biss, given.cast.police)}
    view = {"person_view": TEXT, "view_by": given.cast.biss.institution}
    return case, {"heard": True, "attended": attended, "dissent": TEXT, **view}


@example("case.agree_measures")
def _agree_measures(given):
    case = given.held(given.case(at=State.CONFERENCE))
    given.measure(case, tells_person=True)
    return case, {"lead": given.cast.biss.institution, **ARMED}


@example("case.close")
def _close(given):
    case = given.case(at=State.MEASURES)
    given.outcomes(case)
    return case, {"why": Closing.MOVED, "level": Level.NOT_RAISED, "reasons": TEXT, **HEARD, **ARMED}


@example("case.reopen", by="police")
def _reopen(given):
    return given.case(at=State.CLOSED), given.referral(account=TEXT)


@example("case.report_incident", by="police")
def _report_incident(given):
    return given.case(), {"happened_at": clock.now(), "source": Source.OWN, "text": TEXT}


@example("case.report_change", by="police")
def _report_change(given):
    return given.case(), {"kind": Because.RELEASE, "on": clock.today() + timedelta(days=1)}


@example("incident.list", by="police")
def _incidents(given):
    return given.case(), {}


@example("case.confirm_referral", by="biss")
def _confirm_referral(given):
    told = given.referral(on_behalf_of=given.cast.biss.institution)
    case = flagging.flag(by=given.cast.case_manager, relationship=Relationship.PARTNERS, **told)
    with acting_as(given.cast.biss):
        return case, {"referral": case.referrals.get()}


@example("case.record_death")
def _record_death(given):
    return given.case(), {"died_at": clock.now()}


@example("case.close_pair")
def _close_pair(given):
    return cases.record_death(given.case(), by=given.cast.case_manager, died_at=clock.now()), {"reasons": TEXT}


@example("case.freeze")
def _freeze(given):
    return given.case(), {"died_at": clock.now()}


@example("case.leave_uninformed")
def _leave_uninformed(given):
    return given.case(), {"reasons": TEXT, "review_on": clock.today() + timedelta(days=1)}


def _stopped(given):
    case = given.case()
    biss, police = given.cast.biss, given.cast.police
    given.released(case, Section.RISK, by=biss, to=police)
    grounds.withdraw(case, by=biss, discloser=biss.institution, recipient=police.institution)
    return case


@example("case.end_sharing")
def _end_sharing(given):
    return _stopped(given), {"reasons": TEXT}


# Content ------------------------------------------------------------------------------------


@example("assessment.add", by="biss")
def _assessment(given):
    return given.case(), {
        "level": Level.ACUTE,
        "reasons": TEXT,
        "reassess_on": clock.today() + timedelta(days=1),
        **HEARD,
        **ARMED,
    }


@example("entry.add", by="police")
def _entry(given):
    case = given.case()
    said = {"happened_at": clock.now(), "source": Source.TOLD, "nature": "assessment", "text": TEXT}
    return case, {"section": Section.RISK, "concerns": case.parties.first(), **said}


@example("entry.correct", by="police")
def _correct(given):
    return given.entry(given.case(), by=given.cast.police, section=Section.LEGAL), {"text": TEXT}


@example("party.add", by="biss")
def _party(given):
    return given.case(), {"role": PartyRole.CHILD}


@example("contact.set", by="biss")
def _contact(given):
    return given.case(), {"through": given.cast.biss.institution, "days": ["mon"], "never": ["letter"]}


@example("reference.set", by="police")
def _reference(given):
    return given.case(), {"reference": f"{CANARY} 12/34"}


# Admissions and grounds ---------------------------------------------------------------------


@example("admission.admit")
def _admit(given):
    basis = {"basis": GroundKind.NECESSITY, "reasons": TEXT, "narrow": {Section.RISK: "-"}}
    return given.case(), {"institution": given.cast.shelter.institution, **basis}


@example("admission.narrow")
def _narrow(given):
    return given.case(), {"institution": given.cast.police.institution, "views": {Section.RISK: "-"}}


@example("admission.withdraw")
def _withdraw(given):
    return given.case(), {"institution": given.cast.police.institution}


@example("admission.exclude")
def _exclude(given):
    return given.case(), {"person": given.cast.police}


@example("admission.include")
def _include(given):
    case = given.case()
    admissions.exclude(case, by=given.cast.case_manager, person=given.cast.police)
    return case, {"person": given.cast.police}


@example("ground.record", by="biss")
def _ground(given):
    case = given.case()
    given_by = {"kind": GroundKind.CONSENT, "given_by": GivenBy.PERSON, "form": GroundForm.ORAL, "reasons": TEXT}
    between = {"discloser": given.cast.biss.institution, "recipients": [given.cast.police.institution]}
    return case, {
        **between,
        **given_by,
        "sections": ["risk"],
        "concerns": case.parties.first(),
        "given_at": clock.now(),
    }


@example("ground.withdraw", by="biss")
def _ground_withdrawn(given):
    case = given.case()
    given.released(case, Section.RISK, by=given.cast.biss, to=given.cast.police)
    return case, {"discloser": given.cast.biss.institution, "recipient": given.cast.police.institution}


@example("ground.decide")
def _decide(given):
    return _stopped(given), {"decision": Decision.ANONYMOUS}


@example("identity.tell")
def _tell(given):
    told = {"told_at": clock.now(), "kind": GroundKind.POLICE_TRANSMISSION, "reasons": TEXT}
    return given.case(), {"institution": given.cast.police.institution, "person": given.cast.police, **told}


# Measures -----------------------------------------------------------------------------------

PLAN = {"what": TEXT, "reveals": [Section.INCIDENT.value]}


@example("measure.propose", by="police")
def _propose(given):
    return given.case(at=State.ASSESSED), {**PLAN, "due_at": _tomorrow()}


@example("measure.add")
def _add(given):
    event = {"due_at": _tomorrow(), "due_kind": "event", "due_event": TEXT}
    return given.case(at=State.CONFERENCE), {**PLAN, **event, "responsible": given.cast.police.institution}


def _agreed(given):
    return given.measure(given.case(at=State.CONFERENCE))


def _proposed(given):
    return given.proposed(given.case(at=State.CONFERENCE), by=given.cast.police)


@example("measure.agree")
def _agree(given):
    return _proposed(given), {}


@example("measure.drop")
def _drop(given):
    return _proposed(given), {"reason": TEXT}


@example("measure.accept", by="police")
def _accept(given):
    return _agreed(given), {}


@example("measure.refuse", by="police")
def _refuse(given):
    return _agreed(given), {"reason": TEXT}


@example("measure.finish", by="police")
def _finish(given):
    return _agreed(given), {"outcome": TEXT}


@example("measure.overtake", by="police")
def _overtake(given):
    return _agreed(given), {"outcome": TEXT}


@example("measure.decline", by="police")
def _decline(given):
    return _agreed(given), {}


@example("measure.not_undertake", by="police")
def _not_undertake(given):
    return _agreed(given), {"needed": TEXT}


@example("measure.lack_capacity", by="police")
def _lack_capacity(given):
    return _agreed(given), {"lack": "staff", "since": clock.today(), "instead": TEXT}


@example("measure.renew")
def _renew(given):
    measure = measures.refuse(_agreed(given), by=given.cast.police, reason="Zu früh.")
    return measure, {"due_at": _tomorrow(), "responsible": given.cast.biss.institution}


@example("measure.ask", by="police")
def _ask(given):
    return _agreed(given), {"text": TEXT}


# Conferences --------------------------------------------------------------------------------


@example("conference.plan")
def _plan(given):
    return None, {"kind": ConferenceKind.SCHEDULED, "mode": Mode.IN_PERSON, "starts_at": _tomorrow()}


def _invitation(given):
    case = given.case(at=State.CONFERENCE)
    with acting_as(given.cast.police):
        return Attendance.objects.get(item__case=case, institution=given.cast.police.institution)


@example("conference.answer", by="police")
def _answer(given):
    return _invitation(given), {"answer": Answer.ACCEPTED}


@example("conference.contribute", by="police")
def _contribute(given):
    return _invitation(given), {"text": TEXT}


# Readings -----------------------------------------------------------------------------------


def _full(given):
    """A case in which every sealed text says CANARY."""
    case = given.case(at=State.ASSESSED)
    given.entry(case, by=given.cast.police, section=Section.RISK, text=TEXT)
    conferences.convene(case, by=given.cast.case_manager, **_meeting(given))
    given.measure(case, what=TEXT)
    return case


@example("case.list", by="police")
def _list(given):
    _full(given)
    return None, {}


@example("case.overview", by="police")
def _overview(given):
    _full(given)
    return None, {}


@example("case.read", by="police")
def _read(given):
    return _full(given), {}


@example("case.sight")
def _sight(given):
    return _full(given), {}


@example("ground.list", by="biss")
def _grounds(given):
    case = given.case()
    given.released(case, Section.RISK, by=given.cast.biss, to=given.cast.police)
    return case, {}


@example("measure.list", by="police")
def _measures(given):
    _full(given)
    return None, {}


@example("measure.read", by="police")
def _measure(given):
    return given.measure(given.case(at=State.CONFERENCE), what=TEXT), {}


@example("conference.list", by="police")
def _conferences(given):
    _full(given)
    return None, {}


@example("conference.read", by="police")
def _conference(given):
    case = _full(given)
    conferences.contribute(_attendance(given, case), by=given.cast.police, text=TEXT)
    with acting_as(given.cast.police):
        return case.agenda_items.get().conference, {}


@example("conference.show", by="case_manager")
def _room(given):
    case = _full(given)
    with acting_as(given.cast.case_manager):
        item = case.agenda_items.get()
        return item.conference, {"item": item.pk}


def _attendance(given, case):
    with acting_as(given.cast.police):
        return Attendance.objects.get(item__case=case, institution=given.cast.police.institution)


# Notices, figures, keys ---------------------------------------------------------------------


def _told(given):
    """The police is told that a case was flagged; notices are the worker's to write."""
    message = Message.objects.get(case=given.flagged(account=TEXT).pk, kind="case.flag")
    with as_worker():
        return Notice.objects.create(message=message, person=given.cast.police)


@example("notice.list", by="police")
def _notices(given):
    _told(given)
    return None, {}


@example("notice.read", by="police")
def _notice(given):
    return _told(given), {}


def _page(given):
    case = given.case()
    address = f"/cases/{case.pk}/entry-add/"
    return Page(uuid4(), "entry.add", address, case.pk, {"text": "Text"})


@example("draft.keep", by="police")
def _keep(given):
    return None, {"page": _page(given), "fields": {"text": [TEXT]}, "form": "entry.add"}


def _kept(given):
    page, police = _page(given), given.cast.police
    drafts.keep(page, {"text": [TEXT]}, by=police)
    with acting_as(police):
        return Draft.objects.get(pk=page.draft)


@example("draft.list", by="police")
def _drafts(given):
    _kept(given)
    return None, {}


@example("draft.read", by="police")
def _draft(given):
    return _kept(given), {}


@example("draft.discard", by="police")
def _discarded(given):
    return _kept(given), {}


@example("figures.read", by="coordinator")
def _figures(given):
    given.flagged(account=TEXT)
    return None, {}


@example("keys.read", by="officer")
def _keys(given):
    return None, {}


@example("log.recipients", by="officer")
def _recipients(given):
    return None, {}


NEW_KEY = officer.new_keypair().public
OPENED, OTHERS = (xwing.key_id(xwing.public_bytes(seed)) for seed in (FIRST_OFFICER, SECOND_OFFICER))
ANOTHER = Author(uuid4(), "officer", key=OTHERS)


@example("log.ask_add", by="officer")
def _asked_to_add(given):
    return None, {"opened": OPENED, "file": keyfile.public_file(NEW_KEY, label="New officer", role="officer")}


@example("log.ask_drop", by="officer")
def _asked_to_drop(given):
    spare = PublicKey(NEW_KEY, "Third officer", "officer")
    asked = asking.ask_to_add(spare, by=ANOTHER)
    asking.decide(asked.id, approve=True, by=Author(uuid4(), "officer", key=OPENED))
    return None, {"opened": OPENED, "key": xwing.key_id(NEW_KEY).hex()}


@example("log.decide", by="officer")
def _decided_who_reads(given):
    asked = asking.ask_to_add(PublicKey(NEW_KEY, "New officer", "officer"), by=ANOTHER)
    return None, {"opened": OPENED, "request": asked.id, "approve": True}


PASSPHRASE = "eine Passphrase, die niemand errät"
with patch.dict(keyfile.COST, memory_kib=8, iterations=1):  # what it costs is tried in tests/web/audit
    KEY_FILE = keyfile.protect(FIRST_OFFICER, passphrase=PASSPHRASE, label="First officer", role="officer")


@example("log.unlock", by="officer")
def _unlocked(given):
    return None, {"file": KEY_FILE, "passphrase": PASSPHRASE}


@example("log.lock", by="officer")
def _locked(given):
    return None, {}


@example("log.state", by="officer")
def _state(given):
    return None, {}


@example("log.timeline", by="officer")
def _timeline(given):
    return None, {"question": {"since": "2026-11-01"}}


@example("log.entry", by="officer")
def _entry_of_the_log(given):
    return None, {"entry": [uuid4().hex, 1]}


@example("log.proof", by="officer")
def _proof(given):
    return None, {"entry": [uuid4().hex, 1]}


@example("log.case", by="officer")
def _who_has_seen(given):
    return None, {"question": {"case": str(uuid4())}}


@example("log.person", by="officer")
def _what_was_done(given):
    return None, {"question": {"actor": str(uuid4())}}


# Administration -----------------------------------------------------------------------------


@example("region.list", by="administrator")
def _regions(given):
    return None, {}


@example("region.add", by="administrator")
def _region(given):
    return None, {"name": "Melle"}


@example("region.change", by="administrator")
def _region_changed(given):
    return given.cast.police.institution.region, {"name": "Osnabrück Stadt", "wait_days_high": 7}


@example("region.narrow", by="administrator")
def _region_narrowed(given):
    return given.cast.police.institution.region, {"kind": Kind.POLICE, "views": {Section.RISK: "r"}}


@example("institution.overview", by="administrator")
def _upkeep(given):
    return None, {}


@example("institution.list", by="administrator")
def _institutions(given):
    return None, {}


@example("institution.add", by="administrator")
def _institution(given):
    region = given.cast.police.institution.region
    return None, {"region": region, "kind": Kind.PRISON, "name": "JVA", "mailbox": "jva@example.org"}


@example("institution.change", by="administrator")
def _institution_changed(given):
    return given.cast.police.institution, {"name": "Polizei", "mailbox": "polizei@example.org", "hours": "immer"}


@example("person.list", by="administrator")
def _people(given):
    return None, {}


@example("person.add", by="administrator")
def _person(given):
    names = {"username": "neu", "email": "neu@example.org", "name": "Neue Person"}
    return None, {**names, "role": Role.PROFESSIONAL, "institution": given.cast.police.institution}


@example("person.change", by="administrator")
def _person_changed(given):
    return given.cast.police, {"name": "Anders", "email": "anders@example.org", "function": "deputy"}


@example("person.invite", by="administrator")
def _invited(given):
    return given.cast.police, {"link": "https://example.org/{}".format}


@example("person.lock", by="administrator")
def _locked(given):
    return given.cast.police, {}


@example("person.prefer", by="police")
def _preferred(given):
    return None, {"language": "en", "appearance": "dark"}


@example("person.unlock", by="administrator")
def _unlocked(given):
    return given.cast.police, {}


for _right in ("pack.list", "instrument.list"):

    @example(_right, by="administrator")
    def _page_of_packs(given):
        return None, {}


@example("pack.load", by="administrator")
def _loaded(given):
    return None, {"file": EXAMPLE.read_bytes()}


@example("pack.retire", by="administrator")
def _retired(given):
    return packs.load_as_operator(EXAMPLE.read_bytes()), {}


@example("instrument.read", by="administrator")
def _instrument(given):
    return None, {"key": "lap"}


for _right in ("log.findings", "log.finding", "log.sample", "log.report", "log.report_pdf"):

    @example(_right, by="officer")
    def _reviewed(given):
        return None, {"month": "2026-11"}


@example("log.finding_checked", by="officer")
def _checked(given):
    return None, {"finding": "0" * 32, "pattern": "denials", "note": "Nachgefragt."}


import_module("tests.actions.examples_of_assessing")
