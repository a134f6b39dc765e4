"""Forms of the steps of a case. The step brings its case and the person who takes it; both narrow the choices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fallkonferenz.access import choices
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.sections import NOT_HERE, Section
from fallkonferenz.cases.words import Closing, Dismissal, Level
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.web.forms.fields import Day, FreeText, Moment, OneOf
from fallkonferenz.web.forms.things import PLEASE_CHOOSE

# What a case whose measures ran can be closed for; the other reasons have steps of their own.
CLOSINGS = (Closing.SECURED, Closing.CUSTODY, Closing.MOVED)
NEVER_IN_REASONS = NOT_HERE[Section.RISK]


class CaseForm(forms.Form):
    """A form about one case, filled in by one person."""

    def __init__(self, *args: Any, case: Case, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.by = case, by
        self.narrow()

    def narrow(self) -> None:
        """Choices that depend on the case or the person."""


class ConfirmForm(CaseForm):
    """Nothing to fill in: the page says what follows, the button does it."""


class AssessmentForm(CaseForm):
    level = OneOf(label=_("Risk level"), choices=Level.choices)
    reasons = FreeText(
        label=_("Reasons"), help_text=_("What speaks for this level? Name the red flags."), never=NEVER_IN_REASONS
    )
    reassess_on = Day(label=_("Next assessment on"), required=False)


class AssessForm(CaseForm):
    """A level of one's own is needed only as long as nobody else has assessed."""

    level = OneOf(label=_("Own assessment: risk level"), choices=Level.choices)
    reasons = FreeText(
        label=_("Reasons"), help_text=_("What speaks for this level? Name the red flags."), never=NEVER_IN_REASONS
    )

    def narrow(self) -> None:
        if self.case.level:
            self.fields["level"].required = self.fields["reasons"].required = False
            self.fields["level"].help_text = _("Others have assessed already. Leave both empty to take that as it is.")

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("level") and not typed.get("reasons") and "reasons" not in self.errors:
            self.add_error("reasons", _("A level needs its reasons."))
        if typed.get("reasons") and not typed.get("level") and "level" not in self.errors:
            self.add_error("level", _("Choose the level these reasons speak for."))
        return typed


class DismissForm(CaseForm):
    why = OneOf(label=_("Why is the flag not pursued?"), choices=Dismissal.choices)
    reasons = FreeText(label=_("Reasons"), never=NEVER_IN_REASONS, rows=3)


class NotHighRiskForm(CaseForm):
    counselling = forms.ModelChoiceField(
        label=_("Regular counselling by"),
        queryset=Institution.objects.none(),
        help_text=_("The institution whose counselling goes on."),
        empty_label=PLEASE_CHOOSE,
    )
    reasons = FreeText(label=_("Reasons"), never=NEVER_IN_REASONS)

    def narrow(self) -> None:
        self.fields["counselling"].queryset = choices.of_region(self.by)


class HandleAloneForm(CaseForm):
    reassess_on = Day(label=_("Next assessment on"))


class CloseForm(CaseForm):
    why = OneOf(label=_("Why is the case closed?"), choices=[(each.value, each.label) for each in CLOSINGS])
    level = OneOf(label=_("Closing assessment: risk level"), choices=Level.choices)
    reasons = FreeText(label=_("Reasons of the closing assessment"), never=NEVER_IN_REASONS)
    review_on = Day(
        label=_("Look at it again on"),
        required=False,
        help_text=_("Needed with custody: a date before the release."),
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
    review_on = Day(label=_("Look at it again on"))
