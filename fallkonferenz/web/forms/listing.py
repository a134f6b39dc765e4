"""The filter of the case list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fallkonferenz.cases.words import State
from fallkonferenz.vault.codes import CodeError, near, parse
from fallkonferenz.web.forms.fields import Code


class CaseFilter(forms.Form):
    """By state, or one case by its whole code, which may have been typed with one slip.

    ``codes`` are those that may be meant (None: none was typed); ``slip`` says what is wrong with the one typed.
    """

    codes: list[str] | None = None
    slip: str = ""

    state = forms.ChoiceField(label=_("State"), choices=[("", _("all")), *State.choices], required=False)
    code = Code(label=_("Case code"), required=False)

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        if typed:
            try:
                self.codes = [parse(typed)]
            except CodeError as error:
                self.codes, self.slip = near(typed), str(error.sentence)
        return typed
