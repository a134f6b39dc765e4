"""Plots as our own SVG: where each bar stands. Numbers stand beside it as text, so nobody needs to see the picture.

A plot has no script, no inline style and no colour of its own; it stretches to the width there is, and words stay out of
what is stretched.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from fallkonferenz.web.components import Column

HEIGHT, STEP, GAP = 100, 10, 2  # in units of the drawing
LEAST = 1.5  # of a bar that is not zero: one can see that it is there


class Bar(NamedTuple):
    label: str
    number: int
    x: str
    y: str
    width: str
    height: str


class Chart(NamedTuple):
    """``says`` is what the picture shows, in a sentence; ``columns`` and ``rows`` are the same as a table."""

    id: str
    title: str
    says: str
    bars: list[Bar]
    width: int
    top: int
    columns: tuple[Column, Column]
    rows: list[tuple[str, int]]
    tone: str = ""

    @property
    def first(self) -> str:
        return self.bars[0].label if self.bars else ""

    @property
    def last(self) -> str:
        return self.bars[-1].label if self.bars else ""


def by_day(key: str, title: str, what: str, numbers: Sequence[tuple[str, int]], *, tone: str = "") -> Chart:
    """One column for each day, from left to right; the table leaves out the days on which nothing was."""
    top = max((number for _label, number in numbers), default=0)
    bars = [_column(place, label, number, top) for place, (label, number) in enumerate(numbers)]
    some = [(label, number) for label, number in numbers if number]
    heads = (Column(_("Day")), Column(what, numeric=True))
    return Chart(key, title, _says(what, numbers), bars, max(len(bars), 1) * STEP, top, heads, some, tone)


def by_name(
    key: str, title: str, names: str, what: str, numbers: Iterable[tuple[str, int]], *, tone: str = ""
) -> Chart:
    """One bar for each name, the longest first; each stands in the line of the table that says its number."""
    ordered = sorted(numbers, key=lambda pair: (-pair[1], pair[0]))
    top = ordered[0][1] if ordered else 0
    bars = [Bar(label, number, "0", "0", _share(number, top), str(HEIGHT)) for label, number in ordered]
    heads = (Column(names), Column(what, numeric=True))
    return Chart(key, title, _says(what, ordered), bars, HEIGHT, top, heads, ordered, tone)


def _column(place: int, label: str, number: int, top: int) -> Bar:
    height = float(_share(number, top))
    return Bar(label, number, str(place * STEP + GAP // 2), f"{HEIGHT - height:.4g}", str(STEP - GAP), f"{height:.4g}")


def _share(number: int, top: int) -> str:
    """In units of the drawing, written with a point in every language."""
    return f"{max(HEIGHT * number / top, LEAST):.4g}" if number else "0"


def _says(what: str, numbers: Sequence[tuple[str, int]]) -> str:
    if not any(number for _label, number in numbers):
        return _("%(what)s: none in this time.") % {"what": what}
    label, most = max(numbers, key=lambda pair: pair[1])
    told = {"what": what, "sum": sum(number for _label, number in numbers), "most": most, "label": label}
    return _("%(what)s: %(sum)s in all, at most %(most)s (%(label)s).") % told
