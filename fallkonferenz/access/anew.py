"""When a case is to be assessed anew, as one reader may know it.

The dates follow from the level, and the level from what everybody found. While the own institution assesses, it sees the
dates as they stood when it began, and what has happened since; none that follows from what others found meanwhile.
"""

from django.db.models import Case as Choice
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, When

from fallkonferenz import clock
from fallkonferenz.access.seen import is_assessing
from fallkonferenz.cases.models import Assessment, Case, Reassessment
from fallkonferenz.cases.models.reassessment import next_in
from fallkonferenz.cases.words import OF_TIME
from fallkonferenz.institutions.models import Person


def next_assessment(person: Person, case: str = "pk") -> Choice:
    """The nearest date, as an expression; NULL where nothing is open. ``case`` is the way to the case."""
    as_begun = _as_begun(person).filter(case=OuterRef(case)).order_by("due_at")
    return Choice(When(is_assessing(person, case), then=Subquery(as_begun.values("due_at")[:1])), default=next_in(case))


def is_due(person: Person, case: str = "pk") -> Q:
    """Something has fallen due that the person may know of."""
    now, assesses = clock.now(), is_assessing(person, case)
    as_begun = _as_begun(person).filter(case=OuterRef(case), due_at__lte=now)
    due = Reassessment.objects.due().filter(case=OuterRef(case))
    return (assesses & Q(Exists(as_begun))) | (~assesses & Q(Exists(due)))


def reassessments_visible(person: Person, case: Case) -> QuerySet[Reassessment]:
    """All rows of a case, settled ones too, for who reads the section on risk."""
    own = Assessment.objects.open().filter(case=case, institution=person.institution_id)
    hidden = Q(because__in=OF_TIME) & Q(Exists(own.filter(begun_at__lt=OuterRef("made_at"))))
    return Reassessment.objects.filter(~hidden, case=case)


def _as_begun(person: Person) -> QuerySet[Reassessment]:
    """What was open when the own assessment was begun, also if others have settled it since, and what happened after."""
    own = Assessment.objects.open().filter(case=OuterRef("case"), institution=person.institution_id)
    rows = Reassessment.objects.annotate(begun=Subquery(own.values("begun_at")[:1]))
    was_open = Q(made_at__lte=F("begun")) & (Q(settled_at=None) | Q(settled_at__gt=F("begun")))
    return rows.filter(was_open | (Q(made_at__gt=F("begun")) & ~Q(because__in=OF_TIME)))
