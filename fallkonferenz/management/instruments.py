"""The page of ``docs/risk``: each instrument, what of it is confirmed and by which source, and what is shipped."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import risk
from risk.instruments import ALL
from risk.packs import read, trusted
from risk.shape import Instrument, Rule, Source

OSNABRUECK = Path(risk.__file__).parent / "examples" / "osnabrueck-checklist-placeholders.json"
COLUMNS = ("instrument", "version", "state", "what is confirmed", "source", "shipped")
Table = Callable[[Sequence[str], Iterable[Sequence[object]]], str]

SHIPPED = {
    Rule.COUNT: "codes, own short labels, the count, bands",
    Rule.PRORATED: "codes, own short labels, the count, a norm table with its sample; a threshold comes with a pack",
    Rule.WEIGHTED_SUM: "codes, own short labels, bands; points come with a pack",
    Rule.SCREEN: "codes, own short labels, the rule",
    Rule.PROFILE: "codes of the factors, own short labels; no sum, no band",
    Rule.EXTERNAL: "nothing but the place for a result from elsewhere",
}


def page(printed: str, table: Table) -> str:
    return (
        f"# Risk instruments\n\n{printed}"
        "What of each instrument is confirmed, where that was read, and what this program ships. The wording of a form"
        " is never shipped: it belongs to its owners and comes with a [pack](packs.md), as do points and bands that are"
        " licensed, local or not confirmed.\n\n"
        + table(COLUMNS, [*map(_row, ALL.values()), _of_osnabrueck()])
        + "\n".join(_part(each, table) for each in ALL.values())
    )


def _row(it: Instrument) -> tuple[str, ...]:
    state = f"recorded only; {it.state.en}" if it.external else it.state.en
    return (f"[{it.name.en}](#{it.key})", it.version, state, it.confirmed.en, _read_in(it.sources), SHIPPED[it.rule])


def _of_osnabrueck() -> tuple[str, ...]:
    """The instrument that is nothing but a pack: shipped is an example of one."""
    pack = read(OSNABRUECK.read_bytes(), trusted(""))
    return (
        f"[{pack.title.en}](packs.md#the-examples)",
        pack.version,
        "not confirmed: never a band",
        "Confirmed: nothing. Told by a newspaper: 20 questions with points for each yes.",
        _read_in(pack.sources),
        "a pack with invented placeholders; the authority loads its own",
    )


def _read_in(sources: Iterable[Source]) -> str:
    return "; ".join(_linked(each) + ("" if each.confirmed else " (not confirmed)") for each in sources)


def _part(it: Instrument, table: Table) -> str:
    not_for = "".join(f"- {each.en}\n" for each in (*it.not_for, *(valid.reason for valid in it.guard.valid_for)))
    figures = table(("found", "where"), ((what.en, _linked(source)) for what, source in it.validity))
    return (
        f"\n## {it.name.en} {{: #{it.key} }}\n\n`{it.key}`: {it.measures.en}\n\n{it.licence.en} {it.guard.training.en}\n\n"
        f"Not for:\n\n{not_for}\n"
        + table(("source", "state"), _sources(it.sources))
        + (f"\n{figures}" if it.validity else "\nNo figure on its validity is known to us.\n")
    )


def _sources(sources: Iterable[Source]) -> Iterator[tuple[str, str]]:
    return ((_linked(each), "read there" if each.confirmed else "**not confirmed**") for each in sources)


def _linked(source: Source) -> str:
    return f"[{source.text}]({source.url})" if source.url else source.text
