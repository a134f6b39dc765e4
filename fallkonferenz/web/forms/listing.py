"""The filter of the case list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fallkonferenz.cases.words import State
from fallkonferenz.vault.codes import CodeError, parse
from fallkonferenz.web.forms.fields import Code


class CaseFilter(forms.Form):
    """By state, or one case by its whole code."""

    state = forms.ChoiceField(label=_("State"), choices=[("", _("all")), *State.choices], required=False)
    code = Code(label=_("Case code"), required=False)

    def clean_code(self) -> str:
        try:
            return parse(self.cleaned_data["code"]) if self.cleaned_data["code"] else ""
        except CodeError as error:
            raise forms.ValidationError(str(error.sentence)) from error
