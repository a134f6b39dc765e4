"""What a schema cannot say of a pack: that its items exist, that it fits the instrument, that its bands have no gap."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from risk.schema import Fault
from risk.shape import Instrument, Rule, Words

Body = Mapping[str, Any]

# Control characters, and those that turn the direction of what follows: a wording that reads otherwise than it is.
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SCORES = ("weights", "bands", "norm_sets", "thresholds", "rule")
_NEVER_SUMMED = (Rule.PROFILE, Rule.EXTERNAL, Rule.SCREEN)


def faults(pack: Body, base: Instrument | None) -> Iterator[Fault]:
    """What is wrong in a pack of the right form. ``base`` is the instrument it is for, None where the pack is one itself."""
    for check in (_hidden, _version, _items, _own_items, _scored, _weighed, _each_weighed, _bands, _norms):
        yield from check(pack, base)


def _hidden(pack: Body, base: Instrument | None) -> Iterator[Fault]:
    yield from (
        Fault(where, Words("Dieser Text enthält unsichtbare Zeichen.", "This text holds invisible characters."))
        for where, text in _texts(pack, "pack")
        if _HIDDEN.search(text)
    )


def _version(pack: Body, base: Instrument | None) -> Iterator[Fault]:
    if base is not None and pack["version"] != base.version:
        yield _told(
            "pack.version",
            "Dieses Paket gehört zur Fassung „{}“ des Instruments; hier ist es die Fassung „{}“.",
            "This pack is for version “{}” of the instrument; here it is version “{}”.",
            pack["version"],
            base.version,
        )


def _items(pack: Body, base: Instrument | None) -> Iterator[Fault]:
    if base is None:
        return
    known = {item.code for item in base.items}
    for part in ("wording", "weights"):
        for code in pack.get(part, {}):
            if code not in known:
                yield _told(
                    f"pack.{part}.{code}",
                    "Eine Frage „{}“ hat dieses Instrument nicht.",
                    "This instrument has no item “{}”.",
                    code,
                )


def _own_items(pack: Body, base: Instrument | None) -> Iterator[Fault]:
    """A pack that is an instrument itself brings its questions."""
    if base is not None:
        return
    if not pack.get("wording"):
        yield _told(
            "pack.wording",
            "Das Instrument „{}“ ist hier nicht bekannt; das Paket muss seine Fragen mitbringen.",
            "The instrument “{}” is not known here; the pack has to bring its items.",
            pack["instrument"],
        )
    for code in sorted(pack.get("weights", {}).keys() - pack.get("wording", {}).keys()):
        yield _told(f"pack.weights.{code}", "Zur Frage „{}“ fehlt der Wortlaut.", "Item “{}” has no wording.", code)


def _scored(pack: Body, base: Instrument | None) -> Iterator[Fault]:
    """Structured judgement, screens and results from elsewhere are never summed, whoever signs."""
    if base is not None and base.rule in _NEVER_SUMMED:
        yield from (
            _told(f"pack.{part}", "Dieses Instrument wird nicht gezählt.", "This instrument is not summed.")
            for part in _SCORES
            if part in pack
        )


def _each_weighed(pack: Body, base: Instrument | None) -> Iterator[Fault]:
    """A question without points would count nothing unnoticed: whoever means that writes 0."""
    asked = [item.code for item in base.items] if base else list(pack.get("wording", {}))
    if pack.get("weights") or _needs_weights(pack, base):
        yield from (
            _told("pack.weights", "Zur Frage „{}“ fehlen die Punkte.", "Item “{}” has no points.", code)
            for code in asked
            if code not in pack.get("weights", {})
        )


def _needs_weights(pack: Body, base: Instrument | None) -> bool:
    """Wording may come alone; whatever says something of a sum comes with the points of it."""
    if base is None or base.rule is not Rule.WEIGHTED_SUM:
        return False
    return not pack.get("wording") or any(part in pack for part in _SCORES)


def _weighed(pack: Body, base: Instrument | None) -> Iterator[Fault]:
    weighs = base is None or base.rule in (Rule.WEIGHTED_SUM, *_NEVER_SUMMED)
    if not weighs and (pack.get("weights") or "rule" in pack):
        yield _told("pack.weights", "Dieses Instrument kennt keine Gewichte.", "This instrument has no weights.")
    if bool(pack.get("weights")) != ("rule" in pack):
        yield _told("pack.rule", "Regel und Gewichte gehören zusammen.", "Rule and weights belong together.")
    if base is None and not pack.get("weights") and {"bands", "norm_sets", "thresholds"} & pack.keys():
        yield _told("pack.weights", "Ohne Gewichte gibt es keine Stufen.", "Without weights there are no bands.")


def _bands(pack: Body, base: Instrument | None) -> Iterator[Fault]:
    bands = pack.get("bands", [])
    yield from _twice([band["key"] for band in bands], "pack.bands")
    for number, (lower, higher) in enumerate(pairwise(bands), start=1):
        if lower["highest"] is None or higher["lowest"] != lower["highest"] + 1:
            yield Fault(f"pack.bands.{number}", _GAP)
    if bands and bands[-1]["highest"] is not None:
        yield _told(f"pack.bands.{len(bands) - 1}", "Die letzte Stufe endet nicht.", "The last band has no end.")
    least = sum(min(0, points) for points in pack.get("weights", {}).values())
    if bands and bands[0]["lowest"] > least:
        yield _told("pack.bands.0", "Für {} Punkte gibt es keine Stufe.", "There is no band for {} points.", str(least))
    yield from _upside_down(bands, "pack.bands", "lowest", "highest")


def _norms(pack: Body, base: Instrument | None) -> Iterator[Fault]:
    sets = pack.get("norm_sets", [])
    yield from _twice([each["key"] for each in sets], "pack.norm_sets")
    for number, each in enumerate(sets):
        where = f"pack.norm_sets.{number}.norms"
        for row, (lower, higher) in enumerate(pairwise(each["norms"]), start=1):
            if higher["score_from"] != lower["score_to"] + 1:
                yield Fault(f"{where}.{row}", _GAP)
        yield from _upside_down(each["norms"], where, "score_from", "score_to")


_GAP = Words(
    "Zwischen dieser Zeile und der davor ist eine Lücke oder eine Überschneidung.",
    "Between this row and the one before there is a gap or an overlap.",
)


def _upside_down(rows: list[Body], where: str, lowest: str, highest: str) -> Iterator[Fault]:
    for number, row in enumerate(rows):
        if row[highest] is not None and row[highest] < row[lowest]:
            yield _told(f"{where}.{number}", "Das Ende liegt vor dem Anfang.", "The end lies before the beginning.")


def _twice(keys: list[str], where: str) -> Iterator[Fault]:
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield _told(where, "„{}“ kommt zweimal vor.", "“{}” comes twice.", key)


def _texts(value: object, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _texts(each, f"{where}.{name}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _texts(each, f"{where}.{number}")


def _told(where: str, de: str, en: str, *about: str) -> Fault:
    return Fault(where, Words(de.format(*about), en.format(*about)))
