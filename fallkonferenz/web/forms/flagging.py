"""Flagging: few fields, two minutes. The same telling serves a linked case and a repeat."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fallkonferenz.access import choices
from fallkonferenz.access.sections import ceiling
from fallkonferenz.actions.flagging import Release
from fallkonferenz.cases.sections import NOT_HERE, WRITABLE, Section
from fallkonferenz.cases.words import GivenBy, GroundForm, ReferralGround, Relationship, Source
from fallkonferenz.institutions.kinds import BEARERS_OF_SECRETS, Kind
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.vault.codes import CodeError, parse
from fallkonferenz.web.forms.cases import CaseForm
from fallkonferenz.web.forms.fields import AnyOf, Code, Day, FreeText, Moment, OneOf, asked

MOST_CHILDREN = 12
# A repeat is found by the named code, it is not claimed.
GROUNDS = [(each.value, each.label) for each in ReferralGround if each is not ReferralGround.REPEAT]
WITH_RELEASE = _("with a release")
YES_NO = (("yes", _("yes")), ("no", _("no")))


class ToldForm(forms.Form):
    """What a referral tells, whoever types it."""

    grounds = AnyOf(label=_("Why do you flag?"), choices=GROUNDS)
    happened_at = Moment(label=_("When did it happen?"), help_text=_("The last incident. An estimate is enough."))
    account = FreeText(label=_("What happened?"), never=NOT_HERE[Section.INCIDENT], rows=6)
    source = OneOf(label=_("How do you know?"), choices=Source.choices)
    person_knows = OneOf(label=_("Does the person at risk know of this referral?"), choices=YES_NO)
    why_not = asked(
        _("if the person does not know"),
        FreeText(label=_("Why not?"), never=NOT_HERE[Section.INCIDENT], rows=2, max_length=1000),
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        typed["person_knows"] = typed.get("person_knows") == "yes"
        if self.cleaned_data.get("person_knows") is False and "person_knows" not in self.errors:
            self._needs("why_not", _("Say why the person does not know."))
        return typed

    def _needs(self, name: str, sentence: object) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)


class RepeatForm(ToldForm, CaseForm):
    """A further incident of a pair whose case is closed."""


class LinkedForm(ToldForm, CaseForm):
    """A further endangering person of the same person at risk."""

    relationship = OneOf(label=_("Relationship"), choices=Relationship.choices)
    field_order = ("relationship",)


class FlagForm(ToldForm):
    relationship = OneOf(
        label=_("Relationship"),
        choices=Relationship.choices,
        help_text=_("What joins the person at risk to the endangering person?"),
    )
    children = forms.IntegerField(
        label=_("How many children are in the case?"), min_value=0, max_value=MOST_CHILDREN, initial=0
    )
    named_code = Code(
        label=_("Case code"),
        required=False,
        help_text=_("Only if you know one for this pair. The referral then joins that case."),
    )
    on_behalf_of = forms.ModelChoiceField(
        label=_("Typed for"),
        queryset=Institution.objects.none(),
        required=False,
        empty_label=_("my own institution"),
        help_text=_("If somebody without an account told you. That institution confirms it later."),
    )
    release = forms.BooleanField(
        label=_("The person at risk releases us from confidentiality towards the case management"), required=False
    )
    release_given_by = asked(WITH_RELEASE, OneOf(label=_("Given by"), choices=GivenBy.choices))
    release_form = asked(WITH_RELEASE, OneOf(label=_("Form"), choices=GroundForm.choices))
    release_sections = asked(WITH_RELEASE, AnyOf(label=_("For these sections")))
    release_expires_at = Day(label=_("Until"), required=False, help_text=_("Empty: until it is withdrawn."))

    OF_RELEASE = ("release", "release_given_by", "release_form", "release_sections", "release_expires_at")

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on_behalf_of"].queryset = choices.of_region(by).exclude(pk=by.institution_id)
        self.can_release = by.own_institution.kind in BEARERS_OF_SECRETS
        if self.can_release:
            self.fields["release_sections"].choices = releasable(by.own_institution.kind)
        else:
            for name in self.OF_RELEASE:
                del self.fields[name]

    @property
    def special(self) -> bool:
        """Something was typed into the folded part, so it is shown unfolded."""
        return bool(self.data.get("named_code") or self.data.get("on_behalf_of"))

    def clean_named_code(self) -> str:
        try:
            return parse(self.cleaned_data["named_code"]) if self.cleaned_data["named_code"] else ""
        except CodeError as error:
            raise forms.ValidationError(str(error.sentence)) from error

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        pieces = {name.removeprefix("release_"): typed.pop(name, None) for name in self.OF_RELEASE}
        if pieces.pop("release"):
            for name in ("given_by", "form", "sections"):
                if not pieces[name] and f"release_{name}" not in self.errors:
                    self.add_error(f"release_{name}", _("Needed for a release."))
            typed["release"] = Release(**pieces | {"expires_at": end_of(pieces["expires_at"])})
        return typed


def end_of(day: date | None) -> datetime | None:
    """A day that is named still counts as a whole."""
    return day and timezone.make_aware(datetime.combine(day, time.max))


def releasable(kind: str) -> list[tuple[str, object]]:
    """Sections that this kind writes and the case management may read."""
    own, managed = ceiling(kind), ceiling(Kind.CASE_MANAGEMENT)
    return [(section.value, section.label) for section in WRITABLE if own[section] in "co" and managed[section] in "cr"]
