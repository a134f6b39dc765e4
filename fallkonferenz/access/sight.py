"""What one institution sees of one case: the held rights, below the ceiling of its kind. One query."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Value

from fallkonferenz.access.relations import live
from fallkonferenz.access.sections import ceiling, codenames, view_of
from fallkonferenz.cases.models import Case, CaseGroupRight, Ground
from fallkonferenz.cases.sections import Section
from fallkonferenz.institutions.kinds import BEARERS_OF_SECRETS
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.measures.models import Reveal


@dataclass(frozen=True)
class Sight:
    """Views per section, as letters of the section table. ``institution`` is None where nothing is seen."""

    institution: Institution | None
    views: dict[Section, str]

    def reads(self, section: str) -> bool:
        return self.views[Section(section)] in "cr"

    def contributes(self, section: str) -> bool:
        return self.views[Section(section)] in "co"

    @property
    def readable(self) -> list[str]:
        return [section.value for section in Section if self.reads(section)]

    @property
    def existing(self) -> list[Section]:
        """Sections that exist for this institution at all, in the order of the screen."""
        return [section for section in Section if self.views[section] != "-"]


NOTHING = Sight(None, dict.fromkeys(Section, "-"))


def sight_of(person: Person, case: Case) -> Sight:
    """What ``person`` sees of ``case`` now: participation alive, no exclusion, held rights within the ceiling."""
    if person.institution is None or not Case.objects.filter(live(person), pk=case.pk).exists():
        return NOTHING
    return sight_of_institution(person.institution, case)


def sight_of_institution(institution: Institution, case: Case) -> Sight:
    """What an institution's rights say, whoever acts for it and whether or not it takes part now."""
    held = set(
        CaseGroupRight.objects.filter(content_object=case, group=institution.pk).values_list(
            "permission__codename", flat=True
        )
    )
    widest = codenames(ceiling(institution.kind)) | {"contribute_incident"}
    return Sight(institution, {section: view_of(held & widest, section.value) for section in Section})


def _opened(sight: Sight, section: OuterRef | Value) -> Q:
    """The discloser is no bearer of secrets, or a ground stands for discloser x recipient x section x person."""
    ground = Ground.objects.in_force().filter(
        case=OuterRef("case"),
        discloser=OuterRef("institution"),
        recipient=sight.institution,
        section=section,
        concerns=OuterRef("concerns"),
    )
    return ~Q(institution__kind__in=BEARERS_OF_SECRETS) | Q(Exists(ground))


def entries_seen(sight: Sight) -> Q:
    """Entries that are seen: one's own, and what a view right opens together with a ground."""
    if sight.institution is None:
        return Q(pk__in=())
    return Q(institution=sight.institution) | (Q(section__in=sight.readable) & _opened(sight, OuterRef("section")))


def assessments_seen(sight: Sight) -> Q:
    """The same for assessments, which are the section on risk."""
    if sight.institution is None:
        return Q(pk__in=())
    own = Q(institution=sight.institution)
    return own | _opened(sight, Value(Section.RISK.value)) if sight.reads(Section.RISK) else own


def measures_seen(sight: Sight) -> Q:
    """Measures that oblige the institution, and those it may read together with every section they reveal."""
    if sight.institution is None:
        return Q(pk__in=())
    obliged = Q(responsible=sight.institution) | Q(contributions__institution=sight.institution)
    if not sight.reads(Section.MEASURES):
        return obliged
    hidden = Reveal.objects.filter(measure=OuterRef("pk")).exclude(section__in=sight.readable)
    return obliged | ~Q(Exists(hidden))
