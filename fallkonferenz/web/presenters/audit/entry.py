"""One entry and its proof. Of the details only ids of accounts, institutions, cases and keys are shown, never more."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.events import Operation
from audit.read import Opened
from fallkonferenz.actions import events
from fallkonferenz.web.audit.names import Names
from fallkonferenz.web.audit.proofs import Proof
from fallkonferenz.web.components import Cell
from fallkonferenz.web.presenters.audit.entries import code, is_refused, role, sentence
from fallkonferenz.web.presenters.keys import grouped
from fallkonferenz.web.templatetags.words import moment

OPERATIONS = {
    Operation.COLLECT: gettext_lazy("collection"),
    Operation.CHANGE: gettext_lazy("change"),
    Operation.QUERY: gettext_lazy("query"),
    Operation.DISCLOSE: gettext_lazy("disclosure"),
    Operation.COMBINE: gettext_lazy("combination"),
    Operation.ERASE: gettext_lazy("erasure"),
}
PURPOSES = {
    events.PROTECTION: gettext_lazy("protection of a person at risk"),
    events.ADMINISTRATION: gettext_lazy("administration of accounts"),
    "planning of help": gettext_lazy("planning of help"),
    "review of the log": gettext_lazy("review of the log"),
    "review of access": gettext_lazy("review of access"),
}
Shown = Callable[[Any], str]
DETAILS: dict[str, tuple[object, Shown]] = {
    "cases": (gettext_lazy("Cases shown in a list"), lambda codes: _listed(codes, str)),
    "measures": (gettext_lazy("Measures shown"), lambda ids: str(len(ids)) if isinstance(ids, list) else ""),
    "people": (gettext_lazy("Accounts shown"), lambda ids: str(len(ids)) if isinstance(ids, list) else ""),
    "key": (gettext_lazy("Key"), lambda digits: grouped(str(digits))),
    "keys": (gettext_lazy("Keys"), lambda keys: _listed(keys, grouped)),
}
WORDS_ELSEWHERE = {"form", "page", "what", "how", "screen", "on"}  # said by the sentence, or of no content


def _listed(values: Any, written: Shown) -> str:
    return ", ".join(written(str(value)) for value in values) if isinstance(values, list) else ""


@dataclass(frozen=True)
class EntryPresenter:
    opened: Opened
    names: Names
    proof: Proof | None

    @property
    def title(self) -> str:
        return sentence(self.opened)

    @property
    def outcome(self) -> Cell | None:
        return Cell(_("refused"), tone="warning") if is_refused(self.opened) else None

    @property
    def facts(self) -> list[tuple[object, object]]:
        fields = self.opened.fields
        told = [
            (_("When"), moment(self.opened.at)),
            (_("Who"), Cell(self.names.who(self.opened), note=role(self.opened))),
            (_("Institution"), self.names.house(self.opened)),
            (_("Case code"), code(self.opened, self.names)),
            (_("Processing (§ 76 BDSG)"), OPERATIONS.get(str(fields.get("operation")), "")),
            (_("Purpose"), PURPOSES.get(str(fields.get("purpose")), "")),
            *self._details,
        ]
        return [(label, value) for label, value in told if getattr(value, "text", value)]

    @property
    def _details(self) -> list[tuple[object, str]]:
        details = self._all_details
        return [(label, written(details[name])) for name, (label, written) in DETAILS.items() if name in details]

    @property
    def _all_details(self) -> dict[str, Any]:
        details = self.opened.fields.get("details")
        return details if isinstance(details, dict) else {}

    @property
    def holds_more(self) -> bool:
        """What this page does not show; the offline reader does."""
        return bool(self._all_details.keys() - DETAILS.keys() - WORDS_ELSEWHERE)

    @property
    def place(self) -> list[tuple[object, object]]:
        header = self.opened.header
        position = self.opened.position
        return [
            (_("Position in the log"), "–" if position is None else position),
            (_("Epoch"), header.epoch),
            (_("Number in the epoch"), header.counter),
        ]

    @property
    def proof_facts(self) -> list[tuple[object, object]]:
        proof = self.proof
        if proof is None:
            return []
        leaf = (_("Leaf"), proof.leaf.hex(" ", 4))
        if not proof.as_file:
            return [leaf]
        return [
            leaf,
            (_("Checkpoint"), Cell(_("of %(size)s entries") % {"size": proof.size}, note=moment(proof.at))),
            (_("Log"), proof.origin),
            (_("Witnessed by"), ", ".join(proof.witnesses) or _("nobody yet")),
            (_("Steps of the proof"), proof.steps),
        ]

    @property
    def proof_url(self) -> str:
        return reverse("audit-proof", args=[self.opened.header.epoch, self.opened.header.counter])
