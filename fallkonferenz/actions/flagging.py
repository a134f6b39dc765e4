"""Flagging: a pair becomes a case, joins the open one, or comes back within twelve months."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.utils.translation import gettext as _

from fallkonferenz import clock
from fallkonferenz.access import grants
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import grounds, levels, rhythm
from fallkonferenz.actions.firearms import record
from fallkonferenz.actions.gate import action
from fallkonferenz.actions.joining import admit_by_referral, managements_of
from fallkonferenz.actions.steps import take
from fallkonferenz.cases.conditions import is_within_twelve_months
from fallkonferenz.cases.models import Case, Entry, Party, Referral
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import AskedAt, Because, GroundKind, Nature, PartyRole, ReferralGround, Source, State
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.outbox.queue import enqueue
from fallkonferenz.vault.codes import new_code
from fallkonferenz.vault.sealing import CaseVault


@dataclass(frozen=True)
class Told:
    """What a referral says, whoever types it."""

    grounds: list[str]
    happened_at: datetime
    account: str
    person_knows: bool
    why_not: str = ""
    source: str = Source.TOLD
    firearms: str = ""  # a Firearms; every screen asks, "" is for whoever types what a letter left out
    on_behalf_of: Institution | None = None
    referral: UUID = field(default_factory=uuid4)  # named beforehand by whoever must not send it twice


@dataclass(frozen=True)
class Release:
    """A release from confidentiality towards the case management, at hand when the case is flagged."""

    given_by: str
    form: str
    sections: list[str]
    expires_at: datetime | None = None


@action("case.flag", notes=("on_behalf_of",))
def flag(
    *,
    by: Person,
    relationship: str,
    children: int = 0,
    named_code: str = "",
    release: Release | None = None,
    **told: Any,
) -> Case:
    """Flag a pair. ``named_code`` says that the pair is known: the referral joins it or takes it up again.

    NotNow if the code is unknown in the region; Denied by the gate for whoever may not flag.
    """
    what = Told(**told)
    if named_code:
        case = _known_pair(by, named_code, relationship, what, children=children)
    else:
        case = _new_case(by, relationship, what, children=children)
    if release:
        _release(case, by, release)
    return case


def _release(case: Case, by: Person, release: Release) -> None:
    """What the own institution wrote opens to the case management from the first minute."""
    grounds.record(
        case,
        by=by,
        discloser=by.own_institution,
        recipients=managements_of(case),
        sections=release.sections,
        concerns=case.party(PartyRole.AT_RISK),
        kind=GroundKind.RELEASE,
        given_by=release.given_by,
        form=release.form,
        given_at=clock.now(),
        expires_at=release.expires_at,
    )


@action("case.flag_linked")
def flag_linked(case: Case, *, by: Person, relationship: str, **told: Any) -> Case:
    """Flag a further endangering person of the same person at risk: linked cases, one agenda item, one clock."""
    if case.cluster is None:
        case.cluster = uuid4()
        case.save()
    code = case.party(PartyRole.AT_RISK).code
    return _new_case(by, relationship, Told(**told), at_risk=code, cluster=case.cluster)


@action("case.reopen", notes=("happened_at",))
def reopen(case: Case, *, by: Person, **told: Any) -> Case:
    """A further incident within twelve months of the last referral: back to a conference, whatever the level."""
    return _taken_up_again(case, by, Told(**told))


def _new_case(
    by: Person, relationship: str, told: Told, *, at_risk: str = "", cluster: UUID | None = None, children: int = 0
) -> Case:
    recognising = told.on_behalf_of or by.own_institution
    case = Case(
        code=new_code(),
        region=by.own_institution.region,
        relationship=relationship,
        cluster=cluster,
        recognised_by=recognising,
    )
    case.save(force_insert=True)
    CaseVault.make(case.pk)
    admit_by_referral(case, recognising, by=by)
    rhythm.first_due(case)
    _name_parties(case, at_risk=at_risk, children=children)
    _refer(case, by, told)
    enqueue("case.flag", case=case.pk, by=by.pk)
    return case


def _name_parties(case: Case, *, at_risk: str, children: int) -> None:
    roles = [PartyRole.AT_RISK, PartyRole.ENDANGERING, *[PartyRole.CHILD] * children]
    codes = [at_risk or new_code(), *(new_code() for _each in roles[1:])]
    Party.objects.bulk_create([Party(case=case, role=role, code=code) for role, code in zip(roles, codes, strict=True)])


def _refer(case: Case, by: Person, told: Told, *, step: str = AskedAt.FLAG) -> Referral:
    """Write the referral and what is told in it; the twelve months of a repeat run from here."""
    vault = CaseVault.open(case.pk)
    referral = Referral(
        pk=told.referral,
        case=case,
        institution=told.on_behalf_of or by.own_institution,
        grounds=told.grounds,
        happened_at=told.happened_at,
        entered_by=by,
        on_behalf=told.on_behalf_of is not None and told.on_behalf_of != by.own_institution,
        person_knows=told.person_knows,
    )
    if not told.person_knows:
        vault.seal(referral, why_not=told.why_not)
    referral.save(force_insert=True)
    _write_account(case, by, told, vault)
    if told.firearms:
        record(case, by=by, step=step, answer=told.firearms, told_by=told.on_behalf_of)
    return referral


def _write_account(case: Case, by: Person, told: Told, vault: CaseVault) -> None:
    """In the name of who told it: typed for a bearer of secrets it opens to others with that one's ground alone."""
    entry = Entry(
        case=case,
        section=Section.INCIDENT,
        institution=told.on_behalf_of or by.own_institution,
        author=by,
        concerns=case.party(PartyRole.AT_RISK),
        happened_at=told.happened_at,
        source=told.source,
        nature=Nature.FACT,
    )
    vault.seal(entry, text=told.account)
    entry.save(force_insert=True)


def _known_pair(by: Person, code: str, relationship: str, told: Told, *, children: int) -> Case:
    named = _named(code, by)
    named.happened_again_at = told.happened_at
    if named.state == State.CLOSED and not is_within_twelve_months(named):
        return _new_case(by, relationship, told, children=children)
    admit_by_referral(named, told.on_behalf_of or by.own_institution, by=by, known=True)
    found = Case.objects.select_for_update(of=("self",)).select_related("region").filter(pk=named.pk)
    case: Case | None = found.first()
    if case is None or case.frozen_at is not None:  # kept out of it, or frozen meanwhile: no word of that
        raise NotNow(_unknown(code))
    return (_taken_up_again if case.state == State.CLOSED else _joined)(case, by, told)


def _joined(case: Case, by: Person, told: Told) -> Case:
    """A further referral of an open pair: it joins the case and asks for a new assessment. It is no repeat."""
    _refer(case, by, told)
    case.recognised_by = told.on_behalf_of or by.own_institution
    case.last_referral_at = clock.now()
    rhythm.at_once(case, Because.INCIDENT)
    # Who referred before was co-signed, not who decides from now on.
    case.co_signature_asked_at = case.co_signed_by = case.co_signed_at = None
    case.save()
    enqueue("case.joined", case=case.pk, by=by.pk)
    return case


def _taken_up_again(case: Case, by: Person, told: Told) -> Case:
    case.happened_again_at = told.happened_at
    take(case, "reopen", by=by)
    admit_by_referral(case, told.on_behalf_of or by.own_institution, by=by, known=True)
    grants.open_again(case, by=by)
    told = replace(told, grounds=sorted({*told.grounds, ReferralGround.REPEAT}))
    _refer(case, by, told, step=AskedAt.REOPEN)
    case.recognised_by = told.on_behalf_of or by.own_institution
    case.last_referral_at = clock.now()
    case.repeats += 1
    case.must_confer = True
    case.closing, case.closing_reasons, case.review_on = "", None, None
    case.confer_by = None  # the wait for a conference begins anew
    case.reopened_at = clock.now()
    levels.wait_again(case)
    rhythm.first_due(case)
    case.co_signature_asked_at = case.co_signed_by = case.co_signed_at = None
    case.save()
    return case


def _unknown(code: str) -> str:
    return _("Your region has no case with the code %(code)s. Compare it character by character.") % {"code": code}


def _named(code: str, by: Person) -> Case:
    """The case that exactly this code names, in the own region, as far as the database tells somebody not admitted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, state, state_since, last_referral_at FROM case_named(%s) WHERE region_id = %s",
            [code, by.own_institution.region_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotNow(_unknown(code))
    names = ("pk", "state", "state_since", "last_referral_at")
    return Case(region=by.own_institution.region, **dict(zip(names, row, strict=True)))
