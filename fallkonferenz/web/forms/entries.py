"""Forms for the content of a case: entries, corrections, incidents, persons, the safe contact, the own reference."""

from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from fallkonferenz.access import choices
from fallkonferenz.access.scope import parties_visible, sections_visible
from fallkonferenz.cases.models import Party, Referral
from fallkonferenz.cases.models.party import SECTION_OF_ROLE
from fallkonferenz.cases.sections import HINTS, NOT_HERE, WRITABLE, Section
from fallkonferenz.cases.words import Channel, Nature, PartyRole, Source, Weekday
from fallkonferenz.institutions.models import Institution
from fallkonferenz.web.forms.fields import AnyOf, FreeText, Moment, OneOf
from fallkonferenz.web.forms.steps import CaseForm
from fallkonferenz.web.forms.things import PLEASE_CHOOSE
from fallkonferenz.web.templatetags.words import day_of

ADDABLE = (PartyRole.CHILD, PartyRole.FURTHER_AT_RISK, PartyRole.OTHER)


class PartyChoice(forms.ModelChoiceField):
    """A person of the case, by role and pseudonym."""

    widget = forms.RadioSelect

    def label_from_instance(self, party: Party) -> str:
        return str(party)


class EntryForm(CaseForm):
    section = OneOf(label=_("Section"))
    concerns = PartyChoice(label=_("Whom does it concern?"), queryset=Party.objects.none(), empty_label=None)
    nature = OneOf(label=_("Fact or assessment?"), choices=Nature.choices)
    source = OneOf(label=_("Source"), choices=Source.choices)
    happened_at = Moment(label=_("Happened at"))
    text = FreeText(label=_("Text"), rows=8)

    def narrow(self) -> None:
        sight = sections_visible(self.by, self.case)
        sections = [section for section in WRITABLE if sight.contributes(section)]
        self.fields["section"].choices = [
            (section.value, f"{section.label} – {HINTS[section]}") for section in sections
        ]
        visible = [party.pk for party in parties_visible(sight, self.case)]
        self.fields["concerns"].queryset = Party.objects.filter(pk__in=visible)
        self.not_here = [(section.label, NOT_HERE[section]) for section in sections]


class CorrectForm(forms.Form):
    """The corrected text as a whole; the first one stays and is shown as corrected."""

    def __init__(self, *args: Any, section: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = FreeText(label=_("Corrected text"), never=NOT_HERE[Section(section)], rows=8)


class IncidentForm(CaseForm):
    happened_at = Moment(label=_("Happened at"))
    source = OneOf(label=_("Source"), choices=Source.choices)
    text = FreeText(label=_("What happened?"), never=NOT_HERE[Section.INCIDENT], rows=8)


class PartyForm(CaseForm):
    role = OneOf(label=_("Who is added?"))

    def narrow(self) -> None:
        sight = sections_visible(self.by, self.case)
        roles = [role for role in ADDABLE if sight.contributes(SECTION_OF_ROLE[role])]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]


class ContactForm(CaseForm):
    through = forms.ModelChoiceField(
        label=_("Only through"), queryset=Institution.objects.none(), empty_label=PLEASE_CHOOSE
    )
    days = AnyOf(label=_("On these days"), choices=Weekday.choices)
    never = AnyOf(label=_("Never by"), choices=Channel.choices, required=False)

    def narrow(self) -> None:
        self.fields["through"].queryset = choices.of_region(self.by)


class ReferenceForm(CaseForm):
    reference = forms.CharField(
        label=_("Own reference"),
        max_length=100,
        help_text=_("The file number of your institution for this case. Nobody else sees it. No names."),
    )


class ReferralChoice(forms.ModelChoiceField):
    def label_from_instance(self, referral: Referral) -> str:
        return f"{referral.institution}, {day_of(localtime(referral.entered_at))}"


class ReferralForm(CaseForm):
    referral = ReferralChoice(label=_("Referral"), queryset=Referral.objects.none(), empty_label=None)

    def narrow(self) -> None:
        self.fields["referral"].queryset = choices.to_be_confirmed(self.case, self.by)
