"""A text with an instance's signature behind it, as entries of the log about itself have it: ``text ‖ signature``.

Pure Python. What is signed begins with the name of the format, so that no text passes for one of another kind.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from audit.format import Malformed
from audit.sealing import CannotOpen

SIGNATURE_BYTES = 64


def write(text: bytes, key: Ed25519PrivateKey, *, signed_as: bytes) -> bytes:
    return text + key.sign(signed_as + text)


def read(payload: bytes, *, most: int, name: str) -> tuple[bytes, bytes]:
    """Text and signature, which is not looked at. ``name`` with its article; Malformed for more than ``most`` bytes."""
    if not SIGNATURE_BYTES < len(payload) <= most:
        raise Malformed(f"{name} has at most {most} bytes, its signature of {SIGNATURE_BYTES} included")
    return payload[:-SIGNATURE_BYTES], payload[-SIGNATURE_BYTES:]


def check(text: bytes, signature: bytes, instance: Ed25519PublicKey, *, signed_as: bytes, name: str) -> None:
    """Raises CannotOpen with a sentence about ``name`` when ``instance`` did not sign this."""
    try:
        instance.verify(signature, signed_as + text)
    except InvalidSignature as error:
        raise CannotOpen(f"{name} was not signed by this instance") from error
