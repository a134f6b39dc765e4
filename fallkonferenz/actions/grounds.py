"""Grounds of sharing: recorded, withdrawn, decided on; and who was told who is meant."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from fallkonferenz import clock
from fallkonferenz.access.refusals import Denied, NotNow
from fallkonferenz.actions.gate import action
from fallkonferenz.cases.models import Case, Ground, Party, Telling
from fallkonferenz.cases.words import GIVEN_BY_SOMEBODY, Decision
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.outbox.queue import enqueue
from fallkonferenz.vault.sealing import CaseVault

SATURDAY = 5


@action("ground.record", notes=("discloser", "recipients", "sections", "kind", "expires_at"))
def record(
    case: Case,
    *,
    by: Person,
    discloser: Institution,
    recipients: Iterable[Institution],
    sections: Iterable[str],
    concerns: Party,
    kind: str,
    given_at: datetime,
    given_by: str = "",
    form: str = "",
    reasons: str = "",
    expires_at: datetime | None = None,
) -> list[Ground]:
    """One ground per recipient and section. It opens what the section table allows, and nothing else does.

    An institution whose entries somebody else opened is told: it may know of a reason against it.
    """
    _must_own(by, discloser)
    _must_be_said(kind, by_whom=given_by, form=form, reasons=reasons)
    if concerns.case_id != case.pk:
        raise NotNow(_("This person does not belong to the case."))
    vault = CaseVault.open(case.pk)
    grounds = [
        Ground(
            case=case,
            discloser=discloser,
            recipient=recipient,
            section=section,
            concerns=concerns,
            kind=kind,
            given_by=given_by,
            form=form,
            given_at=given_at,
            expires_at=expires_at,
            recorded_by=by,
        )
        for recipient in recipients
        if recipient != discloser
        for section in sections
    ]
    for ground in grounds:
        if reasons:
            vault.seal(ground, reasons=reasons)
        ground.save(force_insert=True)
    if grounds and discloser.pk != by.institution_id:
        enqueue("ground.record", case=case.pk, about=grounds[0].pk, by=by.pk)
    return grounds


def _must_be_said(kind: str, *, by_whom: str, form: str, reasons: str) -> None:
    """A release says who gave it and how; what the law allows says why."""
    if kind in GIVEN_BY_SOMEBODY and not (by_whom and form):
        raise NotNow(_("Say who gave it and in which form."))
    if kind not in GIVEN_BY_SOMEBODY and not reasons:
        raise NotNow(_("A legal ground needs its reasons."))


def _must_own(by: Person, discloser: Institution) -> None:
    """A professional speaks for the own institution; the case management records for others."""
    if by.role != Role.CASE_MANAGER and discloser.pk != by.institution_id:
        raise Denied(_("Only the institution that shares, or the case management, can record this."))


@action("ground.withdraw", notes=("discloser", "recipient"))
def withdraw(case: Case, *, by: Person, discloser: Institution, recipient: Institution) -> int:
    """Stop that discloser's entries for that recipient at once. The state stays; the case management decides."""
    _must_own(by, discloser)
    now = clock.now()
    stopped = case.grounds.in_force().filter(discloser=discloser, recipient=recipient).update(withdrawn_at=now)
    if not stopped:
        raise NotNow(_("No ground in force stands between these two institutions."))
    case.sharing_stopped_at, case.decide_sharing_by = now, next_working_day(now)
    case.save()
    enqueue("ground.withdraw", case=case.pk, by=by.pk)
    return stopped


def next_working_day(moment: datetime) -> datetime:
    """The same hour of the next day that is no Saturday or Sunday; public holidays differ by Land and are not known."""
    following = moment + timedelta(days=1)
    while timezone.localtime(following).weekday() >= SATURDAY:
        following += timedelta(days=1)
    return following


@action("ground.decide", notes=("decision",))
def decide(case: Case, *, by: Person, decision: str) -> Case:
    """After a withdrawal: another ground was recorded, the case goes on anonymously, or it is to be closed."""
    if case.sharing_stopped_at is None:
        raise NotNow(_("Sharing has not been stopped."))
    if decision == Decision.CLOSE:
        raise NotNow(_("To close the case, take the step “close after a withdrawal”."))
    if decision == Decision.OTHER_GROUND and not _new_ground(case):
        raise NotNow(_("Record the other ground first."))
    case.sharing_stopped_at = case.decide_sharing_by = None
    case.save()
    enqueue("ground.decide", case=case.pk, by=by.pk)
    return case


def _new_ground(case: Case) -> bool:
    """For what was withdrawn: the same discloser and recipient."""
    withdrawn = case.grounds.filter(withdrawn_at__gte=case.sharing_stopped_at)
    since = case.grounds.in_force().filter(recorded_at__gte=case.sharing_stopped_at)
    between = ("discloser", "recipient")
    return not set(withdrawn.values_list(*between)).isdisjoint(since.values_list(*between))


@action("identity.tell", notes=("institution", "person", "told_at", "kind"))
def tell(
    case: Case,
    *,
    by: Person,
    institution: Institution,
    told_at: datetime,
    kind: str,
    person: Person | None = None,
    reasons: str = "",
) -> Telling:
    """The case manager told an institution by telephone who is meant: to whom, when, on what ground."""
    admitted = case.participations.live().filter(institution=institution).first()
    if admitted is None:
        raise NotNow(_("Only institutions admitted to the case are told who is meant."))
    if person is not None and person.institution_id != institution.pk:
        raise NotNow(_("This person works for another institution."))
    telling = Telling(case=case, institution=institution, person=person, told_at=told_at, kind=kind, recorded_by=by)
    if reasons:
        CaseVault.open(case.pk).seal(telling, reasons=reasons)
    telling.save(force_insert=True)
    enqueue("identity.tell", case=case.pk, about=admitted.pk, by=by.pk)
    return telling
