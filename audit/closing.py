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

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from audit import signed as signed_text
from audit.format import Malformed, canonical

FORMAT = "fk-audit-close-v1"
SIGNED_AS = b"fk-audit-close-v1\n"
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
    return signed_text.write(text, key, signed_as=SIGNED_AS)


def read(payload: bytes) -> SignedClose:
    """Raises Malformed for anything but a close of format v1. The signature is not looked at."""
    text, signature = signed_text.read(payload, most=LARGEST_PAYLOAD, name="the close of an epoch")
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed("the close of an epoch is JSON and a signature") from error
    return SignedClose(_close(fields), text, signature)


def check_signature(signed: SignedClose, instance: Ed25519PublicKey) -> None:
    name = "the close of this epoch"
    signed_text.check(signed.text, signed.signature, instance, signed_as=SIGNED_AS, name=name)


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
