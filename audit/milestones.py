"""The kept checkpoints, met one after the other while a tree is built anew: each must be a beginning of the last."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from heapq import merge

from audit import note
from audit.format import Malformed
from audit.policy import NotTrusted, Policy, Seen
from audit.report import Place, Report
from audit.restoring import Restore
from audit.source import Damaged, Log
from audit.words import N_

SLACK_S = 15 * 60
SILENCE_S = 24 * 60 * 60
LATEST_S = 253_402_300_800  # the year 10000, which no calendar has
NOBODY = -1  # no checkpoint is waited for


class Milestones:
    """``next_size`` is the size at which the next checkpoint wants to be met.

    ``known`` are notes from elsewhere, such as a witness's last: the log must hold what they saw, or say it was lost.
    """

    def __init__(
        self,
        log: Log,
        policy: Policy,
        newest: Seen,
        report: Report,
        *,
        known: Sequence[bytes] = (),
        restores: Sequence[Restore] = (),
    ) -> None:
        self._policy, self._report, self._restores = policy, report, restores
        self.newest = newest
        self._notes = merge(self._kept(log), self._known(known), [newest], key=lambda seen: seen.checkpoint.size)
        self._wanted: Seen | None = None
        self._met = self._vouched = self._unix_s = 0
        self._is_same = True
        self.origins: dict[str, int] = {}  # each with the size it began at
        self._opened: list[tuple[int, int]] = []
        self._newest_s = newest.unix_s

    def start(self) -> None:
        self._take()

    @property
    def next_size(self) -> int:
        return self._wanted.checkpoint.size if self._wanted else NOBODY

    @property
    def before_s(self) -> int:
        """When the newest checkpoint that was met was signed."""
        return self._unix_s

    def meet(self, root: bytes) -> None:
        """All checkpoints of this size; ``root`` is that of the tree as it was found."""
        size = self.next_size
        while self._wanted and self.next_size == size:
            if self._wanted.checkpoint.root != root:
                self._differs(self._wanted)
            elif self._wanted.witnesses:
                self._vouched = size
            self._note_down(self._wanted)
            self._take()
        self._met = size

    def _differs(self, seen: Seen) -> None:
        """All that follow differ too. What the log alone has signed before may be forged: a witness says how far back."""
        if self._is_same:
            self._is_same = False
            first = self._vouched if seen.witnesses else self._met
            self._report.fault(
                first,
                N_("The tree is not the one that was signed: positions {first} to {last} are not what they were."),
                Place.RANGE,
                first=first,
                last=seen.checkpoint.size - 1,
            )

    def _note_down(self, seen: Seen) -> None:
        report, said = self._report, seen.checkpoint
        report.checkpoints += 1
        if seen.unix_s + SLACK_S < self._unix_s:
            report.notice(said.size, N_("A checkpoint says it was signed before the one that came before it."))
        self._compare_clocks(seen)
        self._unix_s = max(self._unix_s, seen.unix_s or max(seen.witnesses.values(), default=0))
        self.origins.setdefault(said.origin, said.size)
        if seen.quorum and seen.witnesses:
            report.witnessed_size, report.witnesses = said.size, tuple(sorted(seen.witnesses))
            report.witnessed_s = min(seen.witnesses.values())

    def opened(self, position: int, opened_ms: int) -> None:
        """An epoch says it was opened then; the checkpoints around it know better when it is much too early or late."""
        self._opened.append((position, opened_ms))
        if not self.newest.unix_s:  # the log does not say when it signed
            self._newest_s = max(self._newest_s, opened_ms // 1000)

    def _compare_clocks(self, seen: Seen) -> None:
        size, report = seen.checkpoint.size, self._report
        for position, opened_ms in self._opened:
            if position < size and opened_ms < (self._unix_s - SLACK_S) * 1000:
                report.notice(position, N_("An epoch says it was opened long before a checkpoint that came before it."))
            if position < size and seen.unix_s and opened_ms > (seen.unix_s + SLACK_S) * 1000:
                report.notice(position, N_("An epoch says it was opened after the checkpoint over it was signed."))
        self._opened = [each for each in self._opened if each[0] >= size]

    def _take(self) -> None:
        self._wanted = next(self._notes, None)

    def _kept(self, log: Log) -> Iterator[Seen]:
        """Those that can be trusted, in order, without the newest."""
        report, before = self._report, 0
        last = self.newest.checkpoint
        for data in self._readable(log):
            try:
                seen = self._policy.check(note.parse(data))
            except (Malformed, NotTrusted) as error:
                report.fault(None, N_("A kept checkpoint (after size {size}): {error}."), size=before, error=error)
                continue
            if not before <= seen.checkpoint.size <= last.size:
                report.fault(None, N_("The checkpoint of size {size} is out of order."), size=seen.checkpoint.size)
                continue
            before = seen.checkpoint.size
            if seen.checkpoint != last:
                yield seen

    def _known(self, notes: Sequence[bytes]) -> list[Seen]:
        """Those that the tree can be compared with."""
        found = []
        for data in notes:
            try:
                seen = self._policy.check(note.parse(data))
            except (Malformed, NotTrusted) as error:
                self._report.fault(None, N_("A checkpoint from elsewhere: {error}."), error=error)
                continue
            if not self._was_lost(seen) and self._is_not_larger(seen):
                found.append(seen)
        return sorted(found, key=lambda seen: seen.checkpoint.size)

    def _was_lost(self, seen: Seen) -> bool:
        said = seen.checkpoint
        for restore in self._restores:
            if (
                restore.origin == said.origin
                and restore.from_size < said.size <= restore.lost_to_size
                and (said.size < restore.lost_to_size or said.root.hex() == restore.lost_root)
            ):
                self._report.notice(
                    restore.from_size,
                    N_("Elsewhere {size} entries were seen; a restore says that those from {first} on were lost."),
                    size=said.size,
                    first=restore.from_size,
                )
                return True
        return False

    def _is_not_larger(self, seen: Seen) -> bool:
        here = self.newest.checkpoint.size
        if seen.checkpoint.size > here:
            self._report.fault(
                here,
                N_("Elsewhere {size} entries were seen: what stood from here on is missing."),
                size=seen.checkpoint.size,
            )
            return False
        return True

    def _readable(self, log: Log) -> Iterator[bytes]:
        try:
            yield from log.notes()
        except Damaged as error:
            self._report.fault(None, error.sentence, **error.given)

    def end(self) -> None:
        """After the last: was it witnessed as the policy wants, and was each change of origin told of?"""
        report, newest = self._report, self.newest
        if not report.witnessed_size and self._policy.quorum != "none":
            report.fault(None, N_("No checkpoint was cosigned by the witnesses the policy asks for."))
        elif report.witnessed_size < newest.checkpoint.size and self._policy.quorum != "none":
            report.notice(
                report.witnessed_size,
                N_("Witnessed up to size {size}; for what is newer only the log itself stands."),
                size=report.witnessed_size,
            )
            self._compare_silence()
        told = {restore.new_origin for restore in self._restores}
        for number, (origin, size) in enumerate(self.origins.items()):
            if origin not in told and (number or is_successor(origin)):
                report.fault(
                    size,
                    N_("From size {size} on the log signs as {origin}, and no restore says why."),
                    size=size,
                    origin=origin,
                )

    def _compare_silence(self) -> None:
        """By the times the log itself says: what is newer than the witness's last word must not be a day newer."""
        seen_s = self._report.witnessed_s
        if self._newest_s - seen_s > SILENCE_S:
            at = f"{datetime.fromtimestamp(seen_s, UTC):%Y-%m-%d %H:%M} UTC" if seen_s < LATEST_S else str(seen_s)
            self._report.fault(self._report.witnessed_size, N_("No witness has seen the log since {at}."), at=at)


def is_successor(origin: str) -> bool:
    """Whether a log of this name goes on from another, as ``X/2`` does from ``X``."""
    base, _slash, number = origin.rpartition("/")
    return bool(base) and number.isdecimal() and int(number) > 1
