"""Forms of administration: regions with their limits and narrowings, institutions, accounts."""

from collections.abc import Iterator, Mapping

from django import forms
from django.core.validators import MaxLengthValidator, RegexValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fallkonferenz.access.sections import WITHIN
from fallkonferenz.cases.sections import Section
from fallkonferenz.institutions.kinds import WITHOUT_INSTITUTION, Kind, Role, roles_at
from fallkonferenz.institutions.models import Institution, Person, Region, folded
from fallkonferenz.web.forms.fields import by_label
from fallkonferenz.web.forms.things import PLEASE_CHOOSE

VIEWS = {
    "c": _("read and contribute"),
    "r": _("read"),
    "o": _("own entries only"),
    "-": _("nothing"),
}
USERNAME = RegexValidator(r"^[a-z0-9][a-z0-9._-]*\Z", _("Small letters, digits, dot, hyphen and underscore only."))


PUBLIC = _("Everybody can read it, without signing in.")
LONGEST_PUBLIC = 20_000


RHYTHM = ("reassess_hours_acute", "reassess_days_high", "reassess_days_medium", "reassess_days_not_raised")


class RegionForm(forms.ModelForm):
    """What a region decides for itself; the limits are those of the procedure if nothing is changed."""

    class Meta:
        model = Region
        fields = (
            "name",
            "wait_hours_acute",
            "wait_days_high",
            "reassess_hours_acute",
            "reassess_days_high",
            "reassess_days_medium",
            "reassess_days_not_raised",
            "escalation_events",
            "readable_months_management",
            "readable_days_others",
            "imprint",
            "data_protection",
            "accessibility",
            "accessibility_contact",
        )
        widgets = dict.fromkeys(("imprint", "data_protection", "accessibility"), forms.Textarea(attrs={"rows": 6}))
        help_texts = {
            **{name: _("At most so long; a region can only shorten it.") for name in RHYTHM},
            "escalation_events": _("So many within twelve months speak for a conference. Usual are three."),
            "imprint": format_lazy(
                "{} {}", PUBLIC, _("Who is responsible for the site, address, how it is reached, who represents it.")
            ),
            "data_protection": format_lazy(
                "{} {}",
                PUBLIC,
                _(
                    "Who is responsible for the processing, how the data protection officer is reached, which"
                    " supervisory authority. What the software does stands below it by itself."
                ),
            ),
            "accessibility": format_lazy(
                "{} {}", PUBLIC, _("Known barriers, when this was looked at last, the arbitration office of the state.")
            ),
            "accessibility_contact": format_lazy(
                "{} {}", PUBLIC, _("A mailbox of the institution, never a person's own.")
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.Meta.widgets:
            self.fields[name].validators.append(MaxLengthValidator(LONGEST_PUBLIC))


class NarrowForm(forms.Form):
    """One choice per section that the table opens to institutions of this kind at all."""

    def __init__(self, *args, widest: Mapping[Section, str], now: Mapping[Section, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.sections = [section for section in Section if widest[section] != "-"]
        for section in self.sections:
            choices = [(view, VIEWS[view]) for view in WITHIN[widest[section]]]
            self.fields[section.value] = forms.ChoiceField(label=section.label, choices=choices, initial=now[section])

    def clean(self):
        """In one piece, as the act takes it."""
        return {"views": {section.value: self.cleaned_data.get(section.value, "-") for section in self.sections}}


class InstitutionChangeForm(forms.ModelForm):
    class Meta:
        model = Institution
        fields = ("name", "mailbox", "hours", "carrier", "active")
        help_texts = {"active": _("Without this mark nobody of the institution can sign in.")}


class InstitutionForm(InstitutionChangeForm):
    class Meta:
        model = Institution
        fields = ("region", "kind", "name", "mailbox", "hours", "carrier")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", PLEASE_CHOOSE), *by_label(Kind.choices)]
        self.fields["kind"].help_text = _("The kind decides what the institution can see. It cannot be changed later.")


class PersonChangeForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ("name", "email", "function")
        help_texts = {
            "email": _("Invitations and notices are sent there. Links that were sent before lead nowhere then."),
            "function": _("What the person is in the own institution; it gives no right."),
        }


class PersonForm(PersonChangeForm):
    """The place says the role: each kind of institution has exactly one."""

    place = forms.ChoiceField(
        label=_("Works for"), help_text=_("The role follows from it. It cannot be changed later.")
    )

    class Meta(PersonChangeForm.Meta):
        fields = ("name", "username", "email", "function")

    field_order = ("place", "name", "username", "email", "function")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].validators.append(USERNAME)
        self.fields["username"].help_text = _("For signing in; the e-mail address works too.")
        self.fields["email"].help_text = _("Invitations and notices are sent there.")
        self.fields["place"].choices = [("", PLEASE_CHOOSE), *_places()]

    def clean_username(self) -> str:
        return self.cleaned_data["username"].lower()

    def clean(self):
        """Institution and role instead of the place."""
        cleaned = super().clean()
        place = cleaned.pop("place", "")
        return {**cleaned, **_place(place)} if place else cleaned


def _places() -> Iterator[tuple[str, object]]:
    yield str(gettext("No institution")), [(role.value, role.label) for role in WITHOUT_INSTITUTION]
    for region in sorted(Region.objects.prefetch_related("institutions"), key=lambda region: folded(region.name)):
        houses = [house for house in region.institutions.all() if house.active]
        yield region.name, [(f"institution-{house.pk}", house.name) for house in houses]


def _place(place: str) -> dict[str, object]:
    if place in WITHOUT_INSTITUTION:
        return {"role": Role(place), "institution": None}
    institution = Institution.objects.get(pk=place.removeprefix("institution-"))
    return {"role": roles_at(institution.kind)[0], "institution": institution}


ACCOUNT_STATES = (
    ("", _("all")),
    ("waiting", _("without a passphrase yet")),
    ("open", _("account open")),
    ("closed", _("account closed")),
)


class InstitutionFilter(forms.Form):
    name = forms.CharField(label=_("Name"), required=False, max_length=120)
    kind = forms.ChoiceField(
        label=_("kind of institution"), required=False, choices=lambda: [("", _("all")), *by_label(Kind.choices)]
    )
    region = forms.ModelChoiceField(Region.objects.all(), label=_("Region"), required=False, empty_label=_("all"))


class PersonFilter(forms.Form):
    name = forms.CharField(label=_("Name or user name"), required=False, max_length=120)
    state = forms.ChoiceField(label=_("Account"), required=False, choices=ACCOUNT_STATES)
    institution = forms.ModelChoiceField(
        Institution.objects.all(), label=_("Institution"), required=False, empty_label=_("all")
    )


class KindFilter(forms.Form):
    kind = forms.ChoiceField(
        label=_("kind of institution"),
        choices=lambda: [choice for choice in by_label(Kind.choices) if choice[0] != Kind.CASE_MANAGEMENT],
    )


class ConfirmForm(forms.Form):
    """Nothing to fill in: one is asked before it happens."""
