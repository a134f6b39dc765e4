"""What one institution sees of one case: the held rights, below the ceiling of its kind."""

from collections.abc import Set
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from fallkonferenz.access.facts import facts_of
from fallkonferenz.access.relations import ADMITTED
from fallkonferenz.access.sections import ceiling, codenames, view_of
from fallkonferenz.cases.models import Case, CaseGroupRight, Participation
from fallkonferenz.cases.sections import Section
from fallkonferenz.institutions.models import Institution, Person


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
    facts = facts_of(person, case)
    if person.institution is None or ADMITTED not in facts.relations:
        return NOTHING
    return _sight(person.institution, facts.rights)


def sight_of_institution(institution: Institution, case: Case) -> Sight:
    """What an institution's rights say, whoever acts for it and whether or not it takes part now."""
    rights = CaseGroupRight.objects.filter(content_object=case, group=institution.pk)
    return _sight(institution, set(rights.values_list("permission__codename", flat=True)))


def sights_of_institutions(institutions: list[Institution], case: Case) -> dict[int, Sight]:
    """The same for several institutions, by their keys, in one query."""
    held: dict[int, set[str]] = {institution.pk: set() for institution in institutions}
    rights = CaseGroupRight.objects.filter(content_object=case, group__in=held)
    for group, codename in rights.values_list("group_id", "permission__codename"):
        held[group].add(codename)
    return {institution.pk: _sight(institution, held[institution.pk]) for institution in institutions}


def with_sights(case: Case) -> dict[Participation, Sight]:
    """Who takes part in the case now, each with what its institution sees; one query."""
    held = CaseGroupRight.objects.filter(content_object=OuterRef("case"), group=OuterRef("institution"))
    live = case.participations.live().select_related("institution").order_by("institution__name_key")
    rows = live.annotate(held=ArraySubquery(held.values("permission__codename")))
    return {row: _sight(row.institution, set(row.held)) for row in rows}


def _sight(institution: Institution, held: Set[str]) -> Sight:
    widest = codenames(ceiling(institution.kind)) | {"contribute_incident"}
    return Sight(institution, {section: view_of(set(held & widest), section.value) for section in Section})
