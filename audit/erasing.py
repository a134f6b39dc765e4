"""What the log says about its own erasures: entries of kind 4 (a key was destroyed) and 5 (bytes were erased).

Pure Python. They are signed by the instance and not sealed: whoever checks the log has to know what may be missing.
"""

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from audit import signed as signed_text
from audit import tagkeys
from audit.format import NO_CASE_TAG, Header, Kind, Malformed, canonical
from audit.sealing import CannotOpen

FORMAT = "fk-audit-erasure-v1"
SIGNED_AS = b"fk-audit-erasure-v1\n"
LARGEST = 16 * 1024
ERASABLE = (Kind.EVENT, Kind.OFFICER_ACCESS)  # the rest is what the log is checked with
SCHEDULE = "schedule"  # approves what the settings say is due; all else takes two persons
PERSONS_AT_LEAST = 2
YEARS_AT_LEAST = 1  # that an entry is kept after the year it was written in
DAY_MS = 24 * 60 * 60 * 1000  # years begin at another moment in each time zone


class What(StrEnum):
    PAYLOADS = "payloads"
    EPOCHS = "epochs"
    TAG_KEYS = "tag_keys"
    HELD_TAG_KEYS = "held_tag_keys"  # the writers' copies; the officers keep theirs


KIND_OF = {
    What.PAYLOADS: Kind.ERASURE,
    What.EPOCHS: Kind.ERASURE,
    What.TAG_KEYS: Kind.KEY_DESTROYED,
    What.HELD_TAG_KEYS: Kind.KEY_DESTROYED,
}


@dataclass(frozen=True, slots=True)
class Erasure:
    """What may be missing: all of ``what`` from before ``before_ms``, of one kind or with one case tag where named."""

    what: What
    before_ms: int
    reason: str
    ground: str  # in law
    approved_by: tuple[str, ...]
    kind: Kind | None = None
    case_tag: bytes | None = None
    replayed: bool = False  # after a restore: it was said before, in what was lost

    @property
    def persons(self) -> tuple[str, ...]:
        """Who approved it; nobody where it is the schedule's."""
        return tuple(sorted({name.strip() for name in self.approved_by} - {"", SCHEDULE}))

    @property
    def is_of_schedule(self) -> bool:
        return self.approved_by == (SCHEDULE,)

    def is_due(self, now_ms: int) -> bool:
        """Whether the schedule may erase it at this time. The writers' copies may go, for officers keep theirs."""
        return self.what is What.HELD_TAG_KEYS or self.before_ms <= _kept_from_ms(now_ms) + DAY_MS

    @property
    def header_kind(self) -> Kind:
        return KIND_OF[self.what]

    def covers(self, header: Header) -> bool:
        """Whether the payload of this entry may be missing. The entry has to stand before the erasure in the log."""
        return (
            self.what is What.PAYLOADS
            and header.kind in ERASABLE
            and self.kind in (None, header.kind)
            and self.case_tag in (None, header.case_tag)
            and header.unix_ms < self.before_ms
        )

    def covers_epoch(self, opened_ms: int) -> bool:
        return self.what is What.EPOCHS and opened_ms < self.before_ms

    def covers_tag_key(self, period: str) -> bool:
        return self.what is What.TAG_KEYS and tagkeys.bounds(period)[1] <= self.before_ms


def _kept_from_ms(now_ms: int) -> int:
    """From when on each entry is kept at ``now_ms``, whatever the settings say: the year before this one begins."""
    try:
        year = datetime.fromtimestamp((now_ms + DAY_MS) / 1000, UTC).year
        return int(datetime(year - YEARS_AT_LEAST, 1, 1, tzinfo=UTC).timestamp()) * 1000
    except (ValueError, OverflowError, OSError) as error:
        raise Malformed("its time is none") from error


@dataclass(frozen=True, slots=True)
class SignedErasure:
    erasure: Erasure
    text: bytes
    signature: bytes


def write(erasure: Erasure, *, signed_by: Ed25519PrivateKey) -> bytes:
    """The payload of the entry: canonical JSON, and the signature behind it."""
    text = canonical({"format": FORMAT} | _fields(erasure))
    return signed_text.write(text, signed_by, signed_as=SIGNED_AS)


def _fields(erasure: Erasure) -> dict[str, Any]:
    given = {
        "what": erasure.what.value,
        "before_ms": erasure.before_ms,
        "reason": erasure.reason,
        "ground": erasure.ground,
        "approved_by": list(erasure.approved_by),
        "kind": erasure.kind and int(erasure.kind),
        "case_tag": erasure.case_tag and erasure.case_tag.hex(),
        "replayed": erasure.replayed or None,
    }
    return {name: value for name, value in given.items() if value is not None}


def check_signature(signed: SignedErasure, instance: Ed25519PublicKey) -> None:
    signed_text.check(signed.text, signed.signature, instance, signed_as=SIGNED_AS, name="this erasure")


def checked(payload: bytes, instances: Iterable[Ed25519PublicKey]) -> SignedErasure:
    """The same as ``read``, signed by one of ``instances``."""
    signed = read(payload)
    for instance in instances:
        with suppress(CannotOpen):
            check_signature(signed, instance)
            return signed
    raise CannotOpen("this erasure was signed by no instance that is known")


def read(payload: bytes) -> SignedErasure:
    """The erasure that a payload of kind 4 or 5 speaks of. Malformed when it is none; the signature is not checked."""
    text, signature = signed_text.read(payload, most=LARGEST, name="an erasure")
    try:
        fields = json.loads(text)
        return SignedErasure(_erasure(fields), text, signature)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Malformed(f"this is no erasure of format {FORMAT}") from error


def _erasure(fields: dict[str, Any]) -> Erasure:
    if fields["format"] != FORMAT:
        raise Malformed("another format")
    erasure = Erasure(
        What(fields["what"]),
        _of(int, fields["before_ms"]),
        _of(str, fields["reason"]),
        _of(str, fields["ground"]),
        tuple(_of(str, name) for name in _of(list, fields["approved_by"])),
        _if_given(fields, "kind", lambda value: Kind(_of(int, value))),
        _if_given(fields, "case_tag", _case_tag),
        fields.get("replayed") is True,
    )
    if canonical({"format": FORMAT} | _fields(erasure)) != canonical(fields):
        raise Malformed("there is more in it, or less, than the format says")
    return erasure


def _case_tag(value: Any) -> bytes:
    tag = bytes.fromhex(_of(str, value))
    if len(tag) != tagkeys.TAG_BYTES:
        raise Malformed("a case tag has another length")
    if tag == NO_CASE_TAG:
        raise Malformed("this is the tag of all entries without a case")
    return tag


def _of(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise Malformed(f"{value!r} is no {kind.__name__}")
    return value


def _if_given(fields: dict[str, Any], name: str, make: Callable[[Any], Any]) -> Any:
    return make(fields[name]) if name in fields else None
