"""What a restore says (kind 6) is held against the log: the tree it went on from, its place, and whether its officer was one.

Pure Python. A restore excuses what a witness has seen and the log has not, so it is believed in nothing that can be seen.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from uuid import UUID

from audit import epoch, restoring
from audit.format import Malformed
from audit.report import Report
from audit.restoring import Restore
from audit.source import Damaged, Log
from audit.words import N_

NEVER = 2**64  # a position that no entry has


class Restores:
    """Costs nothing where there is no restore."""

    def __init__(self, log: Log, restores: Sequence[Restore], report: Report) -> None:
        self._log, self._restores, self._report = log, restores, report
        self._since: dict[str, int] = {}  # each officer's key, with the position of the first epoch it is in
        self._unknown_since = NEVER

    def compare(self, first: int, width: int, root: Callable[[int], bytes]) -> None:
        """``root`` is that of the tree over the first entries, as many as it is given; known from ``first`` on."""
        for restore in self._restores:
            size = restore.from_size
            if (first < size <= first + width or size == width == 0) and root(size).hex() != restore.root:
                self._report.fault(
                    size, N_("A restore says the log went on from here; what it was then is not what stands here.")
                )

    def opened(self, epoch_id: bytes, position: int) -> None:
        """An epoch; whether its record is right is for others to say."""
        if not self._restores:
            return
        with suppress(Damaged, Malformed):
            stored = self._log.stored_epoch(UUID(bytes=epoch_id))
            if stored is None or stored.record is None:
                self._unknown_since = min(self._unknown_since, position)
                return
            for recipient in epoch.read_record(stored.record)["recipients"]:
                if recipient["role"] == epoch.Role.OFFICER.value:
                    self._since.setdefault(recipient["key"], position)

    def met(self, position: int, payload: bytes) -> None:
        """Its entry; whether it is signed is for others to say."""
        with suppress(Malformed):
            signed = restoring.read(payload)
            size = signed.restore.from_size
            if position < size:
                self._report.fault(position, N_("A restore stands before the entries it says were brought back."))
            if self._since.get(signed.approval.officer, NEVER) >= size:
                self._stranger(position, size)

    def _stranger(self, position: int, size: int) -> None:
        if self._unknown_since < size:
            self._report.notice(
                position, N_("Who approved a restore cannot be compared with the officers before it: they were erased.")
            )
            return
        self._report.fault(position, N_("A restore was approved by a key that no epoch before it was sealed for."))
