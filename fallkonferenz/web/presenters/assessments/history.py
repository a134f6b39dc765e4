"""Assessments of a case over time and side by side: on the page of all of them, and beside the result of one."""

from collections.abc import Iterable
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fallkonferenz.actions.assessed import AssessmentFile
from fallkonferenz.cases.levels import RANK
from fallkonferenz.cases.models import Assessment, Lowering
from fallkonferenz.cases.words import Level, LoweringOutcome
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.components import Cell
from fallkonferenz.web.presenters.assessments.known import Known
from fallkonferenz.web.presenters.assessments.one import CompletedPresenter
from fallkonferenz.web.presenters.assessments.wording import level_cell
from fallkonferenz.web.scales import Course, Said, course
from fallkonferenz.web.templatetags.words import moment

MOST_BESIDE = 4  # columns that can still be compared


class History:
    """``files`` are what the reader may see, the oldest first; ``decided`` the requests to lower the level."""

    columns = (
        gettext_lazy("Completed"),
        gettext_lazy("Institution"),
        gettext_lazy("Level"),
        gettext_lazy("Own judgement"),
        gettext_lazy("Instruments"),
    )

    def __init__(
        self, files: Iterable[AssessmentFile], decided: Iterable[Lowering], person: Person, known: Known
    ) -> None:
        self.shown = [CompletedPresenter(file, person, known) for file in files]
        self.decided = list(decided)

    def newer_than(self, row: Assessment) -> CompletedPresenter | None:
        """The latest of the same institution, if ``row`` is not it."""
        own = [each for each in self.shown if each.row.institution_id == row.institution_id]
        return own[-1] if own and own[-1].row.pk != row.pk else None

    @property
    def rows(self) -> list[list[object]]:
        """What the plot shows: each assessment, and where two lowered the level. The latest first."""
        told = [(each.row.completed_at, self._row(each)) for each in self.shown]
        told += [(row.decided_at, self._lowered(row)) for row in self._lowerings]
        return [row for _at, row in sorted(told, key=lambda each: each[0], reverse=True)]

    def _row(self, each: CompletedPresenter) -> list[object]:
        read = reverse("assessment-read", args=[each.row.pk])
        notes = ", ".join(each.marks)
        return [
            Cell(moment(each.row.completed_at), read),
            Cell(each.row.institution, note=notes),
            each.level,
            Level(each.row.judgement_level).label,
            _instruments(each),
        ]

    def _lowered(self, row: Lowering) -> list[object]:
        return [
            Cell(moment(row.decided_at), reverse("level-read_lower", args=[row.pk])),
            Cell(row.institution, note=_("with %(institution)s") % {"institution": row.decided_institution}),
            level_cell(row.to_level),
            "–",
            _("level of the case lowered by two"),
        ]

    @property
    def _lowerings(self) -> list[Lowering]:
        return [row for row in self.decided if row.outcome == LoweringOutcome.CONFIRMED]

    @cached_property
    def course(self) -> Course:
        said = [Said(each.row.completed_at, RANK[each.row.level]) for each in self.shown]
        said += [Said(row.decided_at, RANK[row.to_level], lowers=True) for row in self._lowerings]
        labels = [str(level.label) for level in sorted(RANK, key=RANK.__getitem__)]
        says = _(
            "Each point is an assessment you may read, or where two lowered the level; the line is the level that followed."
        )
        return course("levels", _("Levels over time"), says, labels, said)

    @cached_property
    def _latest(self) -> list[CompletedPresenter]:
        """Of each institution its last, the newest first."""
        last = {each.row.institution_id: each for each in self.shown}
        return sorted(last.values(), key=lambda each: each.row.completed_at, reverse=True)

    @property
    def _compared(self) -> list[CompletedPresenter]:
        return self._latest[:MOST_BESIDE]

    @property
    def beside_columns(self) -> list[object]:
        return [_("What"), *(str(each.row.institution) for each in self._compared)]

    @property
    def beside_more(self) -> str:
        """What does not fit beside each other is said, and stands in the table over time."""
        left = len(self._latest) - MOST_BESIDE
        if left < 1:
            return ""
        return ngettext(
            "%(number)s more institution has assessed: it stands in the table over time.",
            "%(number)s more institutions have assessed: they stand in the table over time.",
            left,
        ) % {"number": left}

    @property
    def beside(self) -> list[list[object]]:
        """Nothing to compare with one alone."""
        if len(self._latest) < 2:
            return []
        return [
            [_("Level"), *(each.level for each in self._compared)],
            [_("Own judgement"), *(level_cell(each.row.judgement_level) for each in self._compared)],
            [_("Instruments"), *(_instruments(each) for each in self._compared)],
            [_("Red flags"), *(", ".join(each.flags) or _("none named") for each in self._compared)],
            [_("Completed"), *(moment(each.row.completed_at) for each in self._compared)],
            [_("Independence"), *(each.marks[0] for each in self._compared)],
        ]


def _instruments(each: CompletedPresenter) -> str:
    told = [f"{result.title}: {result.in_short}" for result in each.results]
    return "; ".join(told) or _("own judgement only")
