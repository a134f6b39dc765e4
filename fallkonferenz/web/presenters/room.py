"""One case on the wall: large, in the order in which a table talks, without a word that not everybody may read."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.actions.reading import Opened
from fallkonferenz.actions.room import Room
from fallkonferenz.cases.models import Party
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Level, PartyRole
from fallkonferenz.conferences.models import Answer, Attendance
from fallkonferenz.measures.lifecycle import UNSETTLED
from fallkonferenz.vault.codes import spoken
from fallkonferenz.web.components import Cell, Event
from fallkonferenz.web.presenters import flags as red_flags
from fallkonferenz.web.presenters.cases import LEVEL_TONES
from fallkonferenz.web.presenters.conferences import ANSWER_TONES
from fallkonferenz.web.presenters.links import address
from fallkonferenz.web.presenters.measures import due_of, state_of

LATEST = 3  # entries of a section: the rest is said aloud by those who wrote it
# What a table decides, in the order of the procedure.
QUESTIONS = (
    _("Is the risk level right? Does anybody see it differently?"),
    _("What does the person at risk want, and who speaks for her or him?"),
    _("Which measures: who, what, until when? Every institution names its own."),
    _("Who tells the person at risk what was agreed, and how safely?"),
    _("Who takes the lead, and when is the risk assessed anew?"),
)


class RoomPresenter:
    measure_columns = (_("Measure"), _("Responsible"), _("Due"), _("State"))
    questions = QUESTIONS

    def __init__(self, room: Room) -> None:
        self.room, self.item, self.case = room, room.item, room.item.case

    @property
    def opened_at(self) -> object:
        return clock.now()

    @property
    def level(self) -> Cell | None:
        if not self.room.level:
            return None
        level = Level(self.room.level)
        return Cell(level.label, tone=LEVEL_TONES[level])

    @cached_property
    def flags(self) -> red_flags.Rows:
        return red_flags.rows(self.room.flags)

    @property
    def facts(self) -> list[tuple[object, object]]:
        return [
            (_("Relationship"), self.case.get_relationship_display()),
            *((party.get_role_display(), spoken(party.code)) for party in self._pair),
        ]

    @property
    def _pair(self) -> list[Party]:
        order = list(PartyRole.values)
        return sorted(self.room.pair, key=lambda party: order.index(party.role))

    @property
    def table(self) -> list[tuple[object, object]]:
        return [(place.institution, self._answer(place)) for place in self.room.places]

    def _answer(self, place: Attendance) -> Cell:
        return Cell(place.get_answer_display(), tone=ANSWER_TONES[Answer(place.answer)])

    @cached_property
    def sections(self) -> list[tuple[object, list[Event]]]:
        """By section, the latest entries that everybody here may read, in the order of time."""
        found = {section: [each for each in self.room.entries if each.row.section == section] for section in Section}
        return [(section.label, [_event(each) for each in rows[-LATEST:]]) for section, rows in found.items() if rows]

    @property
    def reasons(self) -> list[Event]:
        return [
            Event(each.row.at, each.row.get_level_display(), each.row.institution, each.texts["reasons"])
            for each in self.room.assessments[-LATEST:]
        ]

    @cached_property
    def measures(self) -> list[list[object]]:
        waiting = [each for each in self.room.measures if each.row.state in UNSETTLED]
        return [[each.texts["what"], each.row.responsible, due_of(each), state_of(each.row)] for each in waiting]

    @property
    def is_bare(self) -> bool:
        """Nothing was written that everybody at this table may read."""
        return not (self.room.entries or self.room.assessments or self.room.measures)

    @property
    def before(self) -> str:
        return self._neighbour(self.room.before)

    @property
    def after(self) -> str:
        return self._neighbour(self.room.after)

    def _neighbour(self, item: object) -> str:
        return address("conference-show", self.room.conference.pk, item) if item else ""

    @property
    def back(self) -> str:
        return address("conference-read", self.room.conference.pk)


def _event(opened: Opened) -> Event:
    row = opened.row
    return Event(row.happened_at, row.institution, row.get_source_display(), opened.texts["text"])
