"""Who is told of what: decided when it is told, not when it happened. Nobody is told of what they may not see.

Whatever a row says, only people with an open account are told, whose institution takes part now and who are not excluded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Manager, OuterRef, Q, QuerySet

from fallkonferenz.access.relations import ALWAYS
from fallkonferenz.access.seen import assessments_seen_by, entries_seen_by
from fallkonferenz.access.table import TABLE
from fallkonferenz.cases.models import Assessment, Case, Entry, Exclusion, Ground, Participation
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


def _invited(message: Message) -> Q:
    """Invited to the meeting that last had the case on its agenda."""
    latest = AgendaItem.objects.filter(case=message.case).order_by("-conference__starts_at").values("pk")[:1]
    return Q(institution__in=Attendance.objects.filter(item__in=latest).values("institution"))


def _of_case(column: str) -> Callable[[Message], Q]:
    return lambda message: Q(institution__in=Case.objects.filter(pk=message.case).values(column))


def _of_what_it_is_about(things: Manager[Any], column: str) -> Callable[[Message], Q]:
    return lambda message: Q(institution__in=things.filter(Q(pk=message.about)).values(column))


# fmt: off
ADMITTED        = Circle("all who are admitted",      lambda message: ALWAYS)
MANAGEMENT      = Circle("the case management",       lambda message: Q(institution__kind=Kind.CASE_MANAGEMENT))
RECOGNISING     = Circle("who referred last",         _of_case("recognised_by"))
LEAD            = Circle("who leads",                 _of_case("lead"))
INVITED         = Circle("who was invited",           _invited)
NEW             = Circle("whose admission it is",          _of_what_it_is_about(Participation.objects, "institution"))
SHARING         = Circle("whose entries it opens",    _of_what_it_is_about(Ground.objects, "discloser"))
RESPONSIBLE     = Circle("who is responsible for it", _of_what_it_is_about(Measure.objects, "responsible"))
CONTRIBUTING    = Circle("who contributes to it",     _of_what_it_is_about(Measure.objects, "contributions__institution"))
SEES_ENTRY      = Circle("who sees the entry",        _who_sees(Entry.objects.all(), entries_seen_by))
SEES_ASSESSMENT = Circle("who sees the assessment",   _who_sees(Assessment.objects.all(), assessments_seen_by))

# The case management contributes to every measure.
OBLIGED = RESPONSIBLE | CONTRIBUTING

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
    "case.reassess":           MANAGEMENT | RECOGNISING | LEAD,
    "case.reassess_due":       MANAGEMENT | RECOGNISING | LEAD,
    "case.wait_over":          MANAGEMENT,
    "case.sharing_due":        MANAGEMENT,
    "case.review_due":         MANAGEMENT,
    "case.uninformed_due":     MANAGEMENT,
    "assessment.add":          SEES_ASSESSMENT,
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
