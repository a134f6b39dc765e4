"""Conferences: planned for a region, convened for a case, answered, held, called off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from fallkonferenz import clock
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions.firearms import record_together
from fallkonferenz.actions.gate import action
from fallkonferenz.actions.levels import wait_again
from fallkonferenz.actions.meeting import must_be_two_kinds, must_fit, must_have_begun, put_on_agenda
from fallkonferenz.actions.steps import in_same_state, log_linked, take, take_together
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.words import AskedAt
from fallkonferenz.conferences.lifecycle import ConferenceState
from fallkonferenz.conferences.models import (
    AgendaItem,
    Answer,
    Attendance,
    Conference,
    ConferenceKind,
    ItemOutcome,
)
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.outbox.queue import enqueue
from fallkonferenz.vault.sealing import CaseVault


@action("conference.plan", notes=("kind", "mode", "starts_at"))
def plan(
    *,
    by: Person,
    kind: str,
    mode: str,
    starts_at: datetime,
    chair: Person | None = None,
    minute_taker: Person | None = None,
) -> Conference:
    """Plan a conference of the region; chair and minute taker are two people."""
    if kind == ConferenceKind.SCHEDULED and starts_at < clock.now():
        raise NotNow(_("A scheduled conference lies ahead. Only an ad hoc one can be recorded afterwards."))
    if chair is not None and chair == minute_taker:
        raise NotNow(_("Chair and minute taker are two people."))
    return Conference.objects.create(
        region=by.own_institution.region,
        kind=kind,
        mode=mode,
        starts_at=starts_at,
        chair=chair,
        minute_taker=minute_taker,
        made_by=by,
    )


@action("case.convene", notes=("conference", "invited"))
def convene(
    case: Case,
    *,
    by: Person,
    conference: Conference,
    invited: Iterable[Institution],
    naming: str,
    firearms: str,
    firearms_note: str = "",
) -> Case:
    """Put the case, and its linked cases in the same state, on the agenda and invite."""
    together = in_same_state(case)
    record_together(together, by=by, step=AskedAt.CONVENE, answer=firearms, note=firearms_note)
    return _convened(together, "convene", by=by, conference=conference, invited=list(invited), naming=naming)


@action("case.follow_up", notes=("conference", "invited"))
def follow_up(
    case: Case,
    *,
    by: Person,
    conference: Conference,
    invited: Iterable[Institution],
    naming: str,
    firearms: str,
    firearms_note: str = "",
) -> Case:
    """From running measures back into a conference."""
    together = in_same_state(case)
    record_together(together, by=by, step=AskedAt.FOLLOW_UP, answer=firearms, note=firearms_note)
    return _convened(together, "follow_up", by=by, conference=conference, invited=list(invited), naming=naming)


def _convened(
    together: list[Case], step: str, *, by: Person, conference: Conference, invited: list[Institution], naming: str
) -> Case:
    must_be_two_kinds(invited)
    for each in together:
        must_fit(each, conference)
        put_on_agenda(each, conference, invited, naming)
    return take_together(together, step, by=by)[0]


@action("conference.answer", notes=("answer", "deputy"))
def answer(attendance: Attendance, *, by: Person, answer: str, deputy: Person | None = None) -> Attendance:
    """Accept or apologise for the own institution; ``deputy`` comes instead."""
    _must_be_open(attendance)
    if deputy is not None:
        _must_be_deputy(attendance, deputy)
    attendance.answer, attendance.person = answer, deputy or by
    attendance.answered_at = clock.now()
    attendance.save()
    enqueue("conference.answer", case=attendance.item.case_id, by=by.pk)
    return attendance


def _must_be_open(attendance: Attendance) -> None:
    if attendance.item.outcome != ItemOutcome.OPEN:
        raise NotNow(_("What became of this conference has been recorded already."))


def _must_be_deputy(attendance: Attendance, deputy: Person) -> None:
    excluded = attendance.item.case.exclusions.filter(person=deputy).exists()
    if deputy.institution_id != attendance.institution_id or not deputy.is_active or excluded:
        raise NotNow(_("Somebody of your own institution who may see this case can stand in for you."))


@action("conference.contribute")
def contribute(attendance: Attendance, *, by: Person, text: str) -> Attendance:
    """A written contribution to the item, for the case management and the institution itself."""
    _must_be_open(attendance)
    CaseVault.open(attendance.item.case_id).seal(attendance, contribution=text)
    attendance.contributed_at = clock.now()
    attendance.save()
    enqueue("conference.contribute", case=attendance.item.case_id, by=by.pk)
    return attendance


@dataclass(frozen=True)
class Held:
    """What is recorded of one item. ``attended`` maps an institution to the person who came, if known."""

    heard: bool
    attended: Mapping[Institution, Person | None]
    person_view: str = ""
    view_by: Institution | None = None
    dissent: str = ""
    reason: str = ""


@action("case.hold", notes=("heard", "attended"))
def hold(case: Case, *, by: Person, **recorded: Any) -> Case:
    """Record that the item was heard, or why not; an ad hoc one by telephone may be recorded afterwards."""
    held = Held(**recorded)
    item = _open_item(case)
    must_have_begun(item.conference, heard=held.heard)
    if held.heard and len({institution.kind for institution in held.attended}) < 2:
        raise NotNow(_("A conference needs at least two institutions of different kinds."))
    if not {each.pk for each in held.attended} <= set(item.attendances.values_list("institution", flat=True)):
        raise NotNow(_("Only institutions that were invited can have taken part."))
    for each in _items_together(item):
        _record(each, held)
        log_linked("case.hold", each.case, pressed=case, by=by)
    _close_meeting(item.conference)
    enqueue("case.hold", case=case.pk, by=by.pk)
    return case


def _open_item(case: Case) -> AgendaItem:
    """The item that is still to be heard; its meeting may have been recorded already for another case."""
    meeting = (ConferenceState.PLANNED, ConferenceState.HELD)
    waiting = AgendaItem.objects.filter(case=case, outcome=ItemOutcome.OPEN, conference__state__in=meeting)
    item: AgendaItem | None = waiting.select_related("conference", "case").first()
    if item is None:
        raise NotNow(_("This case is on no agenda that is still open."))
    return item


def _items_together(item: AgendaItem) -> list[AgendaItem]:
    """Linked cases are heard as one item."""
    if item.cluster is None:
        return [item]
    return list(item.conference.items.filter(cluster=item.cluster, outcome=item.outcome).select_related("case"))


def _record(item: AgendaItem, held: Held) -> None:
    vault = CaseVault.open(item.case_id)
    texts = {"person_view": held.person_view, "dissent": held.dissent, "reason": held.reason}
    vault.seal(item, **{column: text for column, text in texts.items() if text})
    item.view_by = held.view_by
    item.outcome = ItemOutcome.HEARD if held.heard else ItemOutcome.NOT_HEARD
    item.recorded_at = clock.now()
    item.save()
    item.case.must_confer = item.case.must_confer and not held.heard
    item.case.save()
    for attendance in item.attendances.select_related("institution"):
        _record_attendance(attendance, held)


def _record_attendance(attendance: Attendance, held: Held) -> None:
    came = attendance.institution in held.attended
    if came:
        attendance.answer, attendance.person = Answer.ATTENDED, held.attended[attendance.institution]
    elif attendance.answer != Answer.APOLOGISED:
        attendance.answer = Answer.ABSENT
    attendance.save()


def _close_meeting(conference: Conference) -> None:
    if conference.state == ConferenceState.PLANNED:
        conference.hold()
        conference.save()


@action("case.call_off")
def call_off(case: Case, *, by: Person, reason: str) -> Case:
    """The conference does not take place for this case, or did not hear it: back to assessed, with the reason."""
    item = _unheard_item(case)
    for each in _items_together(item):
        CaseVault.open(each.case_id).seal(each, reason=reason)
        each.outcome, each.recorded_at = ItemOutcome.CALLED_OFF, clock.now()
        each.save()
        back = each.case if each.case_id != case.pk else case
        wait_again(back)
        take(back, "call_off", by=by)
        log_linked("case.call_off", back, pressed=case, by=by)
    if not item.conference.items.filter(outcome=ItemOutcome.OPEN).exists():
        _call_meeting_off(item.conference)
    return case


def _unheard_item(case: Case) -> AgendaItem:
    unheard = Q(outcome=ItemOutcome.OPEN) | Q(outcome=ItemOutcome.NOT_HEARD, recorded_at__gte=case.state_since)
    item: AgendaItem | None = case.agenda_items.filter(unheard).select_related("conference", "case").last()
    if item is None:
        raise NotNow(_("The case was heard: agree the measures."))
    return item


def _call_meeting_off(conference: Conference) -> None:
    if conference.state == ConferenceState.PLANNED and conference.kind == ConferenceKind.AD_HOC:
        conference.call_off()
        conference.save()
