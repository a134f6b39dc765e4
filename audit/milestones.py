"""The kept checkpoints, met one after the other while a tree is built anew: each must be a beginning of the last.

Which of them are checked by their signatures, kept.py says; where a root is not the tree's, also those around it.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from heapq import merge

from audit import elsewhere, kept, note
from audit.format import Malformed
from audit.kept import Choice, Kept, Unchecked
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
        others = map(kept.of, [*elsewhere.comparable(known, newest.checkpoint.size, policy, restores, report), newest])
        self._notes = merge(self._kept(log), others, key=lambda each: each.said.size)
        self._unchecked = Unchecked(policy)
        self._wanted: Kept | None = None
        self._met = self._vouched = self._unix_s = 0
        self._is_same = True
        self.origins: dict[str, int] = {}  # each with the size it began at
        self._opened: list[tuple[int, int]] = []
        self._newest_s = newest.unix_s

    def start(self) -> None:
        self._take()

    @property
    def next_size(self) -> int:
        return self._wanted.said.size if self._wanted else NOBODY

    @property
    def before_s(self) -> int:
        """When the newest checkpoint that was met was signed."""
        return self._unix_s

    def meet(self, root: bytes) -> None:
        """All checkpoints of this size; ``root`` is that of the tree as it was found."""
        size = self.next_size
        while self._wanted and self.next_size == size:
            is_same = self._wanted.said.root == root
            if self._is_same and not is_same and self._is_checked(self._wanted):
                self._differs(self._wanted.seen)
            self._pass(self._wanted, is_same=is_same)
            self._take()

    def _pass(self, met: Kept, *, is_same: bool) -> None:
        self._report.checkpoints += 1
        if met.seen is None:
            self._unchecked.keep(met)
            return
        if is_same:
            self._vouch(met.seen)
        self._note_down(met.seen)

    def _vouch(self, seen: Seen) -> None:
        self._met = max(self._met, seen.checkpoint.size)
        if seen.witnesses:
            self._vouched = max(self._vouched, seen.checkpoint.size)

    def _is_checked(self, met: Kept) -> bool:
        """Whether its signatures are right, after they were checked. What is wrong with them is a fault."""
        if met.note is not None:
            try:
                met.seen, met.note = self._policy.check(met.note), None
            except (Malformed, NotTrusted) as error:
                met.note = None
                self._not_trusted(met.said.size, error)
        return met.seen is not None

    def _not_trusted(self, before: int, error: Exception) -> None:
        self._report.fault(None, N_("A kept checkpoint (after size {size}): {error}."), size=before, error=error)

    def _differs(self, seen: Seen | None) -> None:
        """All that follow differ too. What the log alone has signed before may be forged: a witness says how far back."""
        self._is_same = False
        is_witnessed = bool(seen and seen.witnesses)
        for earlier in self._unchecked.cosigned() if is_witnessed else self._unchecked.newest_first():
            if self._is_checked(earlier) and earlier.seen:
                self._vouch(earlier.seen)
                if earlier.seen.witnesses or not is_witnessed:
                    break
        first = self._vouched if is_witnessed else self._met
        last = seen.checkpoint.size - 1 if seen else first
        self._report.fault(
            first,
            N_("The tree is not the one that was signed: positions {first} to {last} are not what they were."),
            Place.RANGE,
            first=first,
            last=last,
        )

    def _note_down(self, seen: Seen) -> None:
        report, said = self._report, seen.checkpoint
        if seen.unix_s + SLACK_S < self._unix_s:
            report.notice(said.size, N_("A checkpoint says it was signed before the one that came before it."))
        self._compare_clocks(seen)
        self._unix_s = max(self._unix_s, seen.unix_s or max(seen.witnesses.values(), default=0))
        self.origins.setdefault(said.origin, said.size)
        self._note_witnesses(seen)

    def _note_witnesses(self, seen: Seen) -> None:
        report = self._report
        if seen.quorum and seen.witnesses and seen.checkpoint.size >= report.witnessed_size:
            report.witnessed_size, report.witnesses = seen.checkpoint.size, tuple(sorted(seen.witnesses))
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

    def _kept(self, log: Log) -> Iterator[Kept]:
        """Those that can be read, in order, without the newest; some of them checked."""
        report, before, choice = self._report, 0, Choice(self._policy)
        last = self.newest.checkpoint
        for data in self._readable(log):
            try:
                found, is_due = choice.read(note.parse(data))
            except Malformed as error:
                self._not_trusted(before, error)
                continue
            if is_due and not self._is_checked(found):
                continue
            if not before <= found.said.size <= last.size:
                report.fault(None, N_("The checkpoint of size {size} is out of order."), size=found.said.size)
                continue
            before = found.said.size
            if found.said != last:
                yield found

    def _readable(self, log: Log) -> Iterator[bytes]:
        try:
            yield from log.notes()
        except Damaged as error:
            self._report.fault(None, error.sentence, **error.given)

    def end(self) -> None:
        """After the last: was it witnessed as the policy wants, and was each change of origin told of?"""
        report, newest = self._report, self.newest
        self._look_for_the_last_cosigned()
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

    def _look_for_the_last_cosigned(self) -> None:
        for passed in self._unchecked.cosigned():
            if passed.said.size <= self._report.witnessed_size:
                return
            if self._is_checked(passed) and passed.seen:
                self._note_witnesses(passed.seen)

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
