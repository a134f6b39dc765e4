"""What needs an administrator: accounts nobody can use, institutions nobody acts for, regions without their public words."""

from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Q

from fallkonferenz.actions.gate import reading
from fallkonferenz.institutions.models import Institution, Person, Region


@dataclass(frozen=True)
class Upkeep:
    """``uninvited`` have an account and no passphrase; their latest invitation says why."""

    uninvited: list[Person]
    deserted: list[Institution]
    wordless: list[Region]


@reading(
    "institution.overview",
    shows=lambda upkeep: {
        "people": [str(each.pk) for each in upkeep.uninvited],
        "institutions": [each.pk for each in upkeep.deserted],
        "regions": [str(each.pk) for each in upkeep.wordless],
    },
)
def overview(*, by: Person) -> Upkeep:
    return Upkeep(uninvited=_uninvited(), deserted=_deserted(), wordless=_wordless())


def _uninvited() -> list[Person]:
    """Open accounts without a passphrase."""
    waiting = Person.objects.filter(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return list(waiting.select_related("institution").prefetch_related("invitations").order_by("name_key", "pk"))


def _deserted() -> list[Institution]:
    """Institutions that take part, and nobody could sign in for them."""
    usable = Person.objects.filter(institution=OuterRef("pk"), is_active=True)
    usable = usable.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return list(Institution.objects.filter(~Q(Exists(usable)), active=True).select_related("region"))


def _wordless() -> list[Region]:
    """Imprint, data protection notice and the address for barriers have to stand on public pages."""
    return list(Region.objects.filter(Q(imprint="") | Q(data_protection="") | Q(accessibility_contact="")))
