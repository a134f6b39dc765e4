"""What a header says before anything is decrypted: time, kind, and by its tag whether it can be of a case.

Pure Python. Runs once for every entry of the log, so it looks at bytes and builds nothing.
"""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from audit import tagkeys
from audit.epoch import SignedRecord
from audit.format import HEADER_BYTES, KIND_AT, NO_CASE_TAG, Malformed
from audit.question import Question
from audit.sealing import CannotOpen
from audit.tagkeys import TagKey

TIME_AT, TAG_AT = slice(8, 16), slice(48, 64)
LATEST_MS = 250_000_000_000_000  # the year 9892; a hostile header may say more than a date can
TAGS_KEPT = 10_000


class TagKeys(Protocol):
    def tag_key(self, period: str) -> SignedRecord | None:
        """The wrapped key of the case tags of a month (``2026-11``); None when there is none or it was destroyed."""


class Tags:
    """The tags of cases, month by month, as far as this officer has the keys."""

    def __init__(self, source: TagKeys, seed: bytes) -> None:
        self._source, self._seed = source, seed
        self._month = (0, 0)
        self._key: TagKey | None = None
        self._known: dict[str, bytes] = {}

    def of(self, case: str, unix_ms: int) -> bytes | None:
        """The tag of a case at this time; None when the month's key is gone or not for this officer."""
        if not self._month[0] <= unix_ms < self._month[1]:
            self._turn_to(unix_ms)
        if self._key is None:
            return None
        tag = self._known.get(case)
        if tag is None:
            if len(self._known) >= TAGS_KEPT:
                self._known.clear()
            tag = self._known[case] = _tag(self._key, case)
        return tag

    def agree(self, header: bytes, fields: Mapping[str, Any]) -> bool:
        """Whether the tag says what was sealed; a writer who lies in it hides an entry from questions by case."""
        case, tag = fields.get("case"), header[TAG_AT]
        if not isinstance(case, str):
            return tag == NO_CASE_TAG
        unix_ms = int.from_bytes(header[TIME_AT], "big")
        return tag in (NO_CASE_TAG, wanted := self.of(case, unix_ms)) or wanted is None

    def _turn_to(self, unix_ms: int) -> None:
        self._known.clear()
        if unix_ms > LATEST_MS:
            self._month, self._key = (LATEST_MS + 1, 2**64), None
            return
        period = tagkeys.period_of(unix_ms)
        self._month, self._key = tagkeys.bounds(period), self._opened(period)

    def _opened(self, period: str) -> TagKey | None:
        signed = self._source.tag_key(period)
        try:
            key = tagkeys.open_record(signed, self._seed) if signed else None
        except (CannotOpen, Malformed):
            return None
        return key if key and key.period == period else None


class Sieve:
    """Lets through what may answer a question. A wrong tag of a month whose key is at hand is kept out."""

    def __init__(self, tags: Tags, question: Question) -> None:
        self._tags, self._case = tags, str(question.case) if question.case else ""
        self._since, self._until = question.span_ms
        self._kind = question.kind

    def lets_through(self, header: bytes) -> bool:
        if len(header) != HEADER_BYTES:
            return True  # whoever opens it will say what is wrong
        unix_ms = int.from_bytes(header[TIME_AT], "big")
        if not self._since <= unix_ms < self._until or (self._kind is not None and header[KIND_AT] != self._kind):
            return False
        return not self._case or self._may_be_of_case(header[TAG_AT], unix_ms)

    def _may_be_of_case(self, tag: bytes, unix_ms: int) -> bool:
        """True for entries without a tag, too: lists name the cases they showed in their text."""
        return tag == NO_CASE_TAG or self._tags.of(self._case, unix_ms) in (None, tag)


def _tag(key: TagKey, case: str) -> bytes:
    """A case that is no UUID has no tag that could be right."""
    try:
        return key.tag(UUID(case))
    except ValueError:
        return b""
