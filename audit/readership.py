"""Who can read a log, from epoch to epoch: for the checker, which tells who ceased to and who came later.

Pure Python. Whether an officer approved a newcomer, only officers can read.
"""

from audit.report import Report
from audit.words import N_


class Readers:
    def __init__(self, report: Report) -> None:
        self._report = report
        self._present: frozenset[str] | None = None
        self._newcomers: dict[str, int] = {}

    def compare(self, position: int, recipients: frozenset[str]) -> None:
        """Those of the epoch that begins at ``position``, by their key ids, with those of the one before."""
        if self._present is None:  # those the log began with
            self._present = recipients
        for key in recipients - self._present:
            self._newcomers.setdefault(key, position)
        if self._present - recipients:
            gone = ", ".join(sorted(key[:16] for key in self._present - recipients))
            self._report.notice(position, N_("From here on these keys open nothing any more: {keys}."), keys=gone)
        self._present = recipients

    def tell_newcomers(self) -> None:
        """In one notice, so that each is named."""
        if self._newcomers:
            by_position = sorted(self._newcomers.items(), key=lambda one: one[1])
            keys = ", ".join(f"{key[:16]} ({at})" for key, at in by_position)
            self._report.notice(
                by_position[0][1],
                N_("These keys can read what was not sealed for them at first, each from the position on: {keys}."),
                keys=keys,
            )
