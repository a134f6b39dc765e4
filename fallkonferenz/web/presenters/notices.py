"""Notices on the screen: those of one case together, where the latest of them stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from fallkonferenz.actions.notices import Line, Place
from fallkonferenz.cases.models import Case
from fallkonferenz.outbox.models import Notice
from fallkonferenz.web import keyset

SALT = "place in the list of notices"


@dataclass
class Group:
    """What was told of one case. A case that is gone is no group: what it was cannot be told any more."""

    case: Case | None
    lines: list[Line] = field(default_factory=list)

    @property
    def unread(self) -> Notice | None:
        """The latest that was not read: with it all before are."""
        return next((line.notice for line in self.lines if line.notice.read_at is None), None)


def grouped(lines: Iterable[Line]) -> list[Group]:
    found: dict[object, Group] = {}
    for line in lines:
        found.setdefault(line.case or line.notice.pk, Group(line.case)).lines.append(line)
    return list(found.values())


def sealed_place(place: Place) -> str:
    return keyset.sealed(SALT, place.at.isoformat(), place.notice)


def place_of(text: str) -> Place | None:
    return keyset.opened(SALT, text, lambda at, notice: Place(datetime.fromisoformat(at), UUID(notice)))
