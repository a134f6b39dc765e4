"""Forms of the steps of a case. The step brings its case and the person who takes it; both narrow the choices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fallkonferenz.access import choices
from fallkonferenz.cases.conditions import has_assessment
from fallkonferenz.cases.sections import NOT_HERE, Section
from fallkonferenz.cases.words import CHANGES, Closing, Dismissal, Level
from fallkonferenz.institutions.models import Institution
from fallkonferenz.web.forms.fields import Day, FreeText, FutureDay, Moment, OneOf, asked
from fallkonferenz.web.forms.hearing import NEVER_IN_REASONS, WORDS, ShortForm
from fallkonferenz.web.forms.steps import CaseForm, StepForm
from fallkonferenz.web.forms.things import PLEASE_CHOOSE

# What a case whose measures ran can be closed for; the other reasons have steps of their own.
CLOSINGS = (Closing.SECURED, Closing.CUSTODY, Closing.MOVED)


class ConfirmForm(CaseForm):
    """Nothing to fill in: the page says what follows, the button does it."""


class AssessmentForm(ShortForm):
    reassess_on = Day(label=_("Next assessment on"), required=False)


class AssessForm(ShortForm):
    """A judgement of one's own is needed only as long as nobody else has assessed."""

    level = OneOf(label=_("Own assessment: risk level"), choices=Level.choices)

    def narrow(self) -> None:
        super().narrow()
        if has_assessment(self.case):
            self.fields["level"].required = False
            for name in ("reasons", "worries", "heard"):
                asked(_("if you choose a level"), self.fields[name])
            self.fields["level"].help_text = _(
                "Others have assessed already. Leave all of it empty to take that as it is."
            )

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("level"):
            self.needs("reasons", _("A level needs its reasons."))
            self.needs("worries", _("Say what worries you most."))
            self.needs("heard", _("Say whether the person at risk was heard."))
        elif self._says_something(typed):
            self.needs("level", _("Choose the level these reasons speak for."))
        return typed

    def _says_something(self, typed: dict[str, Any]) -> bool:
        """As it was sent: what goes with no answer is not in ``typed`` any more. Flags that were ticked say nothing new."""
        words = [self.data.get(name, "").strip() for name in ("reasons", "worries", *WORDS)]
        flags = set(typed.get("flags", [])) - set(self.initial["flags"])
        return any(words) or bool(flags) or typed.get("heard") is not None


class DismissForm(CaseForm):
    why = OneOf(label=_("Why is the flag not pursued?"), choices=Dismissal.choices)
    reasons = FreeText(label=_("Reasons"), never=NEVER_IN_REASONS, rows=3)


class NotHighRiskForm(StepForm):
    counselling = forms.ModelChoiceField(
        label=_("Regular counselling by"),
        queryset=Institution.objects.none(),
        help_text=_("The institution whose counselling goes on."),
        empty_label=PLEASE_CHOOSE,
    )
    reasons = FreeText(label=_("Reasons"), never=NEVER_IN_REASONS)

    def narrow(self) -> None:
        self.fields["counselling"].queryset = choices.of_region(self.by)


class HandleAloneForm(StepForm):
    reassess_on = Day(label=_("Next assessment on"))


class CloseForm(ShortForm):
    why = OneOf(label=_("Why is the case closed?"), choices=[(each.value, each.label) for each in CLOSINGS])
    level = OneOf(label=_("Closing assessment: risk level"), choices=Level.choices)
    reasons = FreeText(label=_("Reasons of the closing assessment"), never=NEVER_IN_REASONS)
    review_on = FutureDay(
        label=_("Look at it again on"),
        required=False,
        help_text=_("Needed with custody: a date before the release."),
    )

    def narrow(self) -> None:
        super().narrow()
        self.order_fields(["why"])


class ChangeForm(CaseForm):
    kind = OneOf(label=_("What has changed?"), choices=[(each.value, each.label) for each in CHANGES])
    on = Day(
        label=_("On which day?"),
        required=False,
        help_text=_("If it has happened already, leave this empty. A day ahead announces it."),
    )


class ReasonsForm(CaseForm):
    reasons = FreeText(label=_("Reasons"), never=NEVER_IN_REASONS)


class DeathForm(CaseForm):
    died_at = Moment(label=_("Died at"), help_text=_("As exactly as it is known."))


class UninformedForm(CaseForm):
    reasons = FreeText(
        label=_("Why is the endangering person not informed?"),
        never=NOT_HERE[Section.ENDANGERING],
        help_text=_("For example: informing would endanger the protection (Art. 14 (5) GDPR)."),
    )
    review_on = FutureDay(label=_("Look at it again on"))
