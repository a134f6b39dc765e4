"""Forms of assessing: what fits the pair, the own judgement, lowering by two, dissent."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fallkonferenz.access import judged
from fallkonferenz.actions import using
from fallkonferenz.cases.levels import is_below
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.words import Firearms, Level
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.forms.fields import AnyOf, FreeText, OneOf, asked
from fallkonferenz.web.forms.hearing import NEVER_IN_REASONS, HearingForm
from fallkonferenz.web.forms.items import EqualChoices, said
from fallkonferenz.web.forms.steps import CaseForm
from risk.faults import OLDEST
from risk.instruments.common import AGE_AT_RISK, PAIR
from risk.scoring import applies
from risk.shape import Fact, Instrument


class EqualAnswers(OneOf):
    """Answers beside each other, each as large as the others."""

    widget = EqualChoices


class BeginForm(CaseForm):
    """First what decides which instruments are valid for this pair; then those that are, and why the others are not."""

    instruments = AnyOf(
        label=_("Which instruments do you use?"),
        required=False,
        help_text=_("None is needed: the own judgement, with reasons, is an assessment too."),
    )
    trained = asked(
        _("if you choose an instrument that asks for training"),
        forms.BooleanField(
            label=_("I am trained or licensed for the instruments I choose"),
        ),
    )

    def __init__(self, *args: Any, offered: list[tuple[Instrument, str]], **kwargs: Any) -> None:
        """``offered``: each instrument with what has to be known before it is chosen, or nothing."""
        self.notes = {instrument.key: note for instrument, note in offered}
        self.offered = sorted((instrument for instrument, _note in offered), key=lambda each: said(each.name))
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        for fact in PAIR:
            self.fields[fact.key] = _among(fact)
        self.fields["relationship"].widget = forms.Select(choices=self.fields["relationship"].choices)
        self.fields[AGE_AT_RISK.key] = forms.IntegerField(
            label=said(AGE_AT_RISK.label), min_value=0, max_value=OLDEST, required=False, help_text=_("In years.")
        )
        self.fields["relationship"].initial = self.case.relationship
        self.order_fields([*(fact.key for fact in PAIR), AGE_AT_RISK.key, "instruments", "trained"])
        self.fits, self.not_valid = self._apart(self._facts())
        self.fields["instruments"].choices = [(each.key, self._label(each)) for each in self.fits]

    @property
    def pair_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in ("instruments", "trained")]

    def _label(self, instrument: Instrument) -> str:
        return " – ".join(filter(None, [said(instrument.name), self.notes[instrument.key]]))

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Why an instrument is not offered."""
        return [(said(each.name), " ".join(why)) for each, why in self.not_valid]

    def _apart(self, facts: Mapping[str, object]) -> tuple[list[Instrument], list[tuple[Instrument, list[str]]]]:
        why = [(each, self._why_not(each, facts)) for each in self.offered]
        return [each for each, reasons in why if not reasons], [pair for pair in why if pair[1]]

    def _why_not(self, instrument: Instrument, facts: Mapping[str, object]) -> list[str]:
        not_by = using.why_not(instrument, self.by.own_institution)
        return [*filter(None, [not_by]), *(said(reason) for reason in applies(instrument, facts))]

    def _facts(self) -> dict[str, object]:
        """What was sent, as far as it can be understood; judged later. Before anything is sent, what is known."""
        if not self.is_bound:
            return dict(self.initial)
        found: dict[str, object] = {}
        for name in (*(fact.key for fact in PAIR), AGE_AT_RISK.key):
            field = self.fields[name]
            try:
                value = field.clean(field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name)))
            except forms.ValidationError:
                continue
            found |= {name: value} if value not in (None, "") else {}
        return found

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if (
            self.data.get("go") != "show"
            and not typed.get("trained")
            and self._asks_for_training(typed.get("instruments", []))
        ):
            self.add_error("trained", _("Confirm your training or licence, or choose another instrument."))
        return {"instruments": typed.get("instruments", []), "facts": self._facts()}

    def _asks_for_training(self, chosen: list[str]) -> bool:
        return any(each.guard.trained for each in self.fits if each.key in chosen)


def _among(fact: Fact) -> forms.Field:
    """The choices of a fact; "unknown" is one of them, so nothing is assumed and nothing left out."""
    return EqualAnswers(label=said(fact.label), choices=[(value, said(words)) for value, words in fact.choices])


class JudgeForm(HearingForm):
    """The own judgement, before any score is seen. Firearms are always asked (Art. 51 Istanbul Convention).

    The page remembers which judgement it showed; ``overtaken`` says that another one stands there now (``initial``).
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    firearms = EqualAnswers(
        label=_("Does the endangering person have firearms, or access to any?"),
        choices=Firearms.choices,
        help_text=_("Firearms of service, of sport and of others in the household count."),
    )
    firearms_note = FreeText(
        label=_("What is known of them?"), required=False, rows=2, max_length=1000, never=NEVER_IN_REASONS
    )
    level = OneOf(label=_("Own judgement: risk level"), choices=Level.choices)
    reasons = FreeText(label=_("Reasons"), help_text=_("What speaks for this level?"), never=NEVER_IN_REASONS)

    field_order = ("firearms", "firearms_note", "level", "reasons", "flags")  # the rest follows, as on the page

    def __init__(self, *args: Any, overtaken: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.overtaken = overtaken

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if self.overtaken:
            typed["seen"] = self.initial["seen"]
            if others := self._said_otherwise():
                self._show_beside(others)
        return typed

    def _said_otherwise(self) -> dict[str, str]:
        """What stands there now and was not typed here, by its field."""
        fields = {name: field for name, field in self.fields.items() if name != "seen" and self.initial.get(name)}
        sent = {name: field.widget.value_from_datadict(self.data, self.files, name) for name, field in fields.items()}
        return {
            name: in_words(field, self.initial[name])
            for name, field in fields.items()
            if self.initial[name] != sent[name]
        }

    def _show_beside(self, others: Mapping[str, str]) -> None:
        """Beside what was typed, which stays; sent once more, the page has seen it."""
        self.data = self.data.copy()
        self.data["seen"] = self.initial["seen"]
        self.add_error(
            None,
            _("Somebody of your institution has judged meanwhile. Nothing was overwritten: send again what is right."),
        )
        for name, stands in others.items():
            self.add_error(name, _("This stands there now: %(stands)s") % {"stands": stands})


def in_words(field: forms.Field, value: Any) -> str:
    """What a field holds, as its page says it."""
    words = dict(getattr(field, "choices", ()))
    return ", ".join(str(words.get(each, each)) for each in (value if isinstance(value, list) else [value]))


class LowerForm(CaseForm):
    to = OneOf(label=_("To which level?"))
    reasons = FreeText(
        label=_("Reasons"), help_text=_("What has changed since the level was set?"), never=NEVER_IN_REASONS
    )

    def narrow(self) -> None:
        self.fields["to"].choices = [(level.value, level.label) for level in below(self.case, self.by)]


def below(case: Case, by: Person) -> list[Level]:
    """Levels beneath that of the case, the highest first; as far as the level may be seen, else beneath the highest."""
    level = judged.level_visible(by, case) or Level.ACUTE
    return [each for each in Level if is_below(each, level)]


class RefuseForm(forms.Form):
    """The second of the two does not agree."""

    reasons = FreeText(label=_("Why does the level stay?"), never=NEVER_IN_REASONS, rows=4)


class DissentForm(CaseForm):
    level = OneOf(label=_("Which level do you see?"), choices=Level.choices)
    reasons = FreeText(label=_("Reasons"), help_text=_("What do you see differently?"), never=NEVER_IN_REASONS)
