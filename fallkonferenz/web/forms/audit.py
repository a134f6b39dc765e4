"""What officers enter: a key and its passphrase, and what they want to know of the log."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import audit.events
from audit.format import Kind
from audit.keyfile import LARGEST_FILE
from audit.question import Question
from fallkonferenz import clock
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.vault.codes import CodeError, parse
from fallkonferenz.web.forms.fields import Code, Day, by_label

DAYS = 90  # as far back as is looked when nothing is said
OUTCOMES = (("", _("all")), ("ok", _("done")), ("denied", _("refused")))
PEOPLE, OFFICERS, PROCESSES, EVERYTHING = "people", "officers", "processes", "all"
KINDS = (
    ("", _("what people did")),
    (OFFICERS, _("what officers asked of the log")),
    (PROCESSES, _("what the log says of itself")),
    (EVERYTHING, _("everything")),
)


class KeyFile(forms.FileField):
    """A small file, read at once; it is never stored."""

    def clean(self, data: Any, initial: Any = None) -> bytes:
        uploaded = super().clean(data, initial)
        content: bytes = uploaded.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise forms.ValidationError(_("This file is too large for a key file."))
        return content


class UnlockForm(forms.Form):
    file = KeyFile(label=_("Key file"), help_text=_("It is opened here and kept nowhere."))
    passphrase = forms.CharField(
        label=_("Passphrase of the key file"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    next = forms.CharField(widget=forms.HiddenInput, required=False)


class Span(forms.Form):
    """From when to when; both days belong to it."""

    since = Day(label=_("From"))
    until = Day(label=_("To"))

    @staticmethod
    def usual() -> dict[str, str]:
        today = clock.today()
        return {"since": (today - timedelta(days=DAYS)).isoformat(), "until": today.isoformat()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("since") and cleaned.get("until") and cleaned["since"] > cleaned["until"]:
            self.add_error("until", _("The first day lies after the last."))
        return cleaned

    @property
    def times(self) -> dict[str, datetime]:
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        return {"since": _begin(since), "until": _begin(until + timedelta(days=1))}


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class SpanOfCase(Span):
    """And of which case: ``find`` turns a code that was typed into the id of its case, or None."""

    def __init__(self, *given: Any, find: Callable[[str], UUID | None], **kwargs: Any) -> None:
        super().__init__(*given, **kwargs)
        self._find = find

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("code"):
            cleaned["case"], cleaned["code"] = self._found(cleaned["code"])
        return cleaned

    def _found(self, typed: str) -> tuple[UUID | None, str]:
        """The case, and the code as it is written."""
        try:
            code = parse(typed)
        except CodeError as error:
            self.add_error("code", str(error.sentence))
            return None, typed
        case = self._find(code)
        if case is None:
            self.add_error("code", _("There is no case of this code."))
        return case, code


class TimelineForm(SpanOfCase):
    """In an address the case stands by its id, never its code."""

    actor = forms.ChoiceField(label=_("Account"), required=False)
    institution = forms.ChoiceField(label=_("Institution"), required=False)
    code = Code(label=_("Case code"), required=False)
    event = forms.ChoiceField(label=_("What"), required=False)
    kind = forms.ChoiceField(label=_("Which"), choices=KINDS, required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=OUTCOMES, required=False)
    case = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any,
        *,
        people: Iterable[Person],
        institutions: Iterable[Institution],
        find: Callable[[str], UUID | None],
    ) -> None:
        super().__init__(data, find=find)
        self.fields["actor"].choices = [("", _("all")), *((str(each.pk), each.name) for each in people)]
        self.fields["institution"].choices = [("", _("all")), *((str(each.pk), each.name) for each in institutions)]
        self.fields["event"].choices = [("", _("all")), *events()]

    @property
    def question(self) -> Question:
        asked = self.cleaned_data
        return Question(
            **self.times,
            actor=UUID(asked["actor"]) if asked["actor"] else None,
            institution=int(asked["institution"]) if asked["institution"] else None,
            case=asked["case"],
            code=asked["code"],
            event=asked["event"],
            kind=Kind.OFFICER_ACCESS if asked["kind"] == OFFICERS else None,
            outcome=asked["outcome"],
        )

    @property
    def as_query(self) -> dict[str, str]:
        """What of it stands in the address: not the code."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value and name != "code"}


def events() -> list[tuple[str, object]]:
    return by_label((event.name, event.sentence) for event in audit.events.registered())


class CaseForm(SpanOfCase):
    """Who has seen a case: its code, and a time."""

    code = Code(label=_("Case code"))
    field_order = ("code", "since", "until")

    @property
    def question(self) -> Question:
        return Question(**self.times, case=self.cleaned_data["case"], code=self.cleaned_data["code"])

    @property
    def as_query(self) -> dict[str, str]:
        asked = self.cleaned_data
        return {name: str(asked[name]) for name in ("case", "since", "until")}


class AccountForm(Span):
    """What an account has done, within a time."""

    actor = forms.ChoiceField(label=_("Account"))
    field_order = ("actor", "since", "until")

    def __init__(self, data: Any = None, *, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["actor"].choices = [("", _("Please choose")), *((str(each.pk), each.name) for each in people)]

    @property
    def question(self) -> Question:
        return Question(**self.times, actor=UUID(self.cleaned_data["actor"]))

    @property
    def who(self) -> str:
        return dict(self.fields["actor"].choices)[self.cleaned_data["actor"]]

    @property
    def as_query(self) -> dict[str, str]:
        return {name: str(self.cleaned_data[name]) for name in ("actor", "since", "until")}


class PublicKeyForm(forms.Form):
    file = KeyFile(label=_("Public key (the file ending in .pub)"))
