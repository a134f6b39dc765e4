"""Keys that can read the log, and what was asked about them, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.asking import Request
from audit.models import Recipient
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.components import Cell
from fallkonferenz.web.presenters.keys import grouped
from fallkonferenz.web.templatetags.words import day_of, moment

KEY_COLUMNS = (
    gettext_lazy("Label"),
    gettext_lazy("Held by"),
    gettext_lazy("Key"),
    gettext_lazy("Reads"),
    gettext_lazy("What can be asked"),
)
DECIDED_COLUMNS = (
    gettext_lazy("What was asked"),
    gettext_lazy("Key"),
    gettext_lazy("Asked by"),
    gettext_lazy("Decided by"),
    gettext_lazy("Decision"),
)
ACTS = {"add": gettext_lazy("A key shall read the log"), "drop": gettext_lazy("A key shall read no more of the log")}


def key_rows(keys: Iterable[Recipient]) -> list[list[object]]:
    return [
        [key.label, key.get_role_display(), grouped(bytes(key.key_id).hex()), _reads(key), _change(key)] for key in keys
    ]


def _reads(key: Recipient) -> Cell:
    since = _("since %(day)s") % {"day": day_of(timezone.localtime(key.since))}
    if key.until is None:
        return Cell(_("reads"), tone="success", note=since)
    return Cell(_("until %(day)s") % {"day": day_of(timezone.localtime(key.until))})


def _change(key: Recipient) -> Cell | str:
    if key.until is not None:
        return ""
    return Cell(_("Ask to drop it"), reverse("audit-ask_drop", args=[bytes(key.key_id).hex()]))


@dataclass(frozen=True)
class OpenRequest:
    """``mine``: who asked does not decide."""

    pk: UUID
    title: str
    facts: list[tuple[object, object]]
    mine: bool

    @property
    def id(self) -> str:
        return f"request-{self.pk}"


def open_requests(requests: Iterable[Request], names: Mapping[UUID, str], person: Person) -> list[OpenRequest]:
    return [
        OpenRequest(each.id, str(ACTS[each.act]), _facts(each, names), each.asked_by == person.pk)
        for each in requests
        if each.is_open
    ]


def _facts(request: Request, names: Mapping[UUID, str]) -> list[tuple[object, object]]:
    return [
        (_("Label"), request.label),
        (_("Held by"), _role(request)),
        (_("Key"), grouped(request.key_id.hex())),
        (_("Asked by"), Cell(_name(request.asked_by, names), note=moment(request.asked_at))),
    ]


def decided_rows(requests: Iterable[Request], names: Mapping[UUID, str]) -> list[list[object]]:
    return [
        [
            Cell(ACTS[each.act], note=each.label),
            grouped(each.key_id.hex()),
            Cell(_name(each.asked_by, names), note=moment(each.asked_at)),
            Cell(_name(each.decided_by, names), note=moment(each.decided_at)),
            Cell(_("approved"), tone="success") if each.approved else Cell(_("refused"), tone="neutral"),
        ]
        for each in requests
        if not each.is_open
    ]


def people_in(requests: Iterable[Request]) -> set[UUID]:
    return {pk for each in requests for pk in (each.asked_by, each.decided_by) if pk}


def _role(request: Request) -> str:
    return str(Recipient.Role(request.role).label)


def _name(pk: UUID | None, names: Mapping[UUID, str]) -> str:
    return names.get(pk, _("the operator")) if pk else ""
