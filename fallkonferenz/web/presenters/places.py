"""The start page of those who never see a case: their figures, keys or lists at a glance, and where the work is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from audit.models import Recipient
from fallkonferenz.actions.masking import Table
from fallkonferenz.actions.upkeep import Upkeep
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Region
from fallkonferenz.web.components import Act, Cell
from fallkonferenz.web.presenters.administration import account_state
from fallkonferenz.web.presenters.figures import tables
from fallkonferenz.web.presenters.keys import key_rows
from fallkonferenz.web.presenters.links import address

SHOWN = 8

PLACES = {
    Role.COORDINATOR: ((_("Figures"), "figures-read"),),
    Role.OFFICER: ((_("Access log"), "audit-state"), (_("Keys of the log"), "keys-read")),
    Role.ADMINISTRATOR: (
        (_("Institutions"), "institution-list"),
        (_("Persons"), "person-list"),
        (_("Regions"), "region-list"),
        (_("Packs"), "pack-list"),
    ),
}


def places_of(role: str) -> list[Act]:
    return [Act(label, address(name)) for label, name in PLACES[Role(role)]]


@dataclass(frozen=True)
class Card:
    """A short list with a heading; ``calm`` is what stands there when there is nothing to do."""

    id: str
    title: object
    columns: tuple[object, ...]
    rows: list[list[object]]
    calm: object = ""
    tone: str = ""
    more: int = 0
    facts: list[tuple[object, object]] = field(default_factory=list)


def of_figures(figures: Mapping[str, Table]) -> list[Card]:
    """The totals alone, as the figures' own page words them: what is hidden there is hidden here."""
    return [
        Card("totals", _("Your region now"), (), [], facts=[(each.title, each.rows[-1][1]) for each in tables(figures)])
    ]


def of_keys(keys: list[Recipient]) -> list[Card]:
    nobody = _("No key can open the log: nobody could read it. An officer's key is added by the operator.")
    return [
        Card(
            "keys",
            _("These keys can open the log"),
            (_("Label"), _("Held by"), _("Key"), _("Since")),
            key_rows(keys),
            nobody,
        )
    ]


def of_upkeep(upkeep: Upkeep) -> list[Card]:
    people = [
        [Cell(each.name, address("person-change", each.pk), note=each.institution or ""), account_state(each)]
        for each in upkeep.uninvited
    ]
    houses = [
        [Cell(each.name, address("institution-change", each.pk), note=each.get_kind_display()), each.region.name]
        for each in upkeep.deserted
    ]
    regions = [[Cell(each.name, address("region-change", each.pk)), _missing(each)] for each in upkeep.wordless]
    return [
        _card("people", _("Accounts nobody can use yet"), (_("Name"), _("Account")), people,
              _("Every open account has a passphrase.")),
        _card("houses", _("Institutions nobody acts for"), (_("Institution"), _("Region")), houses,
              _("Every institution that takes part has somebody who can sign in.")),
        _card("regions", _("Regions whose public pages are incomplete"), (_("Region"), _("Missing")), regions,
              _("Every region has its imprint, its data protection notice and an address for barriers.")),
    ]  # fmt: skip


def _card(id: str, title: object, columns: tuple[object, ...], rows: list[list[object]], calm: object) -> Card:  # noqa: A002 - the word of HTML
    return Card(id, title, columns, rows[:SHOWN], calm, "accent" if rows else "", max(len(rows) - SHOWN, 0))


def _missing(region: Region) -> str:
    words = (
        (region.imprint, _("imprint")),
        (region.data_protection, _("data protection notice")),
        (region.accessibility_contact, _("where barriers are reported to")),
    )
    return ", ".join(str(name) for word, name in words if not word)
