"""The reading for a projector: one case of a conference as the whole table may see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from fallkonferenz.access import scope
from fallkonferenz.access.glance import answered
from fallkonferenz.access.refusals import NotVisible
from fallkonferenz.access.room import assessments_of_room, entries_of_room, measures_of_room, parties_of_room
from fallkonferenz.actions import flags
from fallkonferenz.actions.flags import Raised
from fallkonferenz.actions.gate import reading
from fallkonferenz.actions.reading import Opened, open_rows
from fallkonferenz.cases.levels import Moved, replayed
from fallkonferenz.cases.models import Party
from fallkonferenz.conferences.models import AgendaItem, Attendance, Conference
from fallkonferenz.institutions.models import Person
from fallkonferenz.vault.sealing import CaseVault


@dataclass(frozen=True)
class Room:
    """One item for all who were invited to it, and its neighbours on the agenda; how many there are is not for the wall."""

    conference: Conference
    item: AgendaItem
    places: list[Attendance]
    pair: list[Party]
    entries: list[Opened]
    assessments: list[Opened]
    level: str
    flags: list[Raised]
    measures: list[Opened]
    before: UUID | None
    after: UUID | None


@reading(
    "conference.show",
    shows=lambda room: {
        "cases": [room.item.case.code],
        "institutions": [place.institution_id for place in room.places],
        "rows": [str(each.row.pk) for each in (*room.entries, *room.assessments, *room.measures)],
    },
)
def room(conference: Conference, *, by: Person, item: UUID) -> Room:
    """Everybody who was invited counts, whatever they answered: who apologised may come after all."""
    places = Attendance.objects.select_related("institution")
    agenda = scope.agenda_visible(by, conference).order_by("case__opened_at", "pk")
    items = list(agenda.prefetch_related(Prefetch("attendances", places)))
    number = next((number for number, each in enumerate(items) if each.pk == item), None)
    if number is None:
        raise NotVisible
    return _room(conference, items, number, by)


def _room(conference: Conference, items: list[AgendaItem], number: int, by: Person) -> Room:
    item, around = items[number], dict(enumerate(items))
    places = list(item.attendances.all())
    table, vault = [place.institution for place in places], CaseVault.open(item.case_id)
    assessments = open_rows(vault, assessments_of_room(by, table, item.case), "reasons", flags.COLUMN)
    named, parties = flags.named(assessments), list(parties_of_room(by, table, item.case))
    arms = answered(parties[0].arms) if parties else []
    before, after = around.get(number - 1), around.get(number + 1)
    return Room(
        conference=conference,
        item=item,
        places=places,
        pair=[party for party in parties if party.section is None],
        entries=open_rows(vault, entries_of_room(by, table, item.case), "text"),
        assessments=assessments,
        level=_level([each.row for each in assessments]),
        flags=[*named, *flags.armed(arms, named)],
        measures=open_rows(vault, measures_of_room(by, table, item.case), "what", "due_event"),
        before=before.pk if before else None,
        after=after.pk if after else None,
    )


def _level(assessments: list[Any]) -> str:
    """The level that follows from what all at the table may see."""
    raised = [Moved(row.at, row.level) for row in assessments]
    falls = assessments[0].falls if assessments else []
    lowered = [Moved(datetime.fromisoformat(fall["at"]), fall["level"], lowers=True) for fall in falls]
    return replayed([*raised, *lowered])
