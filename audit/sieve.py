"""What a header says before anything is decrypted: time, kind, and by its tag whether it can be of a case.

Pure Python. Runs once for every entry of the log, so it looks at bytes and builds nothing.
"""

from typing import Protocol

from audit import tagkeys
from audit.epoch import SignedRecord
from audit.format import HEADER_BYTES, NO_CASE_TAG, Malformed
from audit.question import Question
from audit.sealing import CannotOpen

KIND_AT, TIME_AT, TAG_AT = 4, slice(8, 16), slice(48, 64)
LATEST_MS = 250_000_000_000_000  # the year 9892; a hostile header may say more than a date can


class TagKeys(Protocol):
    def tag_key(self, period: str) -> SignedRecord | None:
        """The wrapped key of the case tags of a month (``2026-11``); None when there is none or it was destroyed."""


class Sieve:
    """Lets through what may answer a question. A wrong tag of a month whose key is at hand is kept out."""

    def __init__(self, source: TagKeys, seed: bytes, question: Question) -> None:
        self._source, self._seed, self._case = source, seed, question.case
        self._since, self._until = question.span_ms
        self._kind = question.kind
        self._month = (0, 0)
        self._tag: bytes | None = None

    def lets_through(self, header: bytes) -> bool:
        if len(header) != HEADER_BYTES:
            return True  # whoever opens it will say what is wrong
        unix_ms = int.from_bytes(header[TIME_AT], "big")
        if not self._since <= unix_ms < self._until or (self._kind is not None and header[KIND_AT] != self._kind):
            return False
        return self._case is None or self._may_be_of_case(header[TAG_AT], unix_ms)

    def _may_be_of_case(self, tag: bytes, unix_ms: int) -> bool:
        """True for entries without a tag, too: lists name the cases they showed in their text."""
        if tag == NO_CASE_TAG or unix_ms > LATEST_MS:
            return True
        if not self._month[0] <= unix_ms < self._month[1]:
            period = tagkeys.period_of(unix_ms)
            self._month, self._tag = tagkeys.bounds(period), self._tag_in(period)
        return self._tag is None or tag == self._tag

    def _tag_in(self, period: str) -> bytes | None:
        """The tag of the case in this month; None when its key is gone or not for this officer."""
        signed = self._source.tag_key(period)
        try:
            key = tagkeys.open_record(signed, self._seed) if signed else None
        except (CannotOpen, Malformed):
            return None
        return key.tag(self._case) if key and self._case and key.period == period else None
