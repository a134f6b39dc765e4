"""What the case list can be narrowed to, and the search for one case by its code."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fallkonferenz.access import listing, waiting
from fallkonferenz.cases.words import State
from fallkonferenz.institutions.models import Person
from fallkonferenz.vault.codes import CodeError, near, parse
from fallkonferenz.web.forms.fields import Code

SHOWN = [
    ("", _("all")),
    (listing.LATE, _("something is overdue")),
    (listing.LED, _("our institution leads")),
    (listing.FLAGGED, _("flagged by our institution")),
]


class CaseFilter(forms.Form):
    """It stands in the address of the list, so it names no case."""

    state = forms.ChoiceField(label=_("State"), choices=[("", _("all")), *State.choices], required=False)
    show = forms.ChoiceField(label=_("Which"), required=False)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["show"].choices = [*SHOWN, *waiting.matters_of(person).items()]


class CaseSearch(forms.Form):
    """One case by its whole code, which may have been typed with one slip; never in an address.

    ``codes`` are those that may be meant (None: none was typed); ``slip`` says what is wrong with the one typed.
    """

    codes: list[str] | None = None
    slip: str = ""

    code = Code(label=_("Case code"))

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        try:
            self.codes = [parse(typed)]
        except CodeError as error:
            self.codes, self.slip = near(typed), str(error.sentence)
        return typed
