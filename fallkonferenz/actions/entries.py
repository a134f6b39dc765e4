"""Content of a case: entries, corrections, new incidents, parties, the safe contact, the own reference."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from fallkonferenz.access import grants
from fallkonferenz.access.refusals import Denied, NotNow
from fallkonferenz.access.sight import sight_of
from fallkonferenz.actions import rhythm
from fallkonferenz.actions.gate import action
from fallkonferenz.actions.steps import must_contribute
from fallkonferenz.cases.models import Case, Entry, Incident, OwnReference, Party, SafeContact
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Because, Nature, PartyRole
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.outbox.queue import enqueue
from fallkonferenz.vault.codes import new_code
from fallkonferenz.vault.sealing import CaseVault


@action("entry.add", notes=("section",))
def add(
    case: Case,
    *,
    by: Person,
    section: str,
    concerns: Party,
    happened_at: datetime,
    source: str,
    nature: str,
    text: str,
) -> Entry:
    """Write one entry in one's own institution's name."""
    must_contribute(by, case, [section])
    _must_be_of(case, concerns)
    entry = _written(
        Entry(
            case=case,
            section=section,
            institution=by.own_institution,
            author=by,
            concerns=concerns,
            happened_at=happened_at,
            source=source,
            nature=nature,
        ),
        text,
    )
    enqueue("entry.add", case=case.pk, about=entry.pk, by=by.pk)
    return entry


@action("entry.correct")
def correct(entry: Entry, *, by: Person, text: str) -> Entry:
    """A correction is a further entry that points to the corrected one; nothing is overwritten."""
    if entry.institution_id != by.institution_id:
        raise Denied(_("Only the institution that wrote an entry can correct it."))
    if hasattr(entry, "corrected_by"):
        raise NotNow(_("This entry has been corrected already: correct the latest one."))
    must_contribute(by, entry.case, [entry.section])
    corrected = _written(
        Entry(
            case=entry.case,
            section=entry.section,
            institution=by.own_institution,
            author=by,
            concerns=entry.concerns,
            happened_at=entry.happened_at,
            source=entry.source,
            nature=entry.nature,
            corrects=entry,
        ),
        text,
    )
    enqueue("entry.correct", case=entry.case_id, about=corrected.pk, by=by.pk)
    return corrected


@action("case.report_incident", notes=("happened_at",))
def report_incident(case: Case, *, by: Person, happened_at: datetime, source: str, text: str) -> Incident:
    """A new incident, in any state; the case management is told and assesses anew."""
    if case.frozen_at is not None:
        raise NotNow(_("The case is frozen: it is kept unchanged."))
    if not sight_of(by, case).contributes(Section.INCIDENT):
        grants.open_own_incidents(case, by.own_institution, by=by)
    entry = _written(
        Entry(
            case=case,
            section=Section.INCIDENT,
            institution=by.own_institution,
            author=by,
            concerns=case.party(PartyRole.AT_RISK),
            happened_at=happened_at,
            source=source,
            nature=Nature.FACT,
        ),
        text,
    )
    incident = Incident.objects.create(case=case, entry=entry, institution=by.own_institution)
    rhythm.at_once(case, Because.INCIDENT)
    enqueue("case.report_incident", case=case.pk, by=by.pk)
    return incident


def _written(entry: Entry, text: str) -> Entry:
    CaseVault.open(entry.case_id).seal(entry, text=text)
    entry.save(force_insert=True)
    return entry


def _must_be_of(case: Case, party: Party) -> None:
    if party.case_id != case.pk:
        raise NotNow(_("This person does not belong to the case."))


@action("party.add")
def add_party(case: Case, *, by: Person, role: str) -> Party:
    """A further person of the case, by a new pseudonym: a child, somebody else at risk, another."""
    if role in (PartyRole.AT_RISK, PartyRole.ENDANGERING):
        raise NotNow(_("A case is one pair. Flag a linked case for a further endangering person."))
    party = Party(case=case, role=role, code=new_code())
    must_contribute(by, case, [party.section or Section.ENDANGERING])
    party.save(force_insert=True)
    return party


@action("contact.set", notes=("through",))
def set_contact(
    case: Case, *, by: Person, through: Institution, days: Iterable[str], never: Iterable[str]
) -> SafeContact:
    """Only through this institution, on these days, never by these channels. No number, no place."""
    must_contribute(by, case, [Section.PROTECTION])
    contact = SafeContact(case=case, institution=by.own_institution, author=by)
    terms = {"through": through.pk, "days": sorted(days), "never": sorted(never)}
    CaseVault.open(case.pk).seal(contact, terms=json.dumps(terms))
    contact.save(force_insert=True)
    return contact


@action("reference.set")
def set_reference(case: Case, *, by: Person, reference: str) -> OwnReference:
    """The institution's own file number, seen by it alone."""
    if sight_of(by, case).institution is None:
        raise NotNow(_("Your institution takes no part in this case."))
    held = OwnReference.objects.filter(case=case, institution=by.own_institution).first()
    own = held or OwnReference(case=case, institution=by.own_institution)
    CaseVault.open(case.pk).seal(own, reference=reference)
    own.save(update_fields=["reference"] if held else None)  # the web role may change no other column
    return own
