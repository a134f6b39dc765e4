"""Readings of conferences: the list, and one of them with the items that the reader may see."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from fallkonferenz.access import scope
from fallkonferenz.access.check import Standing, standings
from fallkonferenz.actions.gate import reading
from fallkonferenz.conferences.models import AgendaItem, Attendance, Conference
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.vault.sealing import CaseVault

LATEST = 50


@reading("conference.list")
def conferences(*, by: Person) -> list[Conference]:
    return list(scope.conferences_visible_to(by).order_by("-starts_at")[:LATEST])


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
