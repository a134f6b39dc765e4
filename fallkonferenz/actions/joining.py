"""Who takes part in a case by a referral: who flags, who types for them, and the case management of the region."""

from django.utils.translation import gettext as _

from fallkonferenz.access import grants
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import GroundKind
from fallkonferenz.institutions.kinds import NEVER_ADMITTED, Kind, Role
from fallkonferenz.institutions.models import Institution, Person


def admit_by_referral(case: Case, recognising: Institution, *, by: Person, known: bool = False) -> None:
    """Admit whoever does not take part yet; NotNow where nobody would see the referral or it cannot be flagged for.

    ``known`` says that the case was there before this referral.
    """
    managements = managements_of(case)
    if not managements:
        raise NotNow(_("Your region has no case management yet. Nobody would see this referral."))
    if recognising.kind in NEVER_ADMITTED or recognising.region_id != case.region_id:
        raise NotNow(_("For this institution no case can be flagged."))
    for institution in managements:
        _admit_once(case, institution, by=by, flagging=institution in (recognising, by.own_institution))
    for institution in {recognising, by.own_institution}:
        typed_for = known and institution != by.own_institution and by.role != Role.CASE_MANAGER
        _admit_once(case, institution, by=by, flagging=True, held_back=typed_for)


def managements_of(case: Case) -> list[Institution]:
    return list(Institution.objects.filter(region=case.region, kind=Kind.CASE_MANAGEMENT, active=True))


def _admit_once(case: Case, institution: Institution, *, by: Person, flagging: bool, held_back: bool = False) -> None:
    """Who takes part keeps what it has.

    Its own incident alone, until the case management decides, gets whom it had sent away and, in a known case, whom
    others typed for: else anybody of a case could admit any institution by typing a referral in its name.
    """
    held = case.participations.live().filter(institution=institution).first()
    if held is None:
        narrow = dict.fromkeys(Section, "-") if held_back or grants.was_withdrawn(case, institution) else None
        grants.admit(case, institution, by=by, basis=GroundKind.PUBLIC_TASK, narrow=narrow, flagging=flagging)
    elif flagging and not held.flagging:
        grants.add_flagging(case, institution, by=by)
