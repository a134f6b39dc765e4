"""The cast: two institutions of each kind and a person for each role and side, made once for all tests.

Side "a" takes part in the cases of a test; side "b" is of the same kind and must never see any of it.
"""

from functools import cached_property

from django.contrib.auth.models import Group

from fallkonferenz.institutions.kinds import Kind, Role
from fallkonferenz.institutions.models import Institution, Person, Region

SIDES = ("a", "b")


def install() -> None:
    """Write the cast into the template database."""
    for name in ("Osnabrück", "Nordhorn"):
        Region.objects.create(name=name)
    home = Region.objects.get(name="Osnabrück")
    for kind in Kind:
        for side in SIDES:
            _institution(home, kind, side)
    _person("other-region", Role.CASE_MANAGER, _institution(_elsewhere(), Kind.CASE_MANAGEMENT, "far"))
    _person("officer", Role.OFFICER, None)
    _person("administrator", Role.ADMINISTRATOR, None)


def _elsewhere() -> Region:
    return Region.objects.get(name="Nordhorn")


def _institution(region: Region, kind: str, side: str) -> Institution:
    group = Group.objects.create(name=f"{kind}-{side}")
    made = Institution.objects.create(
        group=group, region=region, kind=kind, name=f"{kind} {side}", mailbox=f"{kind}-{side}@example.org"
    )
    for login in _logins(kind, side):
        _person(login, _role_in(kind), made)
    return made


def _logins(kind: str, side: str) -> list[str]:
    """One person each; the deputy of side a is there to be excluded."""
    return [f"{kind}-{side}", f"{kind}-{side}-deputy"] if side == "a" else [f"{kind}-{side}"]


def _role_in(kind: str) -> str:
    return {Kind.CASE_MANAGEMENT: Role.CASE_MANAGER, Kind.EQUALITY_OFFICE: Role.COORDINATOR}.get(
        kind, Role.PROFESSIONAL
    )


def _person(login: str, role: str, institution: Institution | None) -> Person:
    person = Person(
        username=login, email=f"{login}@example.org", name=f"Person {login}", role=role, institution=institution
    )
    person.set_unusable_password()
    person.save()
    return person


class Cast:
    """People by their part: ``cast.police`` is the police of side a, ``cast.of(kind, side)`` anybody."""

    def of(self, kind: str, side: str = "a") -> Person:
        return self.named(f"{kind}-{side}")

    def named(self, login: str) -> Person:
        return Person.objects.select_related("institution__region").get(username=login)

    @cached_property
    def case_manager(self) -> Person:
        """Sees every section of the cases of her region but the health of others."""
        return self.of(Kind.CASE_MANAGEMENT)

    @cached_property
    def police(self) -> Person:
        """Must never see victim, protection, health, nor the children's entries of others."""
        return self.of(Kind.POLICE)

    @cached_property
    def biss(self) -> Person:
        """Must never see the health entries of others."""
        return self.of(Kind.BISS)

    @cached_property
    def youth(self) -> Person:
        """Must never see victim, protection, health."""
        return self.of(Kind.YOUTH_SERVICES)

    @cached_property
    def shelter(self) -> Person:
        """Must never see the health entries of others."""
        return self.of(Kind.WOMENS_SHELTER)

    @cached_property
    def clinic(self) -> Person:
        """Must never see another's health entries, nor endangering, protection, legal."""
        return self.of(Kind.HEALTH)

    @cached_property
    def school(self) -> Person:
        """Must never see anything but its own entries."""
        return self.of(Kind.EDUCATION)

    @cached_property
    def stranger(self) -> Person:
        """A counsellor of side b, admitted to nothing: no case exists for her."""
        return self.of(Kind.BISS, "b")

    @cached_property
    def far_manager(self) -> Person:
        """Case management of another region: nothing of this one exists for him."""
        return self.named("other-region")

    @cached_property
    def coordinator(self) -> Person:
        """Figures only."""
        return self.of(Kind.EQUALITY_OFFICE)

    @cached_property
    def officer(self) -> Person:
        """The log, never a case."""
        return self.named("officer")

    @cached_property
    def administrator(self) -> Person:
        """Accounts, never a case."""
        return self.named("administrator")

    @property
    def everybody(self) -> list[Person]:
        return list(Person.objects.select_related("institution__region"))
