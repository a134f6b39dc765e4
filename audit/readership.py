"""Who can read a log, from epoch to epoch: for the checker, which tells who ceased to, who came later, who was left out.

Processes open their epochs beside each other, so that around a decision an epoch with a key and one without it stand in
either order: what counts is when an epoch was opened. Pure Python. Whether officers approved, only officers can read.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from audit.report import MOST_PLACES, Report
from audit.words import N_

SLACK_MS = 60 * 1000  # two machines, and a transaction that takes its time


@dataclass(slots=True)
class _Stretch:
    """Epochs in a row, in the order of positions, with the same recipients."""

    recipients: frozenset[str]
    position: int
    first_ms: int
    last_ms: int


class Readers:
    def __init__(self, report: Report) -> None:
        self._report = report
        self._stretches: list[_Stretch] = []

    def met(self, position: int, opened_ms: int, recipients: frozenset[str]) -> None:
        """Those of the epoch that begins at ``position``, by their key ids."""
        if not self._stretches or self._stretches[-1].recipients != recipients:
            self._stretches.append(_Stretch(recipients, position, opened_ms, opened_ms))
        now = self._stretches[-1]
        now.first_ms, now.last_ms = min(now.first_ms, opened_ms), max(now.last_ms, opened_ms)

    def tell(self) -> None:
        """Of each kind in one notice, so that every key is named."""
        newcomers: dict[str, list[int]] = {}
        ceased: dict[str, list[int]] = {}
        left_out: dict[str, list[int]] = {}
        for key in sorted(frozenset().union(*(each.recipients for each in self._stretches))):
            having = [each for each in self._stretches if key in each.recipients]
            lacking = [each for each in self._stretches if key not in each.recipients]
            first_ms, last_ms = min(each.first_ms for each in having), max(each.last_ms for each in having)
            if having[0] is not self._stretches[0]:
                newcomers[key] = [having[0].position]
            if later := [each.position for each in lacking if each.last_ms > last_ms]:
                ceased[key] = [at for at in later if at > having[-1].position][:1] or later[-1:]
            between = [each for each in lacking if each.first_ms < last_ms - SLACK_MS]
            if missed := [each.position for each in between if each.last_ms > first_ms + SLACK_MS]:
                left_out[key] = missed
        self._say(N_("These keys open nothing any more, each from the position on: {keys}."), ceased)
        self._say(
            N_("These keys can read what was not sealed for them at first, each from the position on: {keys}."),
            newcomers,
        )
        self._say(
            N_("Epochs that begin at these positions left out keys that could read before and after: {keys}."), left_out
        )

    def _say(self, sentence: str, places: dict[str, list[int]]) -> None:
        if places:
            by_position = sorted(places.items(), key=lambda one: one[1])
            keys = ", ".join(f"{key[:16]} ({_listed(at)})" for key, at in by_position)
            self._report.notice(by_position[0][1][0], sentence, keys=keys)


def _listed(positions: Iterable[int]) -> str:
    shown = [str(position) for position in positions]
    return ", ".join([*shown[:MOST_PLACES], *(["…"] if len(shown) > MOST_PLACES else [])])
