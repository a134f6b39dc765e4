"""How a person can stand to a thing: each relation is one Q object, the same for one and for many."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from fallkonferenz.cases.models import Exclusion, Participation
from fallkonferenz.cases.models.admission import is_live
from fallkonferenz.conferences.models import AgendaItem
from fallkonferenz.institutions.models import Person

NEVER = Q(pk__in=())
ALWAYS = ~NEVER


@dataclass(frozen=True)
class Relation:
    """``name`` is its word in the table of rights, ``label`` what must be true, for the sentence of a refusal.

    ``own`` is what must be true besides the wider relation it lies ``within``; that one is then asked once for both.
    """

    name: str
    label: object
    own: Callable[[Person], Q]
    within: "Relation | None" = None

    def holds(self, person: Person) -> Q:
        return self.own(person) & self.within.holds(person) if self.within else self.own(person)

    def __str__(self) -> str:
        return self.name


def live(person: Person, case: str = "pk") -> Q:
    """The institution takes part in the case now and the person is not excluded; ``case`` is the way to the case."""
    if person.institution_id is None or not person.is_active:
        return NEVER
    participation = Participation.objects.live().filter(case=OuterRef(case), institution=person.institution_id)
    exclusion = Exclusion.objects.filter(case=OuterRef(case), person=person)
    return Q(Exists(participation)) & ~Q(Exists(exclusion))


def is_own_admission(person: Person) -> Q:
    """What ``live()`` asks, of an admission itself: asked about again, they would all be walked for one page."""
    if person.institution_id is None or not person.is_active:
        return NEVER
    excluded = Exclusion.objects.filter(person=person).values("case")
    return is_live() & ~Q(case__in=excluded) & Q(institution=person.institution_id)


def _names(column: str) -> Callable[[Person], Q]:
    """The column names the own institution."""
    return lambda person: Q(**{column: person.institution_id})


NO_CASE = Relation("no case", _("whoever has the role"), lambda person: ALWAYS)
ADMITTED = Relation("admitted", _("an institution admitted to the case"), live)
RECOGNISING = Relation(
    "recognising", _("the institution of the last referral"), _names("recognised_by"), within=ADMITTED
)
IN_CASE = Relation(
    "admitted", _("an institution admitted to the case it belongs to"), lambda person: live(person, "case")
)
RESPONSIBLE = Relation(
    "responsible", _("the institution responsible for the measure"), _names("responsible"), within=IN_CASE
)
WRITTEN = Relation("written", _("the institution that wrote the entry"), _names("institution"), within=IN_CASE)
ASSESSING = Relation("assessing", _("the institution that assesses"), _names("institution"), within=IN_CASE)
INVITED = Relation(
    "invited",
    _("the institution invited"),
    lambda person: _names("institution")(person) & live(person, "item__case"),
)
AT_TABLE = Relation(
    "at the table",
    _("an institution admitted to a case of the conference"),
    lambda person: Q(Exists(AgendaItem.objects.filter(live(person, "case"), conference=OuterRef("pk")))),
)
OF_REGION = Relation(
    "own region",
    _("an institution of the same region"),
    lambda person: Q(region=person.institution.region_id) if person.institution else NEVER,
)
OWN = Relation("own", _("the person it is meant for"), lambda person: Q(person=person))
OWN_DRAFT = Relation(
    "own draft",
    _("the person who wrote it, as long as its case is open to them"),
    lambda person: Q(person=person) & (Q(in_case=None) | live(person, "in_case")),
)
EVERYWHERE = Relation("everywhere", _("whoever has the role"), lambda person: ALWAYS)
