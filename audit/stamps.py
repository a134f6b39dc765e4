"""What an authority's timestamp (RFC 3161) says of a text, and when. No Django, no database."""

from collections.abc import Sequence
from datetime import datetime

from cryptography.x509 import Certificate
from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response


class NotStamped(Exception):
    """What the authority answered is no timestamp of this text by it."""


def stamped_at(text: bytes, token: bytes, roots: Sequence[Certificate], *, nonce: int | None = None) -> datetime:
    """When this text was there, as the authority says. Raises NotStamped."""
    try:
        response = decode_timestamp_response(token)
        VerifierBuilder(roots=list(roots), nonce=nonce).build().verify_message(response, text)
        return response.tst_info.gen_time
    except (VerificationError, ValueError) as error:
        raise NotStamped(f"this is no timestamp of this text by the authority named: {error}") from error
