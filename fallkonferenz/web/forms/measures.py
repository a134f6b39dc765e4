"""Forms of measures: who does what by when, and what became of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fallkonferenz.access import board, choices
from fallkonferenz.access.scope import sections_visible
from fallkonferenz.cases.sections import NOT_HERE, WRITABLE, Section
from fallkonferenz.measures.lifecycle import MeasureState
from fallkonferenz.measures.models import DueKind, Lack
from fallkonferenz.web.forms.fields import AnyOf, Day, FreeText, Moment, OneOf, asked
from fallkonferenz.web.forms.steps import CaseForm
from fallkonferenz.web.forms.things import OneThing, SomeThings

NOT_IN_MEASURES = NOT_HERE[Section.MEASURES]
SHOWN = (
    (board.OPEN, _("open")),
    (board.OVERDUE, _("overdue")),
    (board.SETTLED, _("with an outcome")),
    *MeasureState.choices,
)


class BoardFilter(forms.Form):
    show = forms.ChoiceField(label=_("State"), choices=SHOWN, required=False)
    of = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def clean_show(self) -> str:
        return self.cleaned_data["show"] or board.OPEN


class ProposeForm(CaseForm):
    """What a measure says. Whoever proposes one is responsible for it."""

    what = FreeText(label=_("What is to be done?"), never=NOT_IN_MEASURES, rows=3, max_length=1000)
    contributing = SomeThings(
        label=_("Who contributes?"), required=False, help_text=_("They see the measure, whatever it reveals.")
    )
    due_kind = OneOf(label=_("When is it due?"), choices=DueKind.choices, initial=DueKind.TIME)
    starts_at = asked(_("for a period"), Moment(label=_("From")))
    due_at = Moment(label=_("Due at the latest"))
    due_event = asked(
        _("if it is due on an event"),
        FreeText(label=_("On which event?"), rows=2, max_length=300, never=NOT_IN_MEASURES),
    )
    reveals = AnyOf(
        label=_("Which sections does it reveal?"),
        help_text=_("Who may not read one of them does not see the measure, unless it obliges them."),
    )
    tells_person = forms.BooleanField(label=_("Tells the person at risk what was agreed"), required=False)
    handling_mark = forms.BooleanField(label=_("Not to be used towards the endangering person"), required=False)

    def narrow(self) -> None:
        self.fields["contributing"].offer(choices.known_to(self.by, self.case))
        self.fields["reveals"].choices = [(section.value, section.label) for section in self.sections()]

    def sections(self) -> list[Section]:
        """Whoever proposes reveals only what exists for the own institution."""
        sight = sections_visible(self.by, self.case)
        return [section for section in WRITABLE if sight.views[section] != "-"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("due_kind") == DueKind.PERIOD:
            self._check_period(typed)
        else:
            typed["starts_at"] = None
        if typed.get("due_kind") == DueKind.EVENT:
            self._needs("due_event", _("Name the event on which it is due."))
        else:
            typed["due_event"] = ""
        return typed

    def _check_period(self, typed: dict[str, Any]) -> None:
        self._needs("starts_at", _("A period has a beginning."))
        if typed.get("starts_at") and typed.get("due_at") and typed["starts_at"] >= typed["due_at"]:
            self.add_error("due_at", _("The end of the period lies before its beginning."))

    def _needs(self, name: str, sentence: object) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)


class AddForm(ProposeForm):
    """The same, with the institution that was agreed to be responsible."""

    responsible = OneThing(label=_("Who is responsible?"))
    field_order = ("what", "responsible")

    def narrow(self) -> None:
        institutions = choices.admitted(self.case)
        self.fields["responsible"].offer(institutions)
        self.fields["contributing"].offer(institutions)
        self.fields["reveals"].choices = [(section.value, section.label) for section in WRITABLE]


class MeasureForm(forms.Form):
    """A form about one measure; ``institutions`` are those admitted to its case."""

    def __init__(self, *args: Any, institutions: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "responsible" in self.fields:
            self.fields["responsible"].offer(institutions)


class RefuseForm(MeasureForm):
    reason = FreeText(label=_("Why is it not accepted?"), never=NOT_IN_MEASURES, rows=3)


class DropForm(MeasureForm):
    reason = FreeText(label=_("Why is it not taken up?"), never=NOT_IN_MEASURES, rows=3)


class FinishForm(MeasureForm):
    outcome = FreeText(label=_("What became of it?"), never=NOT_IN_MEASURES, rows=3)


class OvertakeForm(MeasureForm):
    outcome = FreeText(label=_("What has changed?"), never=NOT_IN_MEASURES, rows=3)


class DeclineForm(MeasureForm):
    """Nothing to fill in: the person at risk owes nobody a reason."""


class NotUndertakeForm(MeasureForm):
    needed = FreeText(label=_("What is needed?"), never=NOT_IN_MEASURES, rows=3)


class LackCapacityForm(MeasureForm):
    lack = OneOf(label=_("What is missing?"), choices=Lack.choices)
    since = Day(label=_("Since when?"))
    instead = FreeText(label=_("What is done instead?"), never=NOT_IN_MEASURES, rows=3)


class RenewForm(MeasureForm):
    due_at = Moment(label=_("Due at the latest"))
    responsible = OneThing(label=_("Who is responsible?"), required=False, empty_label=_("as before"))


class AskForm(MeasureForm):
    text = FreeText(label=_("Question or answer"), never=NOT_IN_MEASURES, rows=3, max_length=1000)
