"""What officers enter when they review the log: which time, which findings, how many reads, and what came of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.finding import Finding, Pattern
from audit.period import Period
from audit.review import Review
from audit.sampling import LARGEST
from fallkonferenz.web.audit.review import months, period_named
from fallkonferenz.web.forms.fields import FreeText
from fallkonferenz.web.presenters.audit.findings import LABELS, month_in_words

OPEN, CHECKED = "open", "checked"
STATES = (("", _("all")), (OPEN, _("not yet checked")), (CHECKED, _("checked")))
USUAL_NUMBER = 20
NEVER = _("What stands in a case file, or the name of a person concerned.")


class Months(forms.Form):
    def __init__(self, data: Any = None, *, or_last_days: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        last = [("", _("the last 30 days"))] if or_last_days else []
        self.fields["month"].choices = [*last, *((name, month_in_words(name)) for name in months())]
        self.fields["month"].required = not or_last_days

    month = forms.ChoiceField(label=_("Month"))

    @property
    def period(self) -> Period:
        return period_named(self.cleaned_data["month"])


class FindingsForm(Months):
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    pattern = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("all")), *((each.value, LABELS[each]) for each in Pattern)], required=False
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, or_last_days=True)

    @staticmethod
    def usual() -> dict[str, str]:
        return {"month": "", "state": OPEN, "pattern": ""}

    @property
    def as_query(self) -> dict[str, str]:
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    def wanted(self, review: Review) -> list[Finding]:
        state, pattern = self.cleaned_data["state"], self.cleaned_data["pattern"]
        return [
            finding
            for finding in review.findings
            if pattern in ("", finding.pattern.value) and state in ("", CHECKED if review.is_checked(finding) else OPEN)
        ]


class CheckForm(forms.Form):
    note = FreeText(
        label=_("What you found out"),
        help_text=_("Sealed into the log; the other officers can read it."),
        never=NEVER,
        rows=3,
        max_length=500,
    )


class SampleForm(Months):
    """``size`` names a checkpoint by the size of its tree; empty, it is the newest."""

    number = forms.IntegerField(label=_("How many reads"), min_value=1, max_value=LARGEST)
    size = forms.IntegerField(
        label=_("Checkpoint (size)"),
        min_value=1,
        max_value=2**53,
        required=False,
        help_text=_("To draw a colleague's sample again, enter the size that stands on it."),
    )

    @staticmethod
    def usual() -> dict[str, str]:
        return {"month": months()[0], "number": str(USUAL_NUMBER)}

    @property
    def as_query(self) -> dict[str, str]:
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


class ReportForm(Months):
    @staticmethod
    def usual() -> dict[str, str]:
        """The last month that is over."""
        return {"month": months()[1]}
