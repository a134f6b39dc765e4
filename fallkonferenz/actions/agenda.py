"""Readings of conferences: the list, and one of them with the items that the reader may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q

from fallkonferenz.access import scope
from fallkonferenz.access.check import Standing, standings
from fallkonferenz.actions.gate import reading
from fallkonferenz.conferences.lifecycle import ConferenceState
from fallkonferenz.conferences.models import AgendaItem, Attendance, Conference
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.vault.sealing import CaseVault

PAGE = 25


@dataclass(frozen=True)
class Place:
    """Where a page begins: behind this conference, among those that are planned or among those that are over."""

    is_over: bool
    starts_at: datetime
    conference: UUID


@dataclass(frozen=True)
class ConferencePage:
    rows: list[Conference]
    next: Place | None


@reading("conference.list")
def conferences(*, by: Person, after: Place | None = None) -> ConferencePage:
    """First what is planned, the next one on top; then what is over, the latest first."""
    visible = scope.conferences_visible_to(by)
    planned = visible.filter(state=ConferenceState.PLANNED).order_by("starts_at", "pk")
    over = visible.exclude(state=ConferenceState.PLANNED).order_by("-starts_at", "-pk")
    if after:
        # Said in this form an index serves both columns; the usual "or" would walk it like an offset.
        at, pk = after.starts_at, after.conference
        if after.is_over:
            planned = planned.none()
            over = over.filter(Q(starts_at__lt=at) | Q(pk__lt=pk), starts_at__lte=at)
        else:
            planned = planned.filter(Q(starts_at__gt=at) | Q(pk__gt=pk), starts_at__gte=at)
    found = list(planned[: PAGE + 1])
    found += over[: PAGE + 1 - len(found)]
    last = found[PAGE - 1] if len(found) > PAGE else None
    place = Place(last.state != ConferenceState.PLANNED, last.starts_at, last.pk) if last else None
    return ConferencePage(found[:PAGE], place)


@dataclass(frozen=True)
class Item:
    """One item as one reader may see it: the own place, the contributions meant for this reader.

    Who else is invited is known to those invited: that a shelter sits there tells too much to everybody else.
    """

    item: AgendaItem
    attendances: list[Attendance]
    mine: Attendance | None
    standing: Standing | None
    contributions: list[tuple[Attendance, str]]


@reading("conference.read", shows=lambda items: {"cases": [shown.item.case.code for shown in items]})
def conference(conference: Conference, *, by: Person) -> list[Item]:
    """The visible items. A written contribution is for the case management and for the institution that wrote it."""
    at_table = Attendance.objects.select_related("institution", "person")
    agenda = scope.agenda_visible(by, conference).prefetch_related(Prefetch("attendances", at_table))
    items = list(agenda.order_by("case__opened_at", "pk"))
    places = [each for item in items for each in item.attendances.all()]
    own = standings(by, [each for each in places if each.institution_id == by.institution_id])
    texts = _contributions(places, by)
    return [_item(item, own, texts, by) for item in items]


def _contributions(places: Iterable[Attendance], by: Person) -> dict[object, str]:
    """The texts of written contributions by the key of the place, for those who may read them."""
    manages = by.role == Role.CASE_MANAGER
    readable = [each for each in places if each.contribution and (manages or each.institution_id == by.institution_id)]
    vaults = CaseVault.open_each(each.item.case_id for each in readable)
    return {each.pk: vaults[each.item.case_id].read(each, "contribution") for each in readable}


def _item(item: AgendaItem, own: dict[object, Standing], texts: dict[object, str], by: Person) -> Item:
    attendances = list(item.attendances.all())
    mine = next((each for each in attendances if each.institution_id == by.institution_id), None)
    contributions = [(each, texts[each.pk]) for each in attendances if each.pk in texts]
    at_table = attendances if mine or by.role == Role.CASE_MANAGER else []
    return Item(item, at_table, mine, own[mine.pk] if mine else None, contributions)
