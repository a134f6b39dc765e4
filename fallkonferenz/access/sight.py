"""What one institution sees of one case: the held rights, below the ceiling of its kind. One query."""

from dataclasses import dataclass

from fallkonferenz.access.relations import live
from fallkonferenz.access.sections import ceiling, codenames, view_of
from fallkonferenz.cases.models import Case, CaseGroupRight
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
    if person.institution is None or not Case.objects.filter(live(person), pk=case.pk).exists():
        return NOTHING
    return sight_of_institution(person.institution, case)


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


def _sight(institution: Institution, held: set[str]) -> Sight:
    widest = codenames(ceiling(institution.kind)) | {"contribute_incident"}
    return Sight(institution, {section: view_of(held & widest, section.value) for section in Section})
