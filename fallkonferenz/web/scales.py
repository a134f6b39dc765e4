"""Two plots of risk as our own SVG: how sure a score is, and levels over time. Numbers stand beside them as text.

As in ``charts``: no script, no inline style, no colour of its own; what is stretched to the width there is holds no words.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fallkonferenz.web.components import Column

WIDTH = 100  # in units of the drawing
LEAST = 1.0  # of a span of one point: one can see that it is there
ROW = 10  # height of one level


class Limit(NamedTuple):
    """Where a band begins, in points, and what it is called."""

    lowest: int
    label: str


class Span(NamedTuple):
    """``says`` is the picture in a sentence, ``legend`` what is drawn how; ``rows`` are the same as a table."""

    id: str
    title: str
    says: str
    legend: str
    start: str
    width: str
    score: str
    limits: list[str]
    bottom: int
    top: int
    columns: tuple[Column, Column]
    rows: list[tuple[str, object]]


class Points(NamedTuple):
    """The score, and what it is at least and at most; ``extrapolated`` where more than was counted stands for what is missing."""

    floor: int
    score: int
    ceiling: int
    extrapolated: bool = False

    @property
    def may_fall(self) -> bool:
        """An open question can take points away too: a yes to it says that another danger is not there."""
        return self.floor < self.score and not self.extrapolated


def span(key: str, title: str, points: Points, *, top: int, limits: Sequence[Limit] = ()) -> Span:
    """From the points that are certain to those there would be if everything unknown were answered in the highest way.

    Of the bands only those that begin above what is certain: the others are reached, whatever the open answers are.
    """
    floor, score, ceiling, _extrapolated = points
    bottom, top = min(floor, 0), max(top, ceiling, 1)
    ahead = [limit for limit in limits if floor < limit.lowest <= top]
    certain, possible = _ends(points)
    rows = [
        (_name(points), _with_band(score, limits)),
        (certain, _with_band(floor, limits)),
        (possible, _with_band(ceiling, limits)),
        *((_from(limit.lowest), limit.label) for limit in ahead),
    ]
    return Span(
        id=key,
        title=title,
        says=_in_words(points),
        legend=_legend(ahead),
        start=_at(floor, bottom, top),
        width=f"{max(float(_at(ceiling, bottom, top)) - float(_at(floor, bottom, top)), LEAST):.4g}",
        score=_at(score, bottom, top),
        limits=[_at(limit.lowest, bottom, top) for limit in ahead],
        bottom=bottom,
        top=top,
        columns=(Column(_("What")), Column(_("Result"))),
        rows=rows,
    )


def _from(points: int) -> str:
    return ngettext("From %(points)s point", "From %(points)s points", points) % {"points": points}


def _name(points: Points) -> str:
    return _("Points, extrapolated") if points.extrapolated else _("Points")


def _ends(points: Points) -> tuple[str, str]:
    if points.may_fall:
        return _("At least, however the open questions are answered"), _("At most, however they are answered")
    return _("At least, as counted"), _("At most, if every open question were a yes")


def _in_words(points: Points) -> str:
    said = {"what": _name(points), "score": points.score, "floor": points.floor, "ceiling": points.ceiling}
    if points.floor == points.ceiling:
        return _("%(what)s: %(score)s. Nothing is open.") % said
    if points.may_fall:
        return (
            _("%(what)s: %(score)s. It could be %(floor)s to %(ceiling)s, as the open questions are answered.") % said
        )
    return _("%(what)s: %(score)s. At least %(floor)s; up to %(ceiling)s if every open question were a yes.") % said


def _legend(ahead: Sequence[Limit]) -> str:
    drawn = [_("Thick stroke: points"), _("grey: counted"), _("blue: still possible")]
    if ahead:
        drawn.append(_("dashed: a further band begins"))
    return " · ".join(drawn)


def _with_band(points: int, limits: Sequence[Limit]) -> str:
    reached = [limit.label for limit in limits if limit.lowest <= points]
    return f"{points} ({reached[-1]})" if reached else str(points)


def _at(points: int, bottom: int, top: int) -> str:
    """In units of the drawing, written with a point in every language."""
    return f"{min(max(WIDTH * (points - bottom) / (top - bottom), 0), WIDTH):.4g}"


class Said(NamedTuple):
    """A level somebody saw at a time; ``lowers`` where two people lowered the level of the case."""

    at: datetime
    level: int  # 0 is the lowest
    lowers: bool = False


class Course(NamedTuple):
    """Levels from left to right: each mark what one assessment said, the line the highest that held."""

    id: str
    title: str
    says: str
    labels: list[str]
    height: int
    lines: str
    path: str
    marks: list[str]
    first: datetime | None
    last: datetime | None


def course(key: str, title: str, says: str, labels: Sequence[str], said: Iterable[Said]) -> Course:
    """``labels`` are the levels from the lowest to the highest."""
    told = sorted(said, key=lambda each: each.at)
    height = ROW * len(labels)
    places = [(_place(each.at, told), each) for each in told]
    return Course(
        id=key,
        title=title,
        says=says,
        labels=list(reversed(labels)),
        height=height,
        lines="".join(f"M0 {_row(level, height)}H{WIDTH}" for level in range(len(labels))),
        path=_held(places, height),
        marks=[f"M{x} {_row(each.level, height)}h0" for x, each in places],
        first=told[0].at if told else None,
        last=told[-1].at if told else None,
    )


def _place(at: datetime, told: Sequence[Said]) -> str:
    """Between the first and the last, in proportion; a single one stands at the left."""
    whole = (told[-1].at - told[0].at).total_seconds()
    share = (at - told[0].at).total_seconds() / whole if whole else 0
    return f"{2 + share * (WIDTH - 4):.4g}"


def _row(level: int, height: int) -> str:
    return f"{height - ROW / 2 - level * ROW:.4g}"


def _held(places: Sequence[tuple[str, Said]], height: int) -> str:
    """An assessment may only raise what holds; a lowering sets it."""
    path, held = "", None
    for x, each in places:
        if held is None:
            held, path = each.level, f"M{x} {_row(each.level, height)}"
            continue
        held = each.level if each.lowers else max(held, each.level)
        path += f"H{x}V{_row(held, height)}"
    return f"{path}H{WIDTH}" if path else ""
