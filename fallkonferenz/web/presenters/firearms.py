"""Answers to the question about firearms, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fallkonferenz.actions.reading import Opened
from fallkonferenz.cases.words import Firearms
from fallkonferenz.web.components import Cell
from fallkonferenz.web.templatetags.words import day

COLUMNS = (_("Answered on"), _("Step"), _("Answer"), _("Institution"), _("What is known of them?"))
TONES = {Firearms.YES: "danger", Firearms.UNKNOWN: "warning", Firearms.NO: "neutral"}


def answer_cell(answer: str) -> Cell:
    """A yes is a red flag whatever the level."""
    return Cell(Firearms(answer).label, tone=TONES[Firearms(answer)])


def rows(answers: Iterable[Opened]) -> list[list[object]]:
    return [
        [
            day(each.row.at),
            each.row.get_step_display(),
            answer_cell(each.row.answer),
            each.row.institution,
            each.texts["note"] or "–",
        ]
        for each in answers
    ]
