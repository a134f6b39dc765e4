"""The only module that admits, narrows, withdraws: a participation, its section rights, and their history."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection, transaction

from fallkonferenz import clock
from fallkonferenz.access.held import keys_of_rights
from fallkonferenz.access.sections import ceiling, codenames, narrowed
from fallkonferenz.cases.models import Admission, Case, CaseGroupRight, Participation, RegionNarrowing
from fallkonferenz.cases.models.admission import AdmissionAct
from fallkonferenz.cases.sections import Section, contribute_right
from fallkonferenz.cases.words import GroundKind
from fallkonferenz.institutions.kinds import NEVER_ADMITTED, Kind
from fallkonferenz.institutions.models import Institution, Person, Region
from fallkonferenz.vault.sealing import CaseVault

Views = Mapping[Section, str]


class NeverAdmitted(ValueError):
    """This kind of institution is never admitted to a case."""


def views_in_region(region: Region, kind: str) -> dict[Section, str]:
    """The section table, narrowed by the region. The case management is never narrowed: it has to see what it follows."""
    views = ceiling(kind)
    if kind == Kind.CASE_MANAGEMENT:
        return views
    for row in RegionNarrowing.objects.filter(region=region, kind=kind):
        section = Section(row.section)
        views[section] = narrowed(views[section], row.view)
    return views


def rights_of(case: Case, institution: Institution, *, narrow: Views | None = None, flagging: bool = False) -> set[str]:
    """Codenames that an admission gives: table, region and case, whichever is narrowest.

    The flagging institution has at least ``o`` on incidents: its grounds are its own entry there.
    """
    views = views_in_region(case.region, institution.kind)
    for section, view in (narrow or {}).items():
        views[section] = narrowed(views[section], view)
    return codenames(views) | ({contribute_right(Section.INCIDENT)} if flagging else set())


def admit(
    case: Case,
    institution: Institution,
    *,
    by: Person,
    basis: str = GroundKind.PUBLIC_TASK,
    reasons: str = "",
    narrow: Views | None = None,
    until: datetime | None = None,
    flagging: bool = False,
) -> Participation:
    """Admit an institution, or renew an admission; NeverAdmitted for a court or an equality office."""
    if institution.kind in NEVER_ADMITTED:
        raise NeverAdmitted(institution.kind)
    participation, is_new = _participation(case, institution, until=until, flagging=flagging)
    rights = rights_of(case, institution, narrow=narrow, flagging=participation.flagging)
    if is_new:  # no right can have been left behind: each hangs on a participation
        _give_rights(case, institution, _permissions(rights))
    else:
        _set_rights(case, institution, rights)
    _remember(case, institution, AdmissionAct.ADMITTED, by=by, until=until, basis=basis, reasons=reasons, rights=rights)
    return participation


def add_flagging(case: Case, institution: Institution, *, by: Person) -> None:
    """Who takes part and flags holds its own incident besides; no narrowing and no end is undone by that."""
    Participation.objects.filter(case=case, institution=institution).update(flagging=True)
    open_own_incidents(case, institution, by=by)


def open_own_incidents(case: Case, institution: Institution, *, by: Person) -> None:
    """Whoever reports an incident writes it in its own name and reads what it wrote, whatever its cell says."""
    participation = Participation.objects.get(case=case, institution=institution)
    held = CaseGroupRight.objects.filter(content_object=case, group=institution.pk)
    rights = {*held.values_list("permission__codename", flat=True), contribute_right(Section.INCIDENT)}
    _set_rights(case, institution, rights)
    until, basis = participation.until, GroundKind.PUBLIC_TASK
    _remember(case, institution, AdmissionAct.ADMITTED, by=by, until=until, basis=basis, rights=rights)


def was_withdrawn(case: Case, institution: Institution) -> bool:
    """The case management has ended the admission, and has not admitted anew since."""
    last = Admission.objects.filter(case=case, institution=institution).order_by("at").last()
    return last is not None and last.act == AdmissionAct.WITHDRAWN


def _participation(
    case: Case, institution: Institution, *, until: datetime | None, flagging: bool
) -> tuple[Participation, bool]:
    """The participation, and whether it was made just now: then the row that is found is the one that was written."""
    ours = Participation(
        case=case,
        institution=institution,
        state=case.state,
        sort_at=case.state_since,
        flagging=flagging,
        leads=case.lead_id == institution.pk,
        since=clock.now(),
        until=until,
        agreed_until=until,
    )
    Participation.objects.bulk_create([ours], ignore_conflicts=True)  # somebody may do the same at this moment
    found = Participation.objects.get(case=case, institution=institution)
    if found.pk == ours.pk:
        return found, True
    found.flagging, found.until, found.agreed_until = found.flagging or flagging, until, until
    found.save(update_fields=["flagging", "until", "agreed_until"])
    return found, False


def _set_rights(case: Case, institution: Institution, rights: Iterable[str]) -> None:
    wanted = _permissions(rights)
    held = CaseGroupRight.objects.filter(content_object=case, group=institution.pk)
    held.exclude(permission__in=wanted).delete()
    _give_rights(case, institution, wanted)


def _give_rights(case: Case, institution: Institution, permissions: Iterable[int]) -> None:
    given = [CaseGroupRight(content_object=case, group_id=institution.pk, permission_id=key) for key in permissions]
    CaseGroupRight.objects.bulk_create(given, ignore_conflicts=True)


def _permissions(rights: Iterable[str]) -> list[int]:
    known = keys_of_rights()
    return [known[right] for right in rights]


def _remember(
    case: Case,
    institution: Institution,
    act: str,
    *,
    by: Person | None,
    until: datetime | None = None,
    basis: str = "",
    reasons: str = "",
    rights: Iterable[str] = (),
) -> Admission:
    row = Admission(case=case, institution=institution, act=act, by=by, until=until, basis=basis, rights=sorted(rights))
    if reasons:
        CaseVault.open(case.pk).seal(row, reasons=reasons)
    row.save(force_insert=True)
    return row


def narrow(case: Case, institution: Institution, views: Views, *, by: Person) -> set[str]:
    """Let an admitted institution see less of this case, or again up to what table and region allow."""
    flagging = Participation.objects.filter(case=case, institution=institution, flagging=True).exists()
    rights = rights_of(case, institution, narrow=views, flagging=flagging)
    _set_rights(case, institution, rights)
    _remember(case, institution, AdmissionAct.NARROWED, by=by, rights=rights)
    return rights


def withdraw(case: Case, institution: Institution, *, by: Person | None, act: str = AdmissionAct.WITHDRAWN) -> None:
    """End an admission at once; the database takes the rights along."""
    Participation.objects.filter(case=case, institution=institution).delete()
    _remember(case, institution, act, by=by)


def run_out(participation: Participation) -> bool:
    """Remove an admission whose time is over; False if it was renewed or ended meanwhile.

    The history comes first and is checked at once, which waits for whoever holds the case: a step of a measure holds it, and
    then wants the participations.
    """
    case = Case(pk=participation.case_id)  # by key: the worker may not read all of a case
    with transaction.atomic():
        _remember(case, participation.institution, AdmissionAct.RAN_OUT, by=None)
        connection.check_constraints()
        over, _each = Participation.objects.filter(pk=participation.pk, until__lte=clock.now()).delete()
        if not over:
            transaction.set_rollback(True)
    return bool(over)


def keep_readable(case: Case, *, by: Person, management_until: datetime, others_until: datetime) -> None:
    """At closing: until when each institution may still read."""
    for participation in case.participations.select_related("institution"):
        is_management = participation.institution.kind == Kind.CASE_MANAGEMENT
        _shorten(participation, management_until if is_management else others_until, by=by)


def _shorten(participation: Participation, until: datetime, *, by: Person) -> None:
    agreed = participation.agreed_until
    participation.until = min(agreed, until) if agreed else until
    participation.save(update_fields=["until"])
    _remember(participation.case, participation.institution, AdmissionAct.CLOSED, by=by, until=participation.until)


def open_again(case: Case, *, by: Person) -> None:
    """At reopening: what closing had shortened holds again as it was agreed."""
    for participation in case.participations.live().select_related("institution"):
        participation.until = participation.agreed_until
        participation.save(update_fields=["until"])
        _remember(case, participation.institution, AdmissionAct.REOPENED, by=by, until=participation.until)


def freeze(case: Case, *, by: Person) -> None:
    """Only the case management keeps its admission, and it does not run out: what is kept unchanged can be read."""
    others = case.participations.exclude(institution__kind=Kind.CASE_MANAGEMENT).select_related("institution")
    for participation in others:
        withdraw(case, participation.institution, by=by)
    case.participations.update(until=None, agreed_until=None)
