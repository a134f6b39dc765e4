"""Who is told of what: decided when it is told, not when it happened. Nobody is told of what they may not see.

Whatever a row says, only people with an open account are told, whose institution takes part now and who are not excluded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from fallkonferenz.access.relations import ALWAYS
from fallkonferenz.access.seen import (
    assessments_seen_by,
    dissents_seen_by,
    entries_seen_by,
    is_assessing,
    lowerings_seen_by,
    risk_is_read_by,
    risk_is_written_by,
)
from fallkonferenz.access.table import TABLE
from fallkonferenz.cases.models import Assessment, Case, Dissent, Entry, Exclusion, Ground, Lowering, Participation
from fallkonferenz.conferences.models import AgendaItem, Attendance
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures.models import Measure
from fallkonferenz.outbox.models import Message

# Whoever may read a case at all.
READERS = {rule.role for rule in TABLE if rule.right == "case.read"}


@dataclass(frozen=True)
class Circle:
    """A circle of people around a case, as one Q object on persons."""

    name: str
    holds: Callable[[Message], Q]

    def __and__(self, other: "Circle") -> "Circle":
        return Circle(f"{self.name}, if {other.name}", lambda message: self.holds(message) & other.holds(message))

    def __or__(self, other: "Circle") -> "Circle":
        return Circle(f"{self.name}, {other.name}", lambda message: self.holds(message) | other.holds(message))


def _who_sees(things: QuerySet[Any], seen_by: Callable[[Person], Q]) -> Callable[[Message], Q]:
    """People who see the thing the message is about, by the same rule as on the screen."""

    def holds(message: Message) -> Q:
        admitted = Person.objects.without_sign_in().filter(institution__participations__case=message.case)
        people = admitted.select_related("institution")
        thing = things.filter(Q(pk=message.about))
        return Q(pk__in=[person.pk for person in people if thing.filter(seen_by(person)).exists()])

    return holds


def _for_whom_in_case(holds_for: Callable[[Person], Q]) -> Callable[[Message], Q]:
    """People for whom the question about the case is answered with yes."""

    def holds(message: Message) -> Q:
        admitted = Person.objects.without_sign_in().filter(institution__participations__case=message.case)
        case = Case.objects.filter(pk=message.case)
        people = admitted.select_related("institution")
        return Q(pk__in=[person.pk for person in people if case.filter(holds_for(person)).exists()])

    return holds


def _invited(message: Message) -> Q:
    """Invited to the meeting that last had the case on its agenda."""
    latest = AgendaItem.objects.filter(case=message.case).order_by("-conference__starts_at").values("pk")[:1]
    return Q(institution__in=Attendance.objects.filter(item__in=latest).values("institution"))


def _of_case(column: str) -> Callable[[Message], Q]:
    return lambda message: Q(institution__in=Case.objects.filter(pk=message.case).values(column))


def _of_what_it_is_about(things: QuerySet[Any], column: str) -> Callable[[Message], Q]:
    return lambda message: Q(institution__in=things.filter(Q(pk=message.about)).values(column))


def _sees_one_of_others(person: Person) -> Q:
    """Nobody does while the own institution assesses."""
    seen = Assessment.objects.filter(assessments_seen_by(person), case=OuterRef("pk"))
    return Q(Exists(seen.exclude(institution=person.institution_id)))


def _named_or_all(message: Message) -> Q:
    return SAME.holds(message) if message.about else ALWAYS


def _who_began(message: Message) -> Q:
    return Q(pk__in=Assessment.objects.filter(Q(pk=message.about)).values("author"))


# fmt: off
ADMITTED        = Circle("all who are admitted",      lambda message: ALWAYS)
MANAGEMENT      = Circle("the case management",       lambda message: Q(institution__kind=Kind.CASE_MANAGEMENT))
RECOGNISING     = Circle("who referred last",         _of_case("recognised_by"))
LEAD            = Circle("who leads",                 _of_case("lead"))
INVITED         = Circle("who was invited",           _invited)
NEW             = Circle("whose admission it is",          _of_what_it_is_about(Participation.objects.all(), "institution"))
SHARING         = Circle("whose entries it opens",    _of_what_it_is_about(Ground.objects.all(), "discloser"))
RESPONSIBLE     = Circle("who is responsible for it", _of_what_it_is_about(Measure.objects.all(), "responsible"))
CONTRIBUTING    = Circle("who contributes to it",     _of_what_it_is_about(Measure.objects.all(), "contributions__institution"))
ASSESSING       = Circle("who still assesses",        _of_what_it_is_about(Assessment.objects.open(), "institution"))
AUTHOR          = Circle("who began it",              _who_began)
SAME            = Circle("the institution of who assessed", _of_what_it_is_about(Person.objects.all(), "institution"))
NAMED_OR_ALL    = Circle("of the institution of whom it is about, if it is about anybody", _named_or_all)
# What follows from the section on risk, a date too, is told to nobody else.
READS_RISK      = Circle("they read the section on risk",  _for_whom_in_case(risk_is_read_by))
WRITES_RISK     = Circle("they write under risk",     _for_whom_in_case(risk_is_written_by))
# Nor is it told to those who assess independently at the moment, where it follows from what others found.
NOT_ASSESSING   = Circle("they do not assess now",    _for_whom_in_case(lambda person: ~is_assessing(person)))
SEES_OTHERS     = Circle("they see an assessment of others", _for_whom_in_case(_sees_one_of_others))
SEES_ENTRY      = Circle("who sees the entry",        _who_sees(Entry.objects.all(), entries_seen_by))
SEES_ASSESSMENT = Circle("who sees the assessment",   _who_sees(Assessment.objects.all(), assessments_seen_by))
SEES_LOWERING   = Circle("who sees the request",      _who_sees(Lowering.objects.all(), lowerings_seen_by))
SEES_DISSENT    = Circle("who sees the differing view", _who_sees(Dissent.objects.all(), dissents_seen_by))

# The case management contributes to every measure.
OBLIGED = RESPONSIBLE | CONTRIBUTING
# Who follows the risk of a case; when nobody did in time, everybody at the table who may know of it.
FOLLOWING = (MANAGEMENT | RECOGNISING | LEAD) & READS_RISK

WHO: dict[str, Circle] = {
    # kind of message          who is told
    "case.flag":               MANAGEMENT | RECOGNISING,
    "case.joined":             MANAGEMENT | RECOGNISING | LEAD,
    "case.reopen":             ADMITTED,
    "case.report_incident":    MANAGEMENT,
    "case.assess":             ADMITTED,
    "case.dismiss":            ADMITTED,
    "case.not_high_risk":      ADMITTED,
    "case.ask_co_signature":   MANAGEMENT,
    "case.co_sign":            RECOGNISING,
    "case.handle_alone":       ADMITTED,
    "case.convene":            INVITED,
    "case.follow_up":          INVITED,
    "case.call_off":           INVITED | MANAGEMENT,
    "case.hold":               INVITED | MANAGEMENT,
    "case.agree_measures":     ADMITTED,
    "case.close":              ADMITTED,
    "case.close_pair":         ADMITTED,
    "case.end_sharing":        ADMITTED,
    "case.report_change":      MANAGEMENT & READS_RISK,
    "case.reassess":           FOLLOWING,
    "case.reassess_due":       FOLLOWING & NOT_ASSESSING,
    "case.reassess_overdue":   ADMITTED & READS_RISK & NOT_ASSESSING,
    "case.wait_over":          MANAGEMENT & NOT_ASSESSING & NAMED_OR_ALL,
    "case.sharing_due":        MANAGEMENT,
    "case.review_due":         MANAGEMENT,
    "case.uninformed_due":     MANAGEMENT,
    "assessment.add":          SEES_ASSESSMENT,
    "assessment.open":         ASSESSING & (AUTHOR | WRITES_RISK),
    "assessment.meanwhile":    SAME & READS_RISK & SEES_OTHERS,
    "level.ask_lower":         SEES_LOWERING,
    "level.confirm_lower":     SEES_LOWERING,
    "level.refuse_lower":      SEES_LOWERING,
    "level.dissent":           SEES_DISSENT,
    "entry.add":               SEES_ENTRY,
    "entry.correct":           SEES_ENTRY,
    "identity.tell":           NEW,
    "ground.record":           SHARING,
    "ground.withdraw":         MANAGEMENT,
    "ground.decide":           MANAGEMENT,
    "admission.admit":         NEW,
    "admission.narrow":        NEW,
    "admission.withdraw":      MANAGEMENT,
    "admission.run_out":       MANAGEMENT,
    "conference.answer":       MANAGEMENT,
    "conference.contribute":   MANAGEMENT,
    "measure.propose":         OBLIGED,
    "measure.add":             OBLIGED,
    "measure.ask":             OBLIGED,
    "measure.agree":           OBLIGED,
    "measure.drop":            OBLIGED,
    "measure.accept":          OBLIGED,
    "measure.refuse":          OBLIGED,
    "measure.finish":          OBLIGED,
    "measure.overtake":        OBLIGED,
    "measure.decline":         OBLIGED,
    "measure.not_undertake":   OBLIGED,
    "measure.lack_capacity":   OBLIGED,
    "measure.renew":           OBLIGED,
    "measure.due":             RESPONSIBLE,
    "measure.overdue":         OBLIGED,
}
# fmt: on


def recipients(message: Message) -> QuerySet[Person]:
    """Who is told of ``message`` now; not who acted. KeyError if no row of the table names its kind."""
    admitted = Participation.objects.live().filter(case=message.case, institution=OuterRef("institution"))
    excluded = Exclusion.objects.filter(case=message.case, person=OuterRef("pk"))
    people = Person.objects.filter(Exists(admitted), ~Exists(excluded), role__in=READERS, is_active=True)
    return people.filter(WHO[message.kind].holds(message)).exclude(pk=message.by)


def is_early(message: Message) -> bool:
    """That others assessed meanwhile is told to no institution that has begun anew: it waits until that one has ended."""
    if message.kind != "assessment.meanwhile":
        return False
    own = Person.objects.filter(Q(pk=message.about)).values("institution")
    begun = Assessment.objects.open().filter(case=OuterRef("case"), institution=OuterRef("institution"))
    taking_part = Participation.objects.live().filter(case=message.case, institution__in=own)
    return bool(taking_part.filter(Exists(begun)).exists())
