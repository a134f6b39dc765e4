"""A questionnaire as a form, made from an instrument: each item is a question with equal answers and its source.

A question left alone is not sent; "unknown" is as near as "yes". What was answered before keeps its source unless it is
changed, and is not sent again. The page remembers what it showed: only what was changed against that is sent, what was
emptied is taken back, and what a colleague answered meanwhile is not overwritten without being seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fallkonferenz.actions.answering import LONGEST_WHO, says_something
from fallkonferenz.cases.words import Source
from fallkonferenz.web.forms import marks
from fallkonferenz.web.forms.fields import OneOf
from fallkonferenz.web.forms.items import KINDS, contradicts, of_fact, of_norms
from risk.shape import Instrument, Item, NormSet

NORMS = "f_norm_set"
Kept = Mapping[str, Mapping[str, Any]]  # by item: its answer, source and who


@dataclass(frozen=True)
class Question:
    """One item on the page: its fields, and the folded ones for a source of its own."""

    code: str
    fields: list[BoundField]
    own_source: list[BoundField]
    is_part: bool

    @property
    def source_title(self) -> str:
        """Of the folded part: what it says, or that it can say something."""
        source, who = (str(field.value() or "") for field in self.own_source)
        told = ", ".join(filter(None, [str(dict(Source.choices).get(source, "")), who]))
        return gettext("Source: %(source)s") % {"source": told} if told else gettext("Another source for this answer")

    @property
    def has_errors(self) -> bool:
        return any(field.errors for field in self.own_source)


class Known(OneOf):
    """How an answer is known. Nothing is assumed: none is chosen until somebody has chosen one in this assessment."""

    may_wait = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, choices=Source.choices, **kwargs)


class QuestionsForm(forms.Form):
    """``items`` are asked on this page; ``kept`` is what was answered before, ``latest`` the last answer with a source."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    source = Known(label=_("How do you know what you answer now?"))
    who = forms.CharField(
        label=_("Who says so, or which record?"),
        max_length=LONGEST_WHO,
        required=False,
        help_text=_("By role, without a name: the person herself, a neighbour, the operation log."),
    )

    def __init__(
        self,
        *args: Any,
        instrument: Instrument,
        items: tuple[Item, ...],
        kept: Kept,
        latest: Mapping[str, Any],
        facts: Mapping[str, object],
        asks_facts: bool,
        norm_sets: tuple[NormSet, ...] = (),
        norm_set: str = "",
        alone: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items, self.kept, self.facts, self.alone = items, kept, facts, alone
        self.asked_facts = instrument.facts if asks_facts else ()
        self._ask_source(latest)
        for item in items:
            self._ask(item)
        for fact in self.asked_facts:
            self.fields[f"f_{fact.key}"] = of_fact(fact)
            self.initial[f"f_{fact.key}"] = facts.get(fact.key)
        if norm_sets:
            self.fields[NORMS] = of_norms(norm_sets)
            self.initial[NORMS] = norm_set
        self.initial["shown"] = marks.written({part.name: part.mark_of(self.initial) for part in self._parts()})

    def _parts(self) -> list[marks.Part]:
        """What is answered as one: the fields of a question with those of its source, or a fact."""
        more = ("source", "who") if self.alone else ("s_{}", "w_{}")
        asked = [(item.code, KINDS[item.kind].fields(item)) for item in self.items]
        return [
            *[
                marks.Part([f"{key}_{code}" for key in keys], [name.format(code) for name in more])
                for code, keys in asked
            ],
            *[marks.Part([field.name], []) for field in self.fact_fields],
        ]

    def _ask_source(self, latest: Mapping[str, Any]) -> None:
        """What is known next is most likely known in the same way; who said so is asked for each question anew."""
        if not self.items:
            del self.fields["source"], self.fields["who"]
            return
        taken_over = {"source": latest.get("source", "")}
        before = self.kept.get(self.items[0].code, taken_over) if self.alone else taken_over
        self.initial |= {name: before.get(name, "") for name in ("source", "who")}

    def _ask(self, item: Item) -> None:
        kind, before = KINDS[item.kind], self.kept.get(item.code, {})
        for key, field in kind.fields(item).items():
            self.fields[f"{key}_{item.code}"] = field
        for key, value in kind.initial(before["answer"]).items() if before else ():
            self.initial[f"{key}_{item.code}"] = value
        if self.alone:
            return
        as_above = (("", _("as said above")), *Source.choices)
        self.fields[f"s_{item.code}"] = forms.ChoiceField(label=_("Source"), choices=as_above, required=False)
        self.fields[f"w_{item.code}"] = forms.CharField(
            label=_("Who says so, or which record?"), max_length=LONGEST_WHO, required=False
        )
        self.initial |= {f"s_{item.code}": before.get("source", ""), f"w_{item.code}": before.get("who", "")}

    @property
    def questions(self) -> list[Question]:
        return [
            Question(
                item.code,
                [self[f"{key}_{item.code}"] for key in KINDS[item.kind].fields(item)],
                [] if self.alone else [self[f"s_{item.code}"], self[f"w_{item.code}"]],
                bool(item.part_of),
            )
            for item in self.items
        ]

    @property
    def fact_fields(self) -> list[BoundField]:
        names = [f"f_{fact.key}" for fact in self.asked_facts]
        return [self[name] for name in (*names, NORMS) if name in self.fields]

    def field_of(self, code: str) -> str | None:
        """Where a fault of this item stands on the page."""
        return next((name for name in (f"i_{code}", f"a_{code}", f"f_{code}") if name in self.fields), None)

    def clean(self) -> dict[str, Any]:
        """In the shape of the act: only what was changed on this page; None where an answer was emptied."""
        typed = super().clean() or {}
        changed = self._changed(typed)
        answers = {item.code: self._answer(item, typed) for item in self.items if self.field_of(item.code) in changed}
        facts = {fact.key: _or_none(typed, f"f_{fact.key}") for fact in self.asked_facts if f"f_{fact.key}" in changed}
        return {
            "answers": {code: told for code, told in answers.items() if self._says_else(code, told)},
            "facts": {key: value for key, value in facts.items() if value != self.facts.get(key)},
            "norm_set": typed.get(NORMS, "") if NORMS in changed else None,
        }

    def _changed(self, typed: Mapping[str, Any]) -> set[str]:
        """The questions that say something else than the page showed; beside each, what others answered meanwhile.

        A page that remembers nothing counts as one that showed what is kept now, and empties nothing.
        """
        parts, now = {part.name: part for part in self._parts()}, marks.read(self.initial["shown"])
        remembered = marks.read(typed.get("shown", ""))
        shown = now | remembered
        said = {name: part.mark_of(typed) for name, part in parts.items()}
        changed = {name for name in parts if said[name] != shown[name] and (said[name] or remembered.get(name))}
        overtaken = {name for name in parts if now[name] not in (shown[name], said[name])}
        if overtaken & changed:
            self._show_anew([parts[name] for name in overtaken - changed])
            for name in overtaken & changed:
                self.add_error(name, self._meanwhile(parts[name]))
        return changed

    def _show_anew(self, parts: list[marks.Part]) -> None:
        """The page that comes back remembers what is kept now, and shows it where nothing was typed."""
        self.data = self.data.copy()
        self.data["shown"] = self.initial["shown"]
        for name in [name for part in parts for name in (*part.own, *part.source)]:
            value = self.initial.get(name) or ""
            self.data.setlist(name, value if isinstance(value, list) else [value])

    def _meanwhile(self, part: marks.Part) -> str:
        """What stands there now."""
        found = []
        for name in part.own:
            words, value = dict(getattr(self.fields[name], "choices", ())), self.initial.get(name)
            found += [str(words.get(each, each)) for each in (value if isinstance(value, list) else [value]) if each]
        return gettext(
            "Somebody of your institution has answered this meanwhile: %(answer)s. Nothing was overwritten. Choose what is"
            " right and send it again."
        ) % {"answer": ", ".join(found)}

    def _says_else(self, code: str, told: Mapping[str, Any] | None) -> bool:
        return told != self._before(code) if told else code in self.kept

    def _before(self, code: str) -> dict[str, Any]:
        return {name: self.kept.get(code, {}).get(name, "") for name in ("answer", "source", "who")}

    def _answer(self, item: Item, typed: Mapping[str, Any]) -> dict[str, Any] | None:
        kind = KINDS[item.kind]
        own = {key: typed.get(f"{key}_{item.code}", "") for key in kind.fields(item)}
        answer = kind.answer(item, own)
        if answer is None:
            return None
        if contradicts(item, own):
            self.add_error(f"a_{item.code}", _("Something is ticked above: that does not fit this answer."))
        own_source = typed.get(f"s_{item.code}")
        who = typed.get(f"w_{item.code}") or ("" if own_source else typed.get("who", ""))
        source = own_source or typed.get("source", "")
        if says_something(answer) and not source:
            self._needs_source()
        return {"answer": answer, "source": source, "who": who}

    def _needs_source(self) -> None:
        """Said once, beside the field that counts for all answers of the page."""
        if "source" not in self.errors:
            self.add_error("source", _("Choose how you know this: only “not asked” has no source."))


def _or_none(typed: Mapping[str, Any], name: str) -> object:
    return None if typed.get(name) in (None, "") else typed[name]
