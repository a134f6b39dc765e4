"""Forms of grounds of sharing: recorded, taken back, decided on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.access import choices
from fallkonferenz.access.scope import parties_visible, sections_visible
from fallkonferenz.cases.sections import NOT_HERE, WRITABLE, Section
from fallkonferenz.cases.words import GIVEN_BY_SOMEBODY, Decision, GivenBy, GroundForm, GroundKind
from fallkonferenz.institutions.kinds import Kind, Role
from fallkonferenz.institutions.models import Institution
from fallkonferenz.web.forms.fields import AnyOf, FreeText, FutureDay, Moment, OneOf, asked
from fallkonferenz.web.forms.flagging import end_of
from fallkonferenz.web.forms.steps import CaseForm
from fallkonferenz.web.forms.things import OneThing, SomeThings

# § 78 SGB X: what the youth office hands to them is no longer bound to its purpose.
FREED_BY = (Kind.POLICE, Kind.PROSECUTION)
# To close is a step of its own, with its reasons.
DECISIONS = (Decision.OTHER_GROUND, Decision.ANONYMOUS)


GIVEN = _("for consent and release")


class RecordForm(CaseForm):
    """Who shares what with whom about whom, and why that is allowed."""

    discloser = OneThing(label=_("Whose entries?"))
    recipients = SomeThings(label=_("For whom?"))
    sections = AnyOf(label=_("Which sections?"))
    concerns = OneThing(label=_("Whom does it concern?"), help_text=_("It opens nothing of another person."))
    kind = OneOf(label=_("On which ground?"), choices=GroundKind.choices)
    given_by = asked(
        GIVEN,
        OneOf(label=_("Who gave it?"), choices=GivenBy.choices, help_text=_("Never the endangering person.")),
    )
    form = asked(GIVEN, OneOf(label=_("In which form?"), choices=GroundForm.choices))
    reasons = asked(
        _("for a legal ground"),
        FreeText(label=_("Reasons"), never=NOT_HERE[Section.RISK], rows=3, help_text=_("Why does it hold here?")),
    )
    given_at = Moment(label=_("Since when?"), initial=clock.now)
    expires_at = FutureDay(label=_("Until"), required=False, help_text=_("Empty: until it is withdrawn."))
    purpose_ends = forms.BooleanField(
        label=_("I know that the purpose no longer binds"),
        required=False,
        help_text=_(
            "What the youth office gives to police or prosecution may be used beyond its purpose (§ 78 SGB X)."
        ),
    )

    def narrow(self) -> None:
        institutions = choices.known_to(self.by, self.case)
        self._ask_who_shares(institutions)
        self.fields["recipients"].offer([each for each in institutions if self.manages or each != self._own])
        sight = sections_visible(self.by, self.case)
        sections = [each for each in WRITABLE if self.manages or sight.contributes(each)]
        self.fields["sections"].choices = [(section.value, section.label) for section in sections]
        self.fields["concerns"].offer(parties_visible(sight, self.case))
        if not self._may_free(institutions):
            del self.fields["purpose_ends"]

    def _ask_who_shares(self, institutions: list[Institution]) -> None:
        """A professional speaks for the own institution only."""
        if self.manages:
            self.fields["discloser"].offer(institutions)
        else:
            del self.fields["discloser"]

    @property
    def manages(self) -> bool:
        return self.by.role == Role.CASE_MANAGER

    @property
    def _own(self) -> Institution:
        return self.by.own_institution

    def _may_free(self, institutions: list[Institution]) -> bool:
        kinds = {each.kind for each in institutions}
        shares = Kind.YOUTH_SERVICES in kinds if self.manages else self._own.kind == Kind.YOUTH_SERVICES
        return shares and not kinds.isdisjoint(FREED_BY)

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        typed.setdefault("discloser", None if self.manages else self._own)
        self._check_who_or_why(typed)
        self._check_purpose(typed)
        if typed.get("recipients") == [typed["discloser"]]:
            self.add_error("recipients", _("An institution shares with others, not with itself."))
        typed["expires_at"] = end_of(typed.get("expires_at"))
        return typed

    def _check_who_or_why(self, typed: dict[str, Any]) -> None:
        if typed.get("kind") in GIVEN_BY_SOMEBODY:
            self._needs("given_by", _("Say who gave it."))
            self._needs("form", _("Say in which form."))
        elif typed.get("kind"):
            self._needs("reasons", _("A legal ground needs its reasons."))

    def _check_purpose(self, typed: dict[str, Any]) -> None:
        knows = typed.pop("purpose_ends", False)
        shares = typed["discloser"] is not None and typed["discloser"].kind == Kind.YOUTH_SERVICES
        frees = shares and any(each.kind in FREED_BY for each in typed.get("recipients", []))
        if frees and not knows:
            self.add_error("purpose_ends", _("Confirm this before youth services share with police or prosecution."))

    def _needs(self, name: str, sentence: object) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)


class WithdrawForm(CaseForm):
    """One discloser, one recipient: everything in force between the two stops."""

    between = forms.ChoiceField(label=_("Whose entries, for whom?"))

    def narrow(self) -> None:
        grounds = choices.grounds_in_force(self.case, self.by)
        self.pairs = {f"{each.discloser_id}-{each.recipient_id}": (each.discloser, each.recipient) for each in grounds}
        says = [(key, f"{discloser} → {recipient}") for key, (discloser, recipient) in self.pairs.items()]
        self.fields["between"].choices = [("", _("Please choose")), *says]

    def clean(self) -> dict[str, Any]:
        pair = self.pairs.get(super().clean().get("between"))
        return {"discloser": pair[0], "recipient": pair[1]} if pair else {}


class DecideForm(CaseForm):
    decision = OneOf(
        label=_("How does it go on?"),
        choices=[(each.value, each.label) for each in DECISIONS],
        help_text=_("To close the case instead, take the step “close after the withdrawal” in the case file."),
    )
