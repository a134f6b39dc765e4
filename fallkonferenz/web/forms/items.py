"""How each kind of item is asked: its fields, what they say, and what was said before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from fallkonferenz.web.forms.fields import AnyOf, Day, FreeText, OneOf
from fallkonferenz.web.forms.things import PLEASE_CHOOSE
from risk.faults import OLDEST
from risk.shape import Fact, Item, ItemKind, NormSet, Words

YES, NO, UNKNOWN, NOT_ASKED = "yes", "no", "unknown", "not_asked"
OPEN = ((UNKNOWN, _("unknown")), (NOT_ASKED, _("not asked")))
ANSWERS: Final = ((YES, _("yes")), (NO, _("no")), *OPEN)
RATINGS: Final = (("present", _("present")), ("possible", _("possibly")), ("absent", _("absent")), *OPEN)
NOW, PAST = "now", "past"
MOST_BESIDE = 6  # answers that find room beside each other


def said(words: Words) -> str:
    return words.in_(get_language() or "de")


class EqualChoices(forms.RadioSelect):
    """Answers beside each other, each as large as the others: large enough for a thumb."""

    template_name = "django/forms/widgets/choices.html"


class Choice(OneOf):
    """One question; it may be left for later, which is not worth a word beside it."""

    widget = EqualChoices
    may_wait = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class Ticked(AnyOf):
    may_wait = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


@dataclass(frozen=True)
class Kind:
    """How one kind of item is asked, and what its fields say: an answer, or None while there is none."""

    fields: Callable[[Item], dict[str, forms.Field]]
    answer: Callable[[Item, Mapping[str, Any]], object]
    initial: Callable[[Any], dict[str, object]]


def _label(item: Item) -> str:
    return f"{item.code} · {said(item.label)}"


def _alone(item: Item, typed: Mapping[str, Any]) -> object:
    return typed["a"].strip() or None


def _one(choices: Any) -> Kind:
    return Kind(
        lambda item: {"a": Choice(label=_label(item), choices=choices, help_text=_hint(item))},
        _alone,
        lambda answer: {"a": answer},
    )


def _hint(item: Item) -> str:
    return gettext("Only records of police or courts can answer this.") if item.records_only else ""


def _indicators(item: Item) -> dict[str, forms.Field]:
    signs = [(sign.code, said(sign.label)) for sign in item.indicators]
    yes = gettext("yes, at least %(number)s of them") % {"number": item.at_least}
    hint = gettext("Tick what is so. The answer below is about the whole or, with something ticked, about the rest.")
    return {
        "i": Ticked(label=_label(item), choices=signs, help_text=hint),
        "a": Choice(
            label=gettext("%(code)s · as a whole, or the rest") % {"code": item.code},
            choices=((YES, yes), *ANSWERS[1:]),
        ),
    }


def _of_indicators(item: Item, typed: Mapping[str, Any]) -> object:
    """What was ticked is so, and the rest is not, or is open; without a tick the answer as a whole counts."""
    ticked, rest = list(typed["i"] or []), typed["a"]
    if not ticked:
        return rest or None
    if rest not in (UNKNOWN, NOT_ASKED):
        return ticked
    return {sign.code: YES if sign.code in ticked else rest for sign in item.indicators}


def contradicts(item: Item, typed: Mapping[str, Any]) -> bool:
    """Whether what is ticked and the answer as a whole cannot both be."""
    ticked, whole = typed.get("i") or [], typed.get("a")
    return bool(ticked) and (whole == NO or (whole == YES and len(ticked) < item.at_least))


def _ticked(answer: Any) -> dict[str, object]:
    if isinstance(answer, list):
        return {"i": answer}
    if not isinstance(answer, Mapping):
        return {"a": answer}
    rest = next((open_ for open_ in (UNKNOWN, NOT_ASKED) if open_ in answer.values()), "")
    return {"i": [sign for sign, said in answer.items() if said == YES], "a": rest}


def _rated(item: Item) -> dict[str, forms.Field]:
    if not item.asks_period:
        return {"a": Choice(label=_label(item), choices=RATINGS)}
    now, past = gettext("now"), gettext("in the past")
    return {
        "a": Choice(label=f"{_label(item)}: {now}", choices=RATINGS),
        "p": Choice(label=f"{_label(item)}: {past}", choices=RATINGS),
    }


def _of_rating(item: Item, typed: Mapping[str, Any]) -> object:
    if "p" not in typed:
        return typed["a"] or None
    periods = {name: typed[key] for name, key in ((NOW, "a"), (PAST, "p")) if typed[key]}
    return periods or None


def _periods(answer: Any) -> dict[str, object]:
    return {"a": answer.get(NOW), "p": answer.get(PAST)} if isinstance(answer, Mapping) else {"a": answer}


def _level(item: Item) -> dict[str, forms.Field]:
    return {"a": Choice(label=_label(item), choices=[(value, said(words)) for value, words in item.choices])}


def _text(item: Item) -> dict[str, forms.Field]:
    field = FreeText(label=_label(item), rows=3, max_length=1000, required=False)
    field.may_wait = True
    return {"a": field}


def _date(item: Item) -> dict[str, forms.Field]:
    field = Day(label=_label(item), required=False)
    field.may_wait = True
    return {"a": field}


def _of_date(item: Item, typed: Mapping[str, Any]) -> object:
    return typed["a"].isoformat() if typed["a"] else None


KINDS: Final[Mapping[ItemKind, Kind]] = {
    ItemKind.YES_NO: _one(ANSWERS),
    ItemKind.INDICATORS: Kind(_indicators, _of_indicators, _ticked),
    ItemKind.RATING: Kind(_rated, _of_rating, _periods),
    ItemKind.LEVEL: Kind(_level, _alone, lambda answer: {"a": answer}),
    ItemKind.DATE: Kind(_date, _of_date, lambda answer: {"a": answer}),
    ItemKind.TEXT: Kind(_text, _alone, lambda answer: {"a": answer}),
}


def of_fact(fact: Fact) -> forms.Field:
    """A question about the pair or the day, asked beside the items."""
    label, choices = said(fact.label), [(value, said(words)) for value, words in fact.choices]
    if not choices:
        field: forms.Field = forms.IntegerField(label=label, min_value=0, max_value=OLDEST, required=False)
    elif len(choices) > MOST_BESIDE:
        field = forms.ChoiceField(label=label, choices=[("", PLEASE_CHOOSE), *choices], required=False)
    else:
        field = Choice(label=label, choices=choices)
    field.may_wait = True
    return field


def of_norms(norm_sets: tuple[NormSet, ...]) -> forms.Field:
    """Which sample the score is compared with; each is named with its warning before it is chosen."""
    field = Choice(
        label=gettext("Norms to compare with"),
        choices=[("", gettext("none: no percentage")), *((each.key, said(each.label)) for each in norm_sets)],
        help_text=" ".join(f"{said(each.label)}: {said(each.warning)}" for each in norm_sets),
    )
    field.may_wait = True
    return field
