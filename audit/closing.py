"""The close of an epoch (kind 3): its last counter, and those whose acts were rolled back. Every other gap is an alarm.

Pure Python. Signed and not sealed, so that whoever checks the log needs no key for it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from audit.format import Malformed, canonical
from audit.sealing import CannotOpen

FORMAT = "fk-audit-close-v1"
SIGNED_AS = b"fk-audit-close-v1\n"
SIGNATURE_BYTES = 64
LARGEST_PAYLOAD = 16_384
LARGEST_COUNTER = 1023


class By(StrEnum):
    """Who closes: the process itself knows why a counter is missing; a successor of one that was killed does not."""

    SELF = "self"
    SUCCESSOR = "successor"


@dataclass(frozen=True, slots=True)
class Close:
    epoch: UUID
    last: int
    abandoned: tuple[int, ...]
    by: By


@dataclass(frozen=True, slots=True)
class SignedClose:
    close: Close
    text: bytes
    signature: bytes


def write(close: Close, key: Ed25519PrivateKey) -> bytes:
    """The payload of the entry."""
    text = canonical(
        {
            "format": FORMAT,
            "epoch": close.epoch.hex,
            "last": close.last,
            "abandoned": list(close.abandoned),
            "by": close.by.value,
        }
    )
    return text + key.sign(SIGNED_AS + text)


def read(payload: bytes) -> SignedClose:
    """Raises Malformed for anything but a close of format v1. The signature is not looked at."""
    if not SIGNATURE_BYTES < len(payload) <= LARGEST_PAYLOAD:
        raise Malformed(f"the close of an epoch has up to {LARGEST_PAYLOAD} bytes")
    text, signature = payload[:-SIGNATURE_BYTES], payload[-SIGNATURE_BYTES:]
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed("the close of an epoch is JSON and a signature") from error
    return SignedClose(_close(fields), text, signature)


def check_signature(signed: SignedClose, instance: Ed25519PublicKey) -> None:
    try:
        instance.verify(signed.signature, SIGNED_AS + signed.text)
    except InvalidSignature as error:
        raise CannotOpen("the close of this epoch was not signed by this instance") from error


def _close(fields: Any) -> Close:
    try:
        is_ours = fields.keys() == {"format", "epoch", "last", "abandoned", "by"} and fields["format"] == FORMAT
        close = Close(UUID(hex=fields["epoch"]), fields["last"], tuple(fields["abandoned"]), By(fields["by"]))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Malformed(f"this is no close of format {FORMAT}") from error
    if not is_ours or not _in_order((0, *close.abandoned, close.last + 1 if type(close.last) is int else None)):
        raise Malformed(f"this is no close of format {FORMAT}")
    return close


def _in_order(counters: Sequence[Any]) -> bool:
    """Integers, each larger than the one before: from the epoch's own entry to the one after the last."""
    return (
        all(type(counter) is int for counter in counters)
        and all(earlier < later for earlier, later in pairwise(counters))
        and counters[-1] <= LARGEST_COUNTER + 1
    )
