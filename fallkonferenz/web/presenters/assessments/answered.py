"""The single answers of one instrument, with where each comes from."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fallkonferenz.actions.assessed import OpenedInstrument
from fallkonferenz.cases.words import Source
from fallkonferenz.web.components import Cell
from fallkonferenz.web.presenters.assessments.wording import answer_word, in_language
from fallkonferenz.web.templatetags.words import moment
from risk.shape import Instrument, Item


class AnsweredPresenter:
    """``instrument`` is None if it is no longer offered in this version: then its numbers stand alone."""

    columns = (gettext_lazy("Number"), gettext_lazy("Question"), gettext_lazy("Answer"), gettext_lazy("Source"))

    def __init__(
        self, title: str, opened: OpenedInstrument, instrument: Instrument | None, typed_by: Mapping[str, str]
    ) -> None:
        self.name, self.opened, self.typed_by = title, opened, typed_by
        self.items: dict[str, Item] = {item.code: item for item in instrument.items} if instrument else {}

    @property
    def title(self) -> str:
        return _("Answers: %(instrument)s") % {"instrument": self.name}

    @property
    def hint(self) -> str:
        return _("They stay with the institution that assessed, and with the case management.")

    @property
    def rows(self) -> list[list[object]]:
        answers = self.opened.answers or {}
        ordered = [code for code in self.items if code in answers] or list(answers)
        return [self._row(code, answers[code]) for code in ordered]

    def _row(self, code: str, told: Mapping[str, Any]) -> list[object]:
        label = in_language(self.items[code].label) if code in self.items else ""
        source = dict(Source.choices).get(told.get("source", ""), "")
        return [code, label, self._answer(code, told["answer"]), Cell(source, note=self._note(told))]

    def _note(self, told: Mapping[str, Any]) -> str:
        """Who says so, since when, and who typed it."""
        at = moment(datetime.fromisoformat(told["at"])) if told.get("at") else ""
        typist = self.typed_by.get(told.get("by", ""), "")
        typed = _("typed by %(who)s") % {"who": typist} if typist else ""
        return format_html_join(" · ", "{}", ((each,) for each in (told.get("who"), at, typed) if each))

    def _answer(self, code: str, answer: Any) -> str:
        if isinstance(answer, Mapping):
            periods = {"now": _("now"), "past": _("in the past")}
            return ", ".join(
                f"{periods.get(name) or self._sign(code, name)}: {answer_word(each)}" for name, each in answer.items()
            )
        if isinstance(answer, list):
            return ", ".join(self._sign(code, each) for each in answer) or answer_word("no")
        return self._choice(code, answer)

    def _sign(self, code: str, sign: str) -> str:
        signs = self.items[code].indicators if code in self.items else ()
        return next((in_language(each.label) for each in signs if each.code == sign), sign)

    def _choice(self, code: str, answer: Any) -> str:
        choices = self.items[code].choices if code in self.items else ()
        return next((in_language(words) for value, words in choices if value == answer), answer_word(answer))
