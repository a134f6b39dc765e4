"""Forms of conferences: plan, convene, answer, record what was said, take the lead."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.access import choices
from fallkonferenz.cases.sections import NOT_HERE, Section
from fallkonferenz.conferences.models import Answer, Attendance, Conference, ConferenceKind, Mode, Naming
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.forms.fields import FreeText, Moment, OneOf, asked
from fallkonferenz.web.forms.steps import CaseForm, StepForm
from fallkonferenz.web.forms.things import OneThing, SomeThings, name_and_institution

YES, NO = "yes", "no"
DEPUTISE = "deputise"
AD_HOC = _("for an ad hoc conference")
ANSWERS = (
    (Answer.ACCEPTED, _("I shall come")),
    (DEPUTISE, _("Somebody else comes instead")),
    (Answer.APOLOGISED, _("Nobody can come")),
)


class PlanForm(forms.Form):
    kind = OneOf(label=_("Which kind of conference?"), choices=ConferenceKind.choices)
    mode = OneOf(label=_("How does it meet?"), choices=Mode.choices)
    starts_at = Moment(
        label=_("Begins at"), help_text=_("An ad hoc conference may lie in the past: then it is recorded afterwards.")
    )
    chair = OneThing(label=_("Chair"), required=False, empty_label=_("not settled yet"))
    minute_taker = OneThing(
        label=_("Minute taker"),
        required=False,
        empty_label=_("not settled yet"),
        help_text=_("Chair and minute taker are two people."),
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = choices.people_of_region(by)
        for name in ("chair", "minute_taker"):
            self.fields[name].offer(people, says=name_and_institution)

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("chair") and typed["chair"] == typed.get("minute_taker"):
            self.add_error("minute_taker", _("Chair and minute taker are two people."))
        if (
            typed.get("kind") == ConferenceKind.SCHEDULED
            and typed.get("starts_at")
            and typed["starts_at"] < clock.now()
        ):
            self.add_error("starts_at", _("A scheduled conference lies ahead."))
        return typed


class ConveneForm(StepForm):
    """A planned conference is chosen, or an ad hoc one is planned with the same button."""

    conference = OneThing(
        label=_("Planned conference"), required=False, empty_label=_("none of these: plan an ad hoc conference")
    )
    mode = asked(AD_HOC, OneOf(label=_("How does it meet?"), choices=Mode.choices))
    starts_at = asked(
        AD_HOC,
        Moment(label=_("Begins at"), help_text=_("It may lie in the past: then it is recorded afterwards.")),
    )
    invited = SomeThings(
        label=_("Who is invited?"), help_text=_("At least two institutions of different kinds that are admitted.")
    )
    naming = OneOf(label=_("Is the person named?"), choices=Naming.choices, initial=Naming.BY_NAME)

    def narrow(self) -> None:
        self.fields["conference"].offer(choices.conferences_planned(self.by), says=in_words)
        guests = choices.can_be_invited(self.case)
        self.fields["invited"].offer(guests)
        self.fields["invited"].initial = [str(institution.pk) for institution in guests]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if not typed.get("conference") and "conference" not in self.errors:
            for name in ("mode", "starts_at"):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed for an ad hoc conference."))
        return typed


def in_words(conference: Conference) -> str:
    begins = date_format(timezone.localtime(conference.starts_at), "SHORT_DATETIME_FORMAT")
    return f"{begins} – {conference.get_kind_display()}, {conference.get_mode_display()}"


class AnswerForm(forms.Form):
    answer = OneOf(label=_("Does your institution take part?"), choices=ANSWERS)
    deputy = asked(_("if somebody else comes"), OneThing(label=_("Who comes instead?")))

    def __init__(self, *args: Any, attendance: Attendance, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = choices.people_of(attendance.item.case, [attendance.institution])
        self.fields["deputy"].offer([each for each in colleagues if each != by])

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("answer") == DEPUTISE:
            typed["answer"] = Answer.ACCEPTED
            if not typed.get("deputy"):
                self.add_error("deputy", _("Name who comes instead."))
        else:
            typed["deputy"] = None
        return typed


class ContributeForm(forms.Form):
    text = FreeText(
        label=_("Written contribution"),
        never=NOT_HERE[Section.RISK],
        rows=8,
        help_text=_("Read by the case management and by your own institution. It takes the place of an earlier one."),
    )


class CallOffForm(CaseForm):
    reason = FreeText(label=_("Why does it not take place?"), never=NOT_HERE[Section.RISK], rows=3)


class HoldForm(CaseForm):
    """What became of the item: heard or not and why, who took part, the person's view, a dissenting one."""

    heard = OneOf(label=_("Was the case heard?"), choices=((YES, _("yes")), (NO, _("no"))), initial=YES)
    reason = asked(_("if not"), FreeText(label=_("Why was it not heard?"), never=NOT_HERE[Section.RISK], rows=2))
    person_view = FreeText(
        label=_("What does the person at risk want?"), never=NOT_HERE[Section.VICTIM], rows=4, required=False
    )
    view_by = asked(_("if it was spoken"), OneThing(label=_("Spoken for by"), empty_label=_("nobody")))
    dissent = FreeText(label=_("Dissenting assessment"), never=NOT_HERE[Section.RISK], rows=3, required=False)

    def narrow(self) -> None:
        attendances = choices.attendances_to_record(self.case)
        institutions = [each.institution for each in attendances]
        self.fields["view_by"].offer(institutions)
        people = choices.people_of(self.case, institutions)
        self.attendances = attendances
        for attendance in attendances:
            self._ask_of(attendance, [each for each in people if each.institution_id == attendance.institution_id])

    def _ask_of(self, attendance: Attendance, people: list[Person]) -> None:
        came, who = names_of(attendance)
        self.fields[came] = forms.BooleanField(
            label=attendance.institution.name,
            required=False,
            initial=attendance.answer != Answer.APOLOGISED,
            help_text=attendance.get_answer_display(),
        )
        self.fields[who] = OneThing(
            label=_("Who came for %(institution)s?") % {"institution": attendance.institution},
            required=False,
            empty_label=_("not known"),
            initial=attendance.person_id,
        )
        self.fields[who].offer(people)

    @property
    def guests(self) -> list[tuple[BoundField, BoundField]]:
        return [(self[came], self[who]) for came, who in map(names_of, self.attendances)]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("heard") == NO:
            self._needs("reason", _("Say why the case was not heard."))
        if typed.get("person_view"):
            self._needs("view_by", _("Say which institution spoke for the person."))
        return self._recorded(typed)

    def _needs(self, name: str, sentence: object) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)

    def _recorded(self, typed: dict[str, Any]) -> dict[str, Any]:
        attended = {}
        for attendance in self.attendances:
            came, who = (typed.pop(name, None) for name in names_of(attendance))
            if came:
                attended[attendance.institution] = who
        return {**typed, "heard": typed.get("heard") == YES, "attended": attended}


def names_of(attendance: Attendance) -> tuple[str, str]:
    return f"came_{attendance.institution_id}", f"who_{attendance.institution_id}"


class LeadForm(StepForm):
    lead = OneThing(
        label=_("Which institution takes the lead?"), help_text=_("It keeps the thread. It sees no more than before.")
    )

    def narrow(self) -> None:
        self.fields["lead"].offer(choices.admitted(self.case))
        self.fields["lead"].initial = self.case.lead_id
