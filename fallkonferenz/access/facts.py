"""What the database says of one person and one thing: relations and held rights, by one query and once in a frame.

Pages ask for the same facts in many places. They are kept for the frame alone; an act never looks at what was kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, ExpressionWrapper, Model, OuterRef, QuerySet
from django.db.models.expressions import Combinable

from fallkonferenz.access import frame
from fallkonferenz.access.held import named
from fallkonferenz.access.relations import (
    ADMITTED,
    ASSESSING,
    AT_TABLE,
    EVERYWHERE,
    IN_CASE,
    INVITED,
    OF_REGION,
    OWN,
    OWN_DRAFT,
    RECOGNISING,
    RESPONSIBLE,
    WRITTEN,
    Relation,
    is_own_admission,
)
from fallkonferenz.cases.models import Assessment, Case, CaseGroupRight, Entry, Lowering, Participation
from fallkonferenz.conferences.models import Attendance, Conference
from fallkonferenz.drafts.models import Draft
from fallkonferenz.institutions.models import Institution, Person, Region
from fallkonferenz.measures.models import Measure
from fallkonferenz.outbox.models import Notice
from risk.models import Pack

Found = TypeVar("Found", bound=Model)

# Which relations can be asked of which kind of thing; with each the wider one it lies within.
FITTING: dict[type[Model], tuple[Relation, ...]] = {
    Case: (ADMITTED, RECOGNISING),
    Entry: (IN_CASE, WRITTEN),
    Assessment: (IN_CASE, ASSESSING),
    Lowering: (IN_CASE,),
    Measure: (IN_CASE, RESPONSIBLE),
    Attendance: (INVITED,),
    Conference: (AT_TABLE, OF_REGION),
    Notice: (OWN,),
    Draft: (OWN_DRAFT,),
    Region: (EVERYWHERE,),
    Institution: (EVERYWHERE,),
    Person: (EVERYWHERE,),
    Pack: (EVERYWHERE,),
}
# Put together once: building it anew for each check would cost more than answering it.
HELD = CaseGroupRight.objects.filter(content_object=OuterRef("case"), group=OuterRef("institution"))
OF_ADMISSION = Participation.objects.values_list(
    "case", "case__recognised_by", ArraySubquery(HELD.values("permission"))
)


@dataclass(frozen=True)
class Facts:
    """``rights`` are codenames that the own institution holds on a case; of other things there are none."""

    relations: frozenset[Relation] = frozenset()
    rights: frozenset[str] = frozenset()


NONE = Facts()


def facts_of(person: Person, thing: Model) -> Facts:
    """Those of this frame, or asked now; a thing that is hidden or gone has none."""
    known = frame.known()
    key = _key(person, thing)
    if key not in known:
        known[key] = facts_of_each(person, [thing]).get(thing.pk, NONE)
    facts: Facts = known[key]
    return facts


def facts_of_each(person: Person, things: Iterable[Model]) -> dict[Any, Facts]:
    """The same for things of one kind, by their keys, asked anew and all at once."""
    asked = list(things)
    if not asked:
        return {}
    model, keys = type(asked[0]), [thing.pk for thing in asked]
    return _of_cases(person, keys) if model is Case else _of_things(person, model, keys)


def _of_cases(person: Person, keys: list[Any]) -> dict[Any, Facts]:
    """Asked of the admissions, as the list is: most of that question is the same for everybody."""
    rows = OF_ADMISSION.filter(is_own_admission(person), case__in=keys)
    return {case: _of_admission(recognised_by == person.institution_id, held) for case, recognised_by, held in rows}


def _of_admission(is_recognising: bool, rights: list[int]) -> Facts:
    return Facts(frozenset({ADMITTED, RECOGNISING} if is_recognising else {ADMITTED}), named(rights))


def _of_things(person: Person, model: type[Model], keys: list[Any]) -> dict[Any, Facts]:
    found = model._base_manager.filter(pk__in=keys)
    questions = _questions(person, model)
    rows = found.annotate(**questions).values("pk", *questions)
    return {row["pk"]: _facts(model, row) for row in rows}


def with_facts(found: QuerySet[Found], person: Person) -> QuerySet[Found]:
    """The same things, each with its facts, so that a page that fetches a thing need not ask again."""
    asked: QuerySet[Found] = found.annotate(**_questions(person, found.model))
    return asked


def keep_facts(person: Person, thing: Model) -> None:
    """For the rest of the frame, of a thing that came ``with_facts``."""
    frame.known()[_key(person, thing)] = _facts(type(thing), vars(thing))


def _key(person: Person, thing: Model) -> tuple[object, ...]:
    return person.pk, person.institution_id, person.is_active, type(thing), thing.pk


def _questions(person: Person, model: type[Model]) -> dict[str, Combinable]:
    asked: dict[str, Combinable] = {
        f"holds_{number}": ExpressionWrapper(relation.own(person), output_field=BooleanField())
        for number, relation in enumerate(FITTING[model])
    }
    if model is Case:
        held = CaseGroupRight.objects.filter(content_object=OuterRef("pk"), group=person.institution_id)
        asked["holds_rights"] = ArraySubquery(held.values("permission"))
    return asked


def _facts(model: type[Model], row: dict[str, Any]) -> Facts:
    said = {relation for number, relation in enumerate(FITTING[model]) if row[f"holds_{number}"]}
    held = frozenset(relation for relation in said if relation.within is None or relation.within in said)
    return Facts(held, named(row.get("holds_rights") or ()))
