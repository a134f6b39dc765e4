"""What stands at the head of a case file or a measure by one query: many small things, instead of a query each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, ExpressionWrapper, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from fallkonferenz.access.anew import next_assessment
from fallkonferenz.access.scope import parties_among
from fallkonferenz.access.seen import contacts_seen_by, firearms_seen_by, is_assessing, lowerings_seen_by
from fallkonferenz.access.sight import Sight
from fallkonferenz.cases.asking import questions
from fallkonferenz.cases.levels import Moved
from fallkonferenz.cases.models import Case, FirearmsAnswer, Lowering, OwnReference, Party, Reassessment, SafeContact
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Because, Firearms
from fallkonferenz.conferences.models import AgendaItem, Attendance
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.measures.models import Measure, Reveal

# An answer about firearms, as columns of one row.
ARMS, ARMS_OF = ("answer", "at"), {"house": "institution_id", "name": "institution__name"}


@dataclass(frozen=True)
class Glance:
    """``contact`` is the latest that may be read, ``arms`` the latest of each institution, the oldest first; ``said`` answers the conditions of the next steps.

    ``lowered`` are the lowerings that may be read, and ``is_assessing`` says that the own institution is making an
    assessment. ``next_assessment`` is when the risk is to be assessed anew, and ``separated_at`` when a separation was
    reported last; both for who reads the section on risk.
    """

    parties: list[Party]
    reference: OwnReference | None
    contact: SafeContact | None
    arms: list[FirearmsAnswer]
    next_assessment: datetime | None
    lowered: list[Moved]
    separated_at: datetime | None
    is_assessing: bool
    region: dict[int, Institution]
    said: Mapping[str, Any]

    @property
    def firearms(self) -> FirearmsAnswer | None:
        """The latest answer."""
        return self.arms[-1] if self.arms else None


def glance(person: Person, case: Case, sight: Sight) -> Glance:
    """NotVisible must have been asked before: whoever sees the case at all sees it like this."""
    latest = SafeContact.objects.filter(contacts_seen_by(person), case=OuterRef("pk")).values("pk")[:1]
    asked: QuerySet[Any] = Case.objects.filter(pk=case.pk).annotate(
        persons=rows_of(Party.objects.filter(case=OuterRef("pk")), "pk", "role", "code"),
        own_reference=FilteredRelation(
            "own_references", condition=Q(own_references__institution=person.institution_id)
        ),
        contact=FilteredRelation("safe_contacts", condition=Q(safe_contacts__pk=Subquery(latest))),
        arms=rows_of(_answers(person), *ARMS, **ARMS_OF),
        next_assessment=next_assessment(person),
        falls=rows_of(_lowerings(person), "to_level", "decided_at"),
        separated_at=Subquery(_separations().values("made_at")[:1]),
        assessing=ExpressionWrapper(is_assessing(person), output_field=BooleanField()),
        # Through whom stands sealed in the contact, so that the database cannot join it: the names of the region come along.
        offices=rows_of(Institution.objects.filter(region=OuterRef("region")), "pk", "name"),
        **questions(case),
    )
    row = asked.select_related("own_reference", "contact").get()
    persons = [Party(pk=UUID(each["pk"]), case=case, role=each["role"], code=each["code"]) for each in row.persons]
    return Glance(
        parties=parties_among(persons, sight),
        reference=getattr(row, "own_reference", None),  # not set at all where there is none
        contact=getattr(row, "contact", None),
        arms=answered(row.arms),
        next_assessment=row.next_assessment if sight.reads(Section.RISK) else None,
        lowered=[
            Moved(datetime.fromisoformat(each["decided_at"]), each["to_level"], lowers=True) for each in row.falls
        ],
        separated_at=row.separated_at if sight.reads(Section.RISK) else None,
        is_assessing=row.assessing,
        region={each["pk"]: Institution(**each) for each in row.offices},
        said=vars(row),
    )


def _lowerings(person: Person) -> QuerySet[Any]:
    return Lowering.objects.confirmed().filter(lowerings_seen_by(person), case=OuterRef("pk"))


def _separations() -> QuerySet[Any]:
    """What was reported of the case, settled or not; the latest first."""
    reported = Reassessment.objects.filter(case=OuterRef("pk"), because=Because.SEPARATION)
    return reported.order_by("-made_at")


def _answers(person: Person) -> QuerySet[Any]:
    """Row-level security shows others' answers with the section on risk; a ground may be needed, too.

    After a yes an unknown tells nothing new: what was known before it stays at the head.
    """
    seen = FirearmsAnswer.objects.filter(firearms_seen_by(person))
    earlier = seen.filter(case=OuterRef("case"), answer=Firearms.YES)
    hides = Q(answer=Firearms.UNKNOWN) & Exists(earlier)
    return seen.filter(~hides, case=OuterRef("pk")).order_by("institution_id", "-at").distinct("institution_id")


def answered(rows: Iterable[Mapping[str, Any]]) -> list[FirearmsAnswer]:
    """Answers about firearms, fetched as ARMS; the oldest first."""
    return sorted((_answered(**each) for each in rows), key=lambda each: each.at)


def _answered(*, answer: str, at: str, house: int, name: str) -> FirearmsAnswer:
    return FirearmsAnswer(answer=answer, at=datetime.fromisoformat(at), institution=Institution(pk=house, name=name))


def named_in(measure: Measure) -> tuple[list[Section], list[Institution]]:
    """The sections a measure reveals, and who contributes to it."""
    asked: QuerySet[Any] = Measure.objects.filter(pk=measure.pk)
    row = asked.values(
        sections=ArraySubquery(Reveal.objects.filter(measure=OuterRef("pk")).values("section")),
        houses=rows_of(Institution.objects.filter(contributions__measure=OuterRef("pk")), "pk", "name"),
    ).get()
    return [Section(each) for each in row["sections"]], [Institution(**each) for each in row["houses"]]


def items_of(case: Case) -> list[AgendaItem]:
    """The items of the case on any agenda, each with the ``places`` at its table."""
    places = Attendance.objects.filter(item=OuterRef("pk"))
    rows = rows_of(places, "answer", house="institution_id", name="institution__name")
    items = list(AgendaItem.objects.filter(case=case).annotate(places=rows).select_related("conference"))
    for item in items:
        item.places = [_place(**each) for each in item.places]
    return items


def _place(*, answer: str, house: int, name: str) -> Attendance:
    return Attendance(answer=answer, institution=Institution(pk=house, name=name))


def rows_of(things: QuerySet[Any], *columns: str, **named: str) -> ArraySubquery:
    """Few open columns of the rows that belong to a row, in their order."""
    paths = {**{column: column for column in columns}, **named}
    return ArraySubquery(things.values(row=JSONObject(**paths)))
