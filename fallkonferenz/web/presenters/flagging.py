"""What was typed into a form, in words: each field that holds something, with its label."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from fallkonferenz.web.templatetags.words import day, moment


def answers(form: forms.Form) -> list[tuple[object, object]]:
    """Label and value, in the order of the form; what was left empty is left out."""
    found = [(bound.label, _in_words(bound.field, bound.value())) for bound in form]
    return [(label, value) for label, value in found if value]


def _in_words(field: forms.Field, value: Any) -> object:
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else ""
    if value in (None, "", []):
        return ""
    if isinstance(field, forms.DateField | forms.DateTimeField):
        return _date(field, value)
    return _chosen(field, value) if hasattr(field, "choices") else str(value)


def _date(field: forms.Field, value: Any) -> object:
    """A date that is none is shown as it was typed."""
    try:
        cleaned = field.clean(value)
    except ValidationError:
        return str(value)
    return moment(cleaned) if isinstance(field, forms.DateTimeField) else day(cleaned)


def _chosen(field: Any, value: Any) -> str:
    labels = {str(getattr(key, "value", key)): str(label) for key, label in field.choices}
    wanted = value if isinstance(value, list) else [value]
    return ", ".join(labels[str(each)] for each in wanted if str(each) in labels)
