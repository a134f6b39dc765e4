"""Numbers and base64 as they stand in notes, proofs and policies: one way of writing each, so nothing is ambiguous."""

from base64 import b64decode, b64encode

from audit.format import Malformed

LARGEST = 2**63 - 1
_DIGITS = 19


def decimal(text: bytes) -> int:
    """Digits without a leading zero, at most 2^63 - 1."""
    if not text.isdigit() or len(text) > _DIGITS or (text[:1] == b"0" and text != b"0") or int(text) > LARGEST:
        raise Malformed("a number is written in digits, without leading zeros, and below 2^63")
    return int(text)


def base64_bytes(text: bytes) -> bytes:
    try:
        data = b64decode(text, validate=True)
    except ValueError as error:
        raise Malformed("this is not base64") from error
    if b64encode(data) != text:
        raise Malformed("this base64 has bits left over")
    return data
