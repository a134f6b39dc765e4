"""Form fields of this house: days and moments as browsers like them, text with a word of warning."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.institutions.models import folded

NO_IDENTITY = _("Names, addresses, birth dates, phone numbers or places of shelter.")

EARLIEST, LATEST = 1900, 2199


class ThisTime:
    """A year of our time: a slip of the pen (0002 for 2026) is said at once. PostgreSQL keeps years that Python cannot read."""

    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned is not None and not EARLIEST <= cleaned.year <= LATEST:
            raise forms.ValidationError(_("Compare the year."))
        return cleaned


class Day(ThisTime, forms.DateField):
    """A date, written with the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FutureDay(Day):
    """Today or later: what ends, or is looked at again, on a day gone by was meant otherwise."""

    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned is not None and cleaned < clock.today():
            raise forms.ValidationError(_("This day has passed."))
        return cleaned


class Moment(ThisTime, forms.DateTimeField):
    """Date and time of day in local time; of the hour that comes twice in autumn, the first."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            return _first_of(error.params["datetime"])


class FreeText(forms.CharField):
    """Text of some lines; ``never`` says beside the field what must not stand there."""

    def __init__(self, *, never=NO_IDENTITY, rows: int = 5, max_length: int = 4000, **kwargs):
        self.never = never
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), max_length=max_length, **kwargs)


class OneOf(forms.ChoiceField):
    """A choice between few things, all of them in sight."""

    widget = forms.RadioSelect


class AnyOf(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class Code(forms.CharField):
    """A code as it is spoken on the phone: spelling and capitals do not matter here."""

    def __init__(self, **kwargs):
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


def _first_of(written: datetime) -> datetime:
    """Written in the hour in which the clocks change; in UTC, since Python finds such a time equal to none of another zone."""
    moment = timezone.make_aware(written).astimezone(UTC)
    if timezone.make_naive(moment) != written:
        raise forms.ValidationError(_("There was no such time: the clocks were put forward."))
    return moment


def by_label(choices: Iterable[tuple[str, object]]) -> list[tuple[str, object]]:
    """In the order of the words on the screen, whatever its language."""
    return sorted(choices, key=lambda choice: folded(str(choice[1])))


def asked(when: object, field: forms.Field) -> forms.Field:
    """A field that is asked in one case only: its label says in which, instead of "optional"."""
    field.required = field.widget.is_required = False
    field.when = when
    return field
