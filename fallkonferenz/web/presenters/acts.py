"""What may be done with a case next, and on each thing that may not, why not.

Asked once each: a template looks at a list before it shows it, and a condition asks the database.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from fallkonferenz.access.check import Standing
from fallkonferenz.access.sight import Sight
from fallkonferenz.access.table import rules_for
from fallkonferenz.cases import conditions
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.sections import WRITABLE, Section
from fallkonferenz.cases.words import State
from fallkonferenz.web.components import Act
from fallkonferenz.web.presenters.links import address


def always(case: Case) -> bool:
    return True


def is_unasked(case: Case) -> bool:
    return case.co_signature_asked_at is None


def waits_for_signature(case: Case) -> bool:
    return case.co_signature_asked_at is not None and case.co_signed_at is None


def is_stopped(case: Case) -> bool:
    return case.sharing_stopped_at is not None


def is_linked_death(case: Case) -> bool:
    return case.endangering_died_at is not None


def is_alive(case: Case) -> bool:
    return case.endangering_died_at is None


def is_not_frozen(case: Case) -> bool:
    return case.frozen_at is None


@dataclass(frozen=True)
class Possible:
    """One line of the panel. ``only`` hides what nobody asks for in this case.

    ``into`` are sections of which one must be open for writing; ``knows`` is the section whose content the answer
    tells of, so it is only for readers of it.
    """

    right: str
    label: object
    only: Callable[[Case], bool] = always
    into: tuple[Section, ...] = ()
    knows: Section | None = None


# fmt: off
STEPS = (
    Possible("ground.decide",         _("Decide after a withdrawal"), is_stopped),
    Possible("case.assess",           _("Assess the risk")),
    Possible("case.dismiss",          _("Do not pursue the flag")),
    Possible("case.co_sign",          _("Co-sign that the case is handled alone"), waits_for_signature),
    Possible("case.convene",          _("Convene a conference")),
    Possible("case.handle_alone",     _("Handle the case alone"), knows=Section.RISK),
    Possible("case.ask_co_signature", _("Ask the case management to co-sign"), is_unasked, knows=Section.RISK),
    Possible("case.not_high_risk",    _("No high-risk case: regular counselling")),
    Possible("case.hold",             _("Hold the conference")),
    Possible("case.agree_measures",   _("Agree the measures")),
    Possible("case.call_off",         _("Call the conference off")),
    Possible("case.close",            _("Close the case")),
    Possible("case.follow_up",        _("Follow-up conference")),
    Possible("case.end_sharing",      _("Close after the withdrawal"), is_stopped),
    Possible("case.close_pair",       _("Close the pair after the death"), is_linked_death),
    Possible("case.reopen",           _("Take up again as a repeat"), is_not_frozen),
)
WRITING = (
    Possible("entry.add",             _("Add an entry"), into=WRITABLE),
    Possible("case.report_incident",  _("Report a new incident"), is_not_frozen, into=(Section.INCIDENT,)),
    Possible("case.report_change",    _("Report a change")),
    Possible("incident.list",         _("Incidents and criteria"), knows=Section.INCIDENT),
    Possible("assessment.begin",      _("Assess with instruments"), into=(Section.RISK,)),
    Possible("assessment.add",        _("Assess the risk anew"), into=(Section.RISK,)),
    Possible("measure.add",           _("Add a measure")),
    Possible("measure.propose",       _("Propose a measure")),
    Possible("party.add",             _("Add a person to the case"),
             into=(Section.CHILDREN, Section.VICTIM, Section.ENDANGERING)),
    Possible("contact.set",           _("Set the safe contact"), into=(Section.PROTECTION,)),
    Possible("reference.set",         _("Set the own reference")),
    Possible("case.flag_linked",      _("Flag a linked case")),
)
SHARING = (
    Possible("case.sight",            _("Who sees what")),
    Possible("admission.admit",       _("Admit an institution")),
    Possible("identity.tell",         _("Record who was told who is meant")),
    Possible("ground.list",           _("Grounds of sharing")),
    Possible("case.leave_uninformed", _("Record why the endangering person is not informed")),
)
RARE = (
    Possible("case.record_death",     _("Record the death of the endangering person"), is_alive),
    Possible("case.freeze",           _("Record the death of the person at risk"), is_not_frozen),
)
# What is missing, the right that brings it, and its words on the link.
HELP = (
    (conditions.has_two_kinds,       "admission.admit",       _("Admit an institution")),
    (conditions.has_own_measure,     "measure.propose",       _("Propose a measure")),
    (conditions.is_reassessed,       "assessment.add",        _("Assess the risk anew")),
    (conditions.is_co_signed,        "case.ask_co_signature", _("Ask the case management to co-sign")),
    (conditions.was_heard,           "case.hold",             _("Hold the conference")),
    (conditions.has_new_measure,     "measure.add",           _("Add a measure")),
    (conditions.tells_the_person,    "measure.add",           _("Add a measure")),
    (conditions.has_no_open_measure, "#measures",             _("To the measures")),
)
# fmt: on


class ActsPresenter:
    """The panel of one reader. What the role can never do is left out; what it cannot do now says why."""

    def __init__(self, standing: Standing, sight: Sight, case: Case, *, to_be_confirmed: bool) -> None:
        self.standing, self.sight, self.case, self.to_be_confirmed = standing, sight, case, to_be_confirmed

    @cached_property
    def steps(self) -> list[Act]:
        """Steps that follow from the present state; what may be taken stands first, and the first of it is the main one."""
        acts = [self._act(each) for each in self._of_role(STEPS) if self._is_here(each)]
        first = next((act for act in acts if act.allowed), None)
        return sorted((act._replace(primary=act is first) for act in acts), key=lambda act: not act.allowed)

    @cached_property
    def later(self) -> list[Act]:
        """Steps of other states, so that nobody looks for them in vain."""
        return [self._act(each) for each in self._of_role(STEPS) if not self._is_here(each)]

    @cached_property
    def writing(self) -> list[Act]:
        return possible(self._writing)

    @cached_property
    def sharing(self) -> list[Act]:
        return possible(self._sharing)

    @cached_property
    def rare(self) -> list[Act]:
        return possible(self._acts(RARE))

    @cached_property
    def blocked(self) -> list[Act]:
        """Everything else that the role could do with a case, each with the sentence why not now."""
        return [*self.later, *(act for act in (*self._writing, *self._sharing) if not act.allowed)]

    @cached_property
    def _writing(self) -> list[Act]:
        confirm = (Possible("case.confirm_referral", _("Confirm a referral")),) if self.to_be_confirmed else ()
        return self._acts((*confirm, *WRITING))

    @cached_property
    def _sharing(self) -> list[Act]:
        return self._acts(SHARING)

    def _acts(self, group: Iterable[Possible]) -> list[Act]:
        return [self._act(each) for each in self._of_role(group)]

    def _of_role(self, group: Iterable[Possible]) -> list[Possible]:
        role = self.standing.person.role
        return [each for each in group if rules_for(each.right, role) and each.only(self.case) and self._in_sight(each)]

    def _in_sight(self, possible: Possible) -> bool:
        writes = not possible.into or any(self.sight.contributes(section) for section in possible.into)
        return writes and (possible.knows is None or self.sight.reads(possible.knows))

    def _is_here(self, possible: Possible) -> bool:
        rules = rules_for(possible.right, self.standing.person.role)
        return any(State(self.case.state) in rule.states for rule in rules)

    def _act(self, possible: Possible) -> Act:
        why_not = self.standing.why_not(possible.right)
        if not why_not:
            return Act(possible.label, address(name_of(possible.right), self.case.pk))
        url, label = self._help(why_not)
        return Act(possible.label, url, allowed=False, why_not=why_not, hint=label)

    def _help(self, why_not: str) -> tuple[str, object]:
        """Where the missing fact is entered, if this reader may enter it."""
        for condition, place, label in HELP:
            if str(condition.reason) == why_not and (place.startswith("#") or self._may(place)):
                return (place if place.startswith("#") else address(name_of(place), self.case.pk)), label
        return "", ""

    def _may(self, right: str) -> bool:
        return not self.standing.refusal(right)


def possible(acts: list[Act]) -> list[Act]:
    """What can be done now; it says why not on its own page if things change meanwhile."""
    return [act for act in acts if act.allowed]


def name_of(right: str) -> str:
    """Of its address: the right, spelled as addresses are."""
    return right.replace(".", "-")
