"""Packs in words: of what, by whom, whether its bands count."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from fallkonferenz.actions.packs import opened
from fallkonferenz.web.components import Cell
from fallkonferenz.web.templatetags.words import day
from risk.models import Pack
from risk.pack import PackData

COLUMNS = (_("Pack"), _("Version"), _("Authority"), _("Check"), _("Loaded"), _("State"))
DIGITS, GROUP = 16, 4


def rows(found: Iterable[Pack], names: Mapping[UUID, str]) -> list[list[Cell | str]]:
    return [_row(row, opened(row), names) for row in found]


def _row(row: Pack, pack: PackData | None, names: Mapping[UUID, str]) -> list[Cell | str]:
    return [
        Cell(title(row, pack), note=fingerprint(row)),
        Cell(row.pack_version, note=gettext("for version %(version)s") % {"version": row.version}),
        pack.authority if pack else "–",
        check(row, pack),
        Cell(day(row.loaded_at), note=names.get(row.loaded_by, "") if row.loaded_by else gettext("by the operator")),
        _state(row),
    ]


def title(row: Pack, pack: PackData | None) -> str:
    return pack.title.in_(get_language() or "de") if pack else row.key


def check(row: Pack, pack: PackData | None) -> Cell:
    """Whether bands of it are shown."""
    if pack is None:
        return Cell(gettext("cannot be used"), tone="danger")
    if pack.verified:
        return Cell(gettext("verified"), tone="success")
    return Cell(gettext("unverified"), tone="warning", note=gettext("only its wording counts"))


def _state(row: Pack) -> Cell:
    if row.active:
        return Cell(gettext("Take out of use"), reverse("pack-retire", args=[row.pk]))
    return Cell(gettext("out of use"), tone="neutral", note=day(row.retired_at))


def facts(row: Pack) -> list[tuple[str, Cell | str]]:
    pack = opened(row)
    return [
        (gettext("Pack"), title(row, pack)),
        (gettext("Version"), row.pack_version),
        (gettext("Authority"), pack.authority if pack else "–"),
        (gettext("Check"), check(row, pack)),
        (gettext("Fingerprint"), fingerprint(row)),
    ]


def fingerprint(row: Pack) -> str:
    """The first sixteen digits, in groups, to be compared with what the authority says."""
    return " ".join(row.sha256[start : start + GROUP] for start in range(0, DIGITS, GROUP))


def loaded(row: Pack) -> str:
    """What stands over the list afterwards."""
    if row.verified:
        return gettext("The pack was loaded and is verified. Compare the fingerprint: %(digits)s.") % {
            "digits": fingerprint(row)
        }
    return gettext(
        "The pack was loaded. It is not verified: only its wording counts, none of its points, bands or thresholds."
    )
