"""Choices among things that were fetched already: the field gives back the thing itself and asks no database."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

PLEASE_CHOOSE = _("Please choose")


class OneThing(forms.ChoiceField):
    """One of the things that were offered; None where nothing has to be chosen and nothing is."""

    def __init__(self, *, empty_label: object = PLEASE_CHOOSE, **kwargs: Any) -> None:
        self.empty_label = empty_label
        self.things: dict[str, Model] = {}
        super().__init__(**kwargs)

    def offer(self, things: Iterable[Model], *, says: Callable[[Any], object] = str) -> None:
        self.things = {str(thing.pk): thing for thing in things}
        nothing = [] if isinstance(self.widget, forms.RadioSelect) else [("", self.empty_label)]
        self.choices = [*nothing, *((key, says(thing)) for key, thing in self.things.items())]

    def clean(self, value: Any) -> Any:
        return self.things.get(super().clean(value))


class SomeThings(forms.MultipleChoiceField):
    """Any of the things that were offered, all of them in sight."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, things: Iterable[Model], *, says: Callable[[Any], object] = str) -> None:
        self.things = {str(thing.pk): thing for thing in things}
        self.choices = [(key, says(thing)) for key, thing in self.things.items()]

    def clean(self, value: Any) -> list[Any]:
        return [self.things[key] for key in super().clean(value)]


def name_and_institution(person: Any) -> str:
    return f"{person.name} – {person.institution}"
