"""May this person do this to that thing, now? One question, one answer, one sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from fallkonferenz.access.facts import NONE, facts_of, facts_of_each
from fallkonferenz.access.refusals import Denied, NotNow, NotVisible, Refusal
from fallkonferenz.access.relations import NO_CASE, Relation
from fallkonferenz.access.seen import is_assessing
from fallkonferenz.access.sight import sight_of
from fallkonferenz.access.table import Rule, rules_for
from fallkonferenz.cases import asking
from fallkonferenz.cases import lifecycle as cases
from fallkonferenz.cases.conditions import FROZEN
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.sections import Section
from fallkonferenz.conferences.models import Attendance
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures import lifecycle as measures
from fallkonferenz.measures.models import Measure

STILL_IN_A_FROZEN_CASE = frozenset(
    {
        "case.read",
        "case.sight",
        "measure.read",
        "assessment.list",
        "assessment.read",
        "level.read_lower",
        "incident.list",
        "ground.list",
        "admission.withdraw",
        "admission.exclude",
    }
)
JUDGED_BY = {
    "case.handle_alone": Section.RISK,
    "case.ask_co_signature": Section.RISK,
    "incident.list": Section.INCIDENT,
}
# What these steps are answered by is the level, and with it what others found.
BY_THE_LEVEL = frozenset(
    {"case.not_high_risk", "case.handle_alone", "case.ask_co_signature", "case.co_sign", "level.ask_lower"}
)


@dataclass(frozen=True)
class Standing:
    """How one person stands to one thing (``None``: to nothing in particular), asked of the database once."""

    person: Person
    thing: Model | None
    said: Mapping[str, Any] | None = None  # to the questions of the next steps, if that was asked already
    assesses: bool | None = None  # whether the own institution has an open assessment, if that is known already

    @cached_property
    def relations(self) -> frozenset[Relation]:
        if self.thing is None:
            return frozenset({NO_CASE})
        return facts_of(self.person, self.thing).relations

    @cached_property
    def answers(self) -> dict[Any, bool]:
        """Which conditions of the next steps hold, as far as only the database knows; asked of it once for all steps."""
        if self.case is None:
            return {}
        said = self.said or Case.objects.filter(pk=self.case.pk).values(**asking.questions(self.case)).first()
        return asking.answers(self.case, said) if said else {}

    @cached_property
    def case(self) -> Case | None:
        return case_of(self.thing)

    def refusal(self, right: str) -> Refusal | None:
        """Why the table refuses the right; None if it gives it. KeyError if no row of the table names the right."""
        if not self.person.is_active:
            return Denied(_("This account is closed."))
        rules = rules_for(right, self.person.role)
        if not self.relations:
            return NotVisible()
        if not rules:
            return Denied()
        held = [rule for rule in rules if rule.relation in self.relations]
        if not held:
            return Denied(_("Only %(who)s may do this.") % {"who": rules[0].relation.label})
        if not any(self._in_state(rule) for rule in held):
            return self._not_in_this_state()
        return self._frozen(right) or self._blind(right) or self._assessing(right)

    def _assessing(self, right: str) -> NotNow | None:
        """While the own institution assesses independently, no step tells it what level others came to."""
        if right not in BY_THE_LEVEL or not self._is_assessing:
            return None
        return NotNow(_("Your institution is assessing the risk of this case. Complete or discard that first."))

    @cached_property
    def _is_assessing(self) -> bool:
        if self.case is None:
            return False
        if self.assesses is not None:
            return self.assesses
        if self.said and "assessing" in self.said:
            return bool(self.said["assessing"])
        return Case.objects.filter(is_assessing(self.person), pk=self.case.pk).exists()

    def _blind(self, right: str) -> Denied | None:
        """Some acts are answered by what stands in a section; who does not read it must not learn it from the answer."""
        section = JUDGED_BY.get(right)
        if section is None or self.case is None or sight_of(self.person, self.case).reads(section):
            return None
        return Denied(
            _("Only an institution that reads the section “%(section)s” can do this.") % {"section": section.label}
        )

    def _frozen(self, right: str) -> NotNow | None:
        """When the person at risk has died, the case is kept unchanged: it may be read, and sight may be taken away."""
        if self.case is None or self.case.frozen_at is None or right in STILL_IN_A_FROZEN_CASE:
            return None
        return NotNow(FROZEN)

    def _in_state(self, rule: Rule) -> bool:
        return self.case is None or self.case.state in rule.states

    def _not_in_this_state(self) -> NotNow:
        state = self.case.get_state_display() if self.case else ""
        return NotNow(_("Not possible while the case is “%(state)s”.") % {"state": state})

    def why_not(self, right: str) -> str:
        """One sentence: the tooltip of the disabled button. Empty if the way is free."""
        refusal = self.refusal(right)
        if refusal:
            return refusal.sentence
        return self._missing(*right.split("."))

    def _missing(self, noun: str, step: str) -> str:
        """What the machine of a case or of a measure misses, if the right is one of its steps."""
        if noun == "case" and self.case is not None and hasattr(Case, step):
            return str(cases.what_is_missing(self.case, step, before_form=True, holds=self._holds))
        if noun == "measure" and isinstance(self.thing, Measure) and hasattr(Measure, step):
            return str(measures.what_is_missing(self.thing, step))
        return ""

    def _holds(self, condition: Callable[[Case], bool], case: Case) -> bool:
        asks = hasattr(condition, "question")
        return self.answers[condition] if asks and condition in self.answers else condition(case)


def standings(person: Person, things: list[Model]) -> dict[Any, Standing]:
    """How one person stands to several things of one kind, asked of the database once for all of them."""
    facts = facts_of_each(person, things)
    made = {thing.pk: Standing(person, thing) for thing in things}
    for pk, standing in made.items():
        vars(standing)["relations"] = facts.get(pk, NONE).relations  # the cached property, filled beforehand
    return made


def case_of(thing: Model | None) -> Case | None:
    """The case a thing belongs to, if it belongs to one; NotVisible if row-level security hides it from who acts."""
    if isinstance(thing, Case):
        return thing
    try:
        return thing.item.case if isinstance(thing, Attendance) else getattr(thing, "case", None)
    except Case.DoesNotExist as hidden:
        raise NotVisible from hidden


def allows(person: Person, right: str, thing: Model | None = None) -> bool:
    return Standing(person, thing).refusal(right) is None


def require(person: Person, right: str, thing: Model | None = None) -> None:
    """Raise the refusal with its sentence unless the table gives ``right``."""
    refusal = Standing(person, thing).refusal(right)
    if refusal:
        raise refusal


def explain(person: Person, right: str, thing: Model | None = None) -> str:
    """Why not, in one sentence; empty if it may be done now."""
    return Standing(person, thing).why_not(right)
