"""Forms of admissions: who is admitted on which ground, what they see, who is kept out, who was told who is meant."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.access import choices
from fallkonferenz.access.sections import WITHIN
from fallkonferenz.cases.sections import NOT_HERE, Section
from fallkonferenz.cases.words import GroundKind
from fallkonferenz.institutions.models import Institution
from fallkonferenz.web.forms.fields import FreeText, FutureDay, Moment, OneOf
from fallkonferenz.web.forms.flagging import end_of
from fallkonferenz.web.forms.steps import CaseForm
from fallkonferenz.web.forms.things import OneThing, name_and_institution

NEVER = NOT_HERE[Section.RISK]
VIEW_WORDS = {
    "c": _("reads and contributes"),
    "r": _("reads"),
    "o": _("contributes, reads only its own"),
    "-": _("does not exist for it"),
}


class View(forms.ChoiceField):
    """What is not said stays as it is."""

    def clean(self, value: Any) -> Any:
        return super().clean(value or self.initial)


class ChooseForm(CaseForm):
    """The first half of an admission: whom. What it would see can be shown only then."""

    institution = OneThing(label=_("Which institution?"))

    def narrow(self) -> None:
        self.fields["institution"].offer(choices.can_be_admitted(self.case))


class ViewsForm(CaseForm):
    """Per section a choice among what lies within the widest view of the institution."""

    def __init__(self, *args: Any, institution: Institution, views: dict[Section, str], **kwargs: Any) -> None:
        self.institution, self.now = institution, views
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        self.widest = choices.views_possible(self.case, self.institution)
        for section, view in self.existing:
            self.fields[f"view_{section}"] = View(
                label=section.label,
                choices=[(letter, VIEW_WORDS[letter]) for letter in WITHIN[view]],
                initial=self.now[section],
            )

    @property
    def existing(self) -> list[tuple[Section, str]]:
        return [(section, view) for section, view in self.widest.items() if view != "-"]

    @property
    def view_fields(self) -> list[forms.BoundField]:
        return [self[f"view_{section}"] for section, _view in self.existing]

    def views(self, typed: dict[str, Any]) -> dict[Section, str]:
        """Taken out of what was typed."""
        chosen = {section: typed.pop(f"view_{section}", view) for section, view in self.existing}
        return {section: view for section, view in chosen.items() if view != self.widest[section]}


class AdmitForm(ViewsForm):
    basis = OneOf(label=_("On which ground?"), choices=GroundKind.choices)
    reasons = FreeText(label=_("Why does this institution need to take part?"), never=NEVER, rows=3)
    until = FutureDay(label=_("Until"), required=False, help_text=_("Empty: as long as the case runs."))

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        narrow = self.views(typed)
        return {**typed, "until": end_of(typed.get("until")), "narrow": narrow}


class NarrowForm(ViewsForm):
    def clean(self) -> dict[str, Any]:
        return {"views": self.views(super().clean())}


class ExcludeForm(CaseForm):
    person = OneThing(label=_("Who is to be excluded?"))

    def narrow(self) -> None:
        people = choices.people_of(self.case, choices.admitted(self.case))
        self.fields["person"].offer([each for each in people if each != self.by], says=name_and_institution)


class TellForm(CaseForm):
    institution = OneThing(label=_("Which institution was told?"))
    person = OneThing(label=_("Who was told?"), required=False, empty_label=_("somebody without an account"))
    told_at = Moment(label=_("When?"), initial=clock.now)
    kind = OneOf(label=_("On which ground?"), choices=GroundKind.choices)
    reasons = FreeText(label=_("Reasons"), never=NEVER, rows=2, required=False)

    def narrow(self) -> None:
        institutions = [each for each in choices.admitted(self.case) if each.pk != self.by.institution_id]
        self.fields["institution"].offer(institutions)
        self.fields["person"].offer(choices.people_of(self.case, institutions), says=name_and_institution)

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        person, institution = typed.get("person"), typed.get("institution")
        if person and institution and person.institution_id != institution.pk:
            self.add_error("person", _("This person works for another institution."))
        if typed.get("told_at") and typed["told_at"] > clock.now():
            self.add_error("told_at", _("This lies in the future."))
        return typed
