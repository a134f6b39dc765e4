"""Flagging: few fields, two minutes, in three steps. The same telling serves a linked case and a repeat."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fallkonferenz.access import choices
from fallkonferenz.access.sections import ceiling
from fallkonferenz.actions.flagging import Release
from fallkonferenz.cases.sections import NOT_HERE, WRITABLE, Section
from fallkonferenz.cases.words import (
    Channel,
    Firearms,
    GivenBy,
    GroundForm,
    ReferralGround,
    Relationship,
    Source,
    Weekday,
)
from fallkonferenz.institutions.kinds import BEARERS_OF_SECRETS, Kind
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.vault.codes import CodeError, parse
from fallkonferenz.web.forms.fields import AnyOf, Code, FreeText, FutureDay, Moment, OneOf, asked
from fallkonferenz.web.forms.steps import CaseForm

MOST_CHILDREN = 12
# A repeat is found by the named code, it is not claimed.
GROUNDS = [(each.value, each.label) for each in ReferralGround if each is not ReferralGround.REPEAT]
WITH_RELEASE = _("with a release")
WITH_CONTACT = _("with a safe contact")
YES_NO = (("yes", _("yes")), ("no", _("no")))


class SituationForm(forms.Form):
    """What happened, and why it is flagged."""

    grounds = AnyOf(label=_("Why do you flag?"), choices=GROUNDS)
    happened_at = Moment(label=_("When did it happen?"), help_text=_("The last incident. An estimate is enough."))
    account = FreeText(label=_("What happened?"), never=NOT_HERE[Section.INCIDENT], rows=6)
    source = OneOf(label=_("How do you know?"), choices=Source.choices)
    firearms = OneOf(
        label=_("Does the endangering person have firearms, or access to any?"),
        choices=Firearms.choices,
        help_text=_("Firearms of service, of sport and of others in the household count."),
    )


class KnowledgeForm(forms.Form):
    """Whether the person at risk knows of the referral."""

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


class ToldForm(KnowledgeForm, SituationForm):
    """What a referral tells, whoever types it."""


class RepeatForm(ToldForm, CaseForm):
    """A further incident of a pair whose case is closed."""


class LinkedForm(ToldForm, CaseForm):
    """A further endangering person of the same person at risk."""

    relationship = OneOf(label=_("Relationship"), choices=Relationship.choices)
    field_order = ("relationship",)


# The steps of the wizard: each form takes ``by``, whether it narrows its choices or not. ---------------------------


class SituationStep(SituationForm):
    field_order = ("account", "happened_at", "source", "firearms", "grounds")

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class PairStep(forms.Form):
    """Who is meant, without a name: what joins the two, the children, and whether they are known."""

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

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on_behalf_of"].queryset = choices.of_region(by).exclude(pk=by.institution_id)

    @property
    def special(self) -> bool:
        """Something was typed into the folded part, so it is shown unfolded."""
        return bool(self["named_code"].value() or self["on_behalf_of"].value())

    def clean_named_code(self) -> str:
        try:
            return parse(self.cleaned_data["named_code"]) if self.cleaned_data["named_code"] else ""
        except CodeError as error:
            raise forms.ValidationError(str(error.sentence)) from error


class KnowledgeStep(KnowledgeForm):
    """What the person at risk knows and wants: the referral, a release, how to reach her or him safely."""

    release = forms.BooleanField(
        label=_("The person at risk releases us from confidentiality towards the case management"), required=False
    )
    release_given_by = asked(WITH_RELEASE, OneOf(label=_("Given by"), choices=GivenBy.choices))
    release_form = asked(WITH_RELEASE, OneOf(label=_("Form"), choices=GroundForm.choices))
    release_sections = asked(WITH_RELEASE, AnyOf(label=_("For these sections")))
    release_expires_at = FutureDay(label=_("Until"), required=False, help_text=_("Empty: until it is withdrawn."))
    contact_through = forms.ModelChoiceField(
        label=_("Only through"),
        queryset=Institution.objects.none(),
        required=False,
        empty_label=_("not settled yet"),
        help_text=_("No number and no place: the institution that knows how to reach the person safely."),
    )
    contact_days = asked(WITH_CONTACT, AnyOf(label=_("On these days"), choices=Weekday.choices))
    contact_never = AnyOf(label=_("Never by"), choices=Channel.choices, required=False)

    OF_RELEASE = ("release", "release_given_by", "release_form", "release_sections", "release_expires_at")
    OF_CONTACT = ("contact_through", "contact_days", "contact_never")

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = by.own_institution.kind
        self.can_release = kind in BEARERS_OF_SECRETS
        self.can_protect = ceiling(kind)[Section.PROTECTION] in "co"
        if self.can_release:
            self.fields["release_sections"].choices = releasable(kind)
        if self.can_protect:
            self.fields["contact_through"].queryset = choices.of_region(by)
        self._leave_out((not self.can_release) * self.OF_RELEASE + (not self.can_protect) * self.OF_CONTACT)

    def _leave_out(self, names: tuple[str, ...]) -> None:
        for name in names:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        release, contact = _taken_out(typed, "release"), _taken_out(typed, "contact")
        if release.pop("release", False):
            self._all_of("release", release, ("given_by", "form", "sections"), _("Needed for a release."))
            if self.errors.keys().isdisjoint(self.OF_RELEASE):
                typed["release"] = Release(**release | {"expires_at": end_of(release["expires_at"])})
        if contact.get("through"):
            self._all_of("contact", contact, ("days",), _("Needed for a safe contact."))
            typed["contact"] = contact
        return typed

    def _all_of(self, part: str, pieces: dict[str, Any], names: tuple[str, ...], sentence: object) -> None:
        """A piece that was refused is not among them; it has its own sentence already."""
        for name in names:
            if not pieces.get(name) and f"{part}_{name}" not in self.errors:
                self.add_error(f"{part}_{name}", sentence)


def _taken_out(typed: dict[str, Any], part: str) -> dict[str, Any]:
    """The fields of one part, by their short names."""
    names = [name for name in typed if name == part or name.startswith(f"{part}_")]
    return {name.removeprefix(f"{part}_"): typed.pop(name) for name in names}


class CheckStep(forms.Form):
    """Nothing to fill in: what was typed is shown, and sent if every step is complete."""


def end_of(day: date | None) -> datetime | None:
    """A day that is named still counts as a whole."""
    return day and timezone.make_aware(datetime.combine(day, time.max))


def releasable(kind: str) -> list[tuple[str, object]]:
    """Sections that this kind writes and the case management may read."""
    own, managed = ceiling(kind), ceiling(Kind.CASE_MANAGEMENT)
    return [(section.value, section.label) for section in WRITABLE if own[section] in "co" and managed[section] in "cr"]
