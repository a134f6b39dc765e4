"""Who may what, in words: the two tables that decide, for everybody who signs in to read."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from fallkonferenz.access.sections import TABLE as SECTION_TABLE
from fallkonferenz.access.table import ANY_STATE, TABLE, Rule
from fallkonferenz.actions.events import EVENTS
from fallkonferenz.institutions.kinds import BEARERS_OF_SECRETS, Kind, Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.presenters.admissions import views_in_words

SENTENCES = {event.name: event.sentence for event in EVENTS}


@dataclass(frozen=True)
class OfRole:
    """What one role may do: the act as the log words it, who of the role, and in which states of a case."""

    role: Role
    rows: list[list[object]]

    @property
    def title(self) -> object:
        return self.role.label


@dataclass(frozen=True)
class OfKind:
    """What institutions of one kind can see of a case at most."""

    kind: Kind
    views: list[tuple[object, object]]

    @property
    def title(self) -> object:
        return self.kind.label

    @property
    def keeps_secrets(self) -> bool:
        return self.kind in BEARERS_OF_SECRETS


class RightsPresenter:
    columns = (_("Act, as the log words it"), _("Who of the role"), _("While the case is"))

    def __init__(self, person: Person) -> None:
        self.person = person

    @property
    def own(self) -> OfRole:
        return of_role(Role(self.person.role))

    @property
    def others(self) -> list[OfRole]:
        return [of_role(role) for role in Role if role != self.person.role]

    @property
    def own_kind(self) -> OfKind | None:
        return of_kind(Kind(self.person.institution.kind)) if self.person.institution else None

    @property
    def other_kinds(self) -> list[OfKind]:
        own = self.person.institution.kind if self.person.institution else None
        return [of_kind(kind) for kind in Kind if kind != own]


def of_role(role: Role) -> OfRole:
    return OfRole(role, [_row(rule) for rule in TABLE if rule.role == role])


def of_kind(kind: Kind) -> OfKind:
    return OfKind(kind, views_in_words(SECTION_TABLE[kind]))


def _row(rule: Rule) -> list[object]:
    states = _("any state") if rule.states == ANY_STATE else ", ".join(str(state.label) for state in rule.states)
    return [SENTENCES[rule.right], rule.relation.label, states]
