"""Forms about one case; and those of the steps forward, which all ask about firearms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fallkonferenz.cases.models import Case
from fallkonferenz.cases.sections import NOT_HERE, Section
from fallkonferenz.cases.words import Firearms
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.forms.fields import FreeText, OneOf

ASKED = ("firearms", "firearms_note")


class CaseForm(forms.Form):
    """A form about one case, filled in by one person."""

    def __init__(self, *args: Any, case: Case, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.by = case, by
        self.narrow()

    def narrow(self) -> None:
        """Choices that depend on the case or the person."""


class StepForm(CaseForm):
    """A step forward: whatever else it asks, it asks about firearms last (Art. 51 of the Istanbul Convention)."""

    firearms = OneOf(
        label=_("Does the endangering person have firearms, or access to any?"),
        choices=Firearms.choices,
        help_text=_(
            "Asked anew at each step. Firearms of service, of sport and of others in the household count."
            " Of the endangering person of this case: linked cases that take the step too are noted as unknown."
        ),
    )
    firearms_note = FreeText(
        label=_("What is known of them?"), required=False, rows=2, max_length=1000, never=NOT_HERE[Section.RISK]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name not in ASKED])
