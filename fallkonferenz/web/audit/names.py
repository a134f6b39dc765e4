"""Names for the ids in entries: of accounts and institutions, and the codes of cases. One question for each kind.

Whatever stands where an id should be is the id of nobody: no entry may bring a page of the officers down.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from audit.read import ERASED, UNREADABLE, Opened
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.web.audit.codes import codes_of

OPERATOR = "operator"  # the role under which commands write


@dataclass(frozen=True)
class Names:
    people: dict[str, str]
    houses: dict[int, str]
    codes: dict[str, str]

    @classmethod
    def of(cls, entries: Iterable[Opened], *, cases: Collection[str] = ()) -> "Names":
        """Of all ids in ``entries``, and of further ``cases``."""
        fields = [each.fields for each in entries]
        people = _uuids(each.get("actor") for each in fields)
        houses = {each["institution"] for each in fields if isinstance(each.get("institution"), int)}
        about = _uuids([*(each.get("case") for each in fields), *cases])
        named = Person.objects.filter(pk__in=people).values_list("pk", "name") if people else ()
        return cls(
            {str(pk): name for pk, name in named},
            dict(Institution.objects.filter(pk__in=houses).values_list("pk", "name")) if houses else {},
            {str(pk): code for pk, code in codes_of(about).items()},
        )

    def who(self, opened: Opened) -> str:
        """Nobody is a process of the system, or who runs it; of what does not open nobody knows."""
        actor = opened.fields.get("actor")
        if actor is None:
            return "" if opened.fields.get("event") in (ERASED, UNREADABLE) else _nobody(opened.fields.get("role"))
        return self.people.get(str(actor)) or _("an account that no longer exists")

    def house(self, opened: Opened) -> str:
        number = opened.fields.get("institution")
        return self.houses.get(number, "") if isinstance(number, int) else ""

    def case(self, opened: Opened) -> str:
        """Its code; of a case that was erased nothing but that there was one."""
        case = opened.fields.get("case")
        if case is None:
            return ""
        return self.codes.get(str(case)) or _("a case that was erased")


def _nobody(role: object) -> str:
    return _("the operator, by a command") if role == OPERATOR else _("the system")


def _uuids(values: Iterable[Any]) -> set[UUID]:
    return {UUID(value) for value in values if isinstance(value, str) and _is_uuid(value)}


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
