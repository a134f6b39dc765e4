"""What stands at the head of a case file or a measure by one query: many small things, instead of a query each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from fallkonferenz.access.scope import parties_among
from fallkonferenz.access.seen import contacts_seen_by
from fallkonferenz.access.sight import Sight
from fallkonferenz.cases.asking import questions
from fallkonferenz.cases.models import Case, OwnReference, Party, SafeContact
from fallkonferenz.cases.sections import Section
from fallkonferenz.conferences.models import AgendaItem, Attendance
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.measures.models import Measure, Reveal


@dataclass(frozen=True)
class Glance:
    """``contact`` is the latest that may be read; ``said`` answers the conditions of the next steps, by their names."""

    parties: list[Party]
    reference: OwnReference | None
    contact: SafeContact | None
    region: dict[int, Institution]
    said: Mapping[str, Any]


def glance(person: Person, case: Case, sight: Sight) -> Glance:
    """NotVisible must have been asked before: whoever sees the case at all sees it like this."""
    latest = SafeContact.objects.filter(contacts_seen_by(person), case=OuterRef("pk")).values("pk")[:1]
    asked: QuerySet[Any] = Case.objects.filter(pk=case.pk).annotate(
        persons=_rows_of(Party.objects.filter(case=OuterRef("pk")), "pk", "role", "code"),
        own_reference=FilteredRelation(
            "own_references", condition=Q(own_references__institution=person.institution_id)
        ),
        contact=FilteredRelation("safe_contacts", condition=Q(safe_contacts__pk=Subquery(latest))),
        # Through whom stands sealed in the contact, so that the database cannot join it: the names of the region come along.
        offices=_rows_of(Institution.objects.filter(region=OuterRef("region")), "pk", "name"),
        **questions(case),
    )
    row = asked.select_related("own_reference", "contact").get()
    persons = [Party(pk=UUID(each["pk"]), case=case, role=each["role"], code=each["code"]) for each in row.persons]
    return Glance(
        parties=parties_among(persons, sight),
        reference=getattr(row, "own_reference", None),  # not set at all where there is none
        contact=getattr(row, "contact", None),
        region={each["pk"]: Institution(**each) for each in row.offices},
        said=vars(row),
    )


def named_in(measure: Measure) -> tuple[list[Section], list[Institution]]:
    """The sections a measure reveals, and who contributes to it."""
    asked: QuerySet[Any] = Measure.objects.filter(pk=measure.pk)
    row = asked.values(
        sections=ArraySubquery(Reveal.objects.filter(measure=OuterRef("pk")).values("section")),
        houses=_rows_of(Institution.objects.filter(contributions__measure=OuterRef("pk")), "pk", "name"),
    ).get()
    return [Section(each) for each in row["sections"]], [Institution(**each) for each in row["houses"]]


def items_of(case: Case) -> list[AgendaItem]:
    """The items of the case on any agenda, each with the ``places`` at its table."""
    places = Attendance.objects.filter(item=OuterRef("pk"))
    rows = _rows_of(places, "answer", house="institution_id", name="institution__name")
    items = list(AgendaItem.objects.filter(case=case).annotate(places=rows).select_related("conference"))
    for item in items:
        item.places = [_place(**each) for each in item.places]
    return items


def _place(*, answer: str, house: int, name: str) -> Attendance:
    return Attendance(answer=answer, institution=Institution(pk=house, name=name))


def _rows_of(things: QuerySet[Any], *columns: str, **named: str) -> ArraySubquery:
    """Few open columns of the rows that belong to a row, in their order."""
    paths = {**{column: column for column in columns}, **named}
    return ArraySubquery(things.values(row=JSONObject(**paths)))
