"""How a screen gets judgements of the risk: assessments, what was answered in them, requests to lower, dissent, the level.

A part of ``scope``: what is not visible does not exist.
"""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, QuerySet

from fallkonferenz.access.scope import assessments_visible, one_or_404
from fallkonferenz.access.seen import (
    answers_seen_by,
    assessment_is_open_to,
    assessments_seen_by,
    dissents_seen_by,
    firearms_seen_by,
    is_assessing,
    lowerings_seen_by,
)
from fallkonferenz.cases.levels import Moved, replayed
from fallkonferenz.cases.models import Assessment, Case, Dissent, FirearmsAnswer, Lowering
from fallkonferenz.cases.models.lowering import Lowerings
from fallkonferenz.institutions.models import Person


def assessment_or_404(person: Person, pk: UUID) -> Assessment:
    """A completed one that may be read, or the one the own institution is making.

    ``shows_answers``: whether its single answers, and how the person at risk sees it, may be read too;
    ``is_assessing``: whether the own institution is making one of the case.
    """
    answers = ExpressionWrapper(answers_seen_by(person), output_field=BooleanField())
    assessing = ExpressionWrapper(is_assessing(person, "case"), output_field=BooleanField())
    seen = Assessment.objects.filter(assessments_seen_by(person) | assessment_is_open_to(person))
    seen = seen.annotate(shows_answers=answers, is_assessing=assessing)
    found: Any = one_or_404(seen.select_related("case", "institution", "author", "hearing"), pk, person)
    found.fetched_for = person.pk
    return cast(Assessment, found)


def again_or_404(person: Person, assessment: Assessment) -> Assessment:
    """The same for one at hand; not asked again if it was fetched for this very person."""
    if getattr(assessment, "fetched_for", None) == person.pk:
        return assessment
    return assessment_or_404(person, assessment.pk)


def lowering_or_404(person: Person, pk: UUID) -> Lowering:
    seen = Lowering.objects.filter(lowerings_seen_by(person))
    found: Lowering = one_or_404(
        seen.select_related("case", "institution", "author", "decided_institution"), pk, person
    )
    return found


def assessments_of_page(person: Person, case: Case) -> QuerySet[Assessment]:
    """Those that may be read, and the one the own institution is making."""
    seen = Assessment.objects.filter(assessments_seen_by(person) | assessment_is_open_to(person), case=case)
    return seen.select_related("institution", "author")


def own_open(person: Person, case: Case) -> Assessment | None:
    """The one that the own institution is making."""
    return Assessment.objects.filter(assessment_is_open_to(person), case=case).select_related("author").first()


def lowerings_visible(person: Person, case: Case) -> Lowerings:
    seen: Lowerings = Lowering.objects.filter(lowerings_seen_by(person), case=case)
    return seen.select_related("case", "institution", "author", "decided_institution", "decided_by", "assessment")


def dissents_visible(person: Person, case: Case) -> QuerySet[Dissent]:
    return Dissent.objects.filter(dissents_seen_by(person), case=case).select_related("institution", "author")


def firearms_visible(person: Person, case: Case) -> QuerySet[FirearmsAnswer]:
    """What was answered about firearms, latest first."""
    seen = FirearmsAnswer.objects.filter(firearms_seen_by(person), case=case)
    return seen.select_related("institution").order_by("-at")


def level_visible(person: Person, case: Case) -> str:
    """The level that follows from what the person may see; that of the case itself is for its machine."""
    return level_of(assessments_visible(person, case), lowerings_visible(person, case))


def level_of(completed: Iterable[Assessment], lowerings: Iterable[Lowering]) -> str:
    """The same, of rows that were fetched already."""
    raised = [Moved(row.at, row.level) for row in completed]
    lowered = [
        Moved(row.decided_at, row.to_level, lowers=True) for row in lowerings if row.decided_at and row.was_confirmed
    ]
    return replayed([*raised, *lowered])
