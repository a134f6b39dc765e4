"""The entry that begins a log anew after a restore (kind 6): what was lost, who asked, which officer approved.

Pure Python. The operator asks with a file; it holds a challenge sealed for each officer's key, and an officer approves
on her own machine, with ``python -m audit.approving``, by signing what the file says together with the challenge that
only her key opens. The key she signs with follows from her own, so she can say of each approval whether it is hers:
whoever rules the machine could make one up, but not one by her key.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from audit import signed as signed_text
from audit import xwing
from audit.format import Malformed, canonical
from audit.sealing import SUITE, CannotOpen
from audit.words import N_

FORMAT = "fk-audit-restore-v1"
SIGNED_AS = b"fk-audit-restore-v1\n"
APPROVED_AS = b"fk-audit-restore-approval-v1\n"
CHALLENGE = b"fk-audit-restore-challenge-v1"
APPROVER = b"fk-audit-approver-v1"
LARGEST = 16 * 1024
LARGEST_FILE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Restore:
    """What is said. ``from_size`` entries were brought back, ``lost_to_size`` had been witnessed; roots in hexadecimal."""

    origin: str
    new_origin: str
    from_size: int
    root: str
    lost_to_size: int
    lost_root: str
    reason: str
    operator: str
    asked_ms: int

    @property
    def text(self) -> bytes:
        return canonical({"format": FORMAT, **asdict(self)})


@dataclass(frozen=True, slots=True)
class Approval:
    """By the officer whose key has the id ``officer``; ``key`` and ``signature`` are of the key that follows from hers."""

    officer: str
    challenge: str
    key: str
    signature: str


@dataclass(frozen=True, slots=True)
class SignedRestore:
    restore: Restore
    approval: Approval
    text: bytes
    signature: bytes


def next_origin(origin: str) -> str:
    """``X`` goes on as ``X/2``, that as ``X/3``."""
    base, _slash, number = origin.rpartition("/")
    return f"{base}/{int(number) + 1}" if base and number.isdecimal() else f"{origin}/2"


# Asking and approving


def challenge_of(restore: Restore, instance: Ed25519PrivateKey) -> bytes:
    """32 bytes that only this instance can tell, and whoever opens what was sealed for her."""
    return HKDF(SHA256(), 32, salt=None, info=CHALLENGE + restore.text).derive(instance.private_bytes_raw())


def ask(restore: Restore, officers: Iterable[bytes], instance: Ed25519PrivateKey) -> bytes:
    """The file for the officers, whose public keys are given. Raises Malformed."""
    _refuse_hidden(restore)
    challenge = challenge_of(restore, instance)
    sealed = {
        xwing.key_id(public).hex(): SUITE.encrypt(challenge, xwing.public_key(public), info=_info(restore)).hex()
        for public in officers
    }
    return _file({"format": FORMAT, **asdict(restore), "challenges": sealed})


def read_request(data: bytes) -> tuple[Restore, dict[str, str]]:
    """Raises Malformed."""
    given = _json(data, LARGEST_FILE)
    challenges = given.pop("challenges", None)
    if not isinstance(challenges, dict) or not all(isinstance(each, str) for each in challenges.values()):
        raise Malformed(N_("this request holds no challenges"))
    restore = _restore(given)
    _refuse_hidden(restore)
    return restore, challenges


def _refuse_hidden(restore: Restore) -> None:
    """An officer approves what she reads, on whatever she reads it."""
    if not all(text.isprintable() for text in (restore.reason, restore.operator, restore.origin)):
        raise Malformed(N_("reason, office and origin have no control characters"))


def approve(data: bytes, seed: bytes) -> bytes:
    """The file for the operator. Raises Malformed, CannotOpen."""
    restore, challenges = read_request(data)
    officer = xwing.pair(seed)
    try:
        challenge = SUITE.decrypt(bytes.fromhex(challenges[officer.key_id.hex()]), officer.private, info=_info(restore))
    except (KeyError, ValueError, InvalidTag) as error:
        raise CannotOpen(N_("this request was not made for this key")) from error
    key = _approver(seed)
    signature = key.sign(_approved(restore, challenge))
    public = key.public_key().public_bytes_raw().hex()
    return _file(asdict(Approval(officer.key_id.hex(), challenge.hex(), public, signature.hex())))


def read_approval(data: bytes) -> Approval:
    """Raises Malformed."""
    return _approval(_json(data, LARGEST))


def check_approval(restore: Restore, approval: Approval) -> None:
    """That this was approved, by whoever holds the key named. Raises CannotOpen."""
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(approval.key))
        public.verify(bytes.fromhex(approval.signature), _approved(restore, bytes.fromhex(approval.challenge)))
    except (InvalidSignature, ValueError) as error:
        raise CannotOpen(N_("this restore was not approved as it is")) from error


def _approver(seed: bytes) -> Ed25519PrivateKey:
    """An officer's key opens and cannot sign; a key for signing follows from it, always the same."""
    return Ed25519PrivateKey.from_private_bytes(HKDF(SHA256(), 32, salt=None, info=APPROVER).derive(seed))


def _info(restore: Restore) -> bytes:
    return CHALLENGE + sha256(restore.text).digest()


def _approved(restore: Restore, challenge: bytes) -> bytes:
    return APPROVED_AS + challenge + restore.text


# The entry


def write(restore: Restore, approval: Approval, *, signed_by: Ed25519PrivateKey) -> bytes:
    """The payload: canonical JSON, and the signature behind it."""
    text = canonical({"format": FORMAT, **asdict(restore), "approval": asdict(approval)})
    return signed_text.write(text, signed_by, signed_as=SIGNED_AS)


def read(payload: bytes) -> SignedRestore:
    """Raises Malformed. Signatures are not looked at."""
    text, signature = signed_text.read(payload, most=LARGEST, name="a restore")
    given = _json(text, LARGEST)
    approval = given.pop("approval", None)
    if not isinstance(approval, dict):
        raise Malformed("a restore says who approved it")
    return SignedRestore(_restore(given), _approval(approval), text, signature)


def check_signature(signed: SignedRestore, instance: Ed25519PublicKey) -> None:
    """Of the instance, and of the officer. Raises CannotOpen."""
    signed_text.check(signed.text, signed.signature, instance, signed_as=SIGNED_AS, name="this restore")
    check_approval(signed.restore, signed.approval)


def _restore(given: dict[str, Any]) -> Restore:
    if given.pop("format", None) != FORMAT:
        raise Malformed(f"this is no restore of format {FORMAT}")
    restore: Restore = _filled(Restore, given)
    if restore.new_origin != next_origin(restore.origin) or min(restore.from_size, restore.lost_to_size) < 0:
        raise Malformed("this restore does not go on from the log it names")
    canonical(asdict(restore))  # half of a surrogate pair is no text
    return restore


def _approval(given: dict[str, Any]) -> Approval:
    approval: Approval = _filled(Approval, given)
    return approval


def _filled(kind: type, given: dict[str, Any]) -> Any:
    """All fields, of their types, and no other."""
    wanted = {each.name: each.type for each in fields(kind)}
    if given.keys() != wanted.keys() or any(type(given[name]) is not each for name, each in wanted.items()):
        raise Malformed(f"the fields of this {kind.__name__.lower()} are not those of format {FORMAT}")
    return kind(**given)


def _json(data: bytes, most: int) -> dict[str, Any]:
    if len(data) > most:
        raise Malformed(f"this file has more than {most} bytes")
    try:
        given = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Malformed(N_("this is no JSON")) from error
    if not isinstance(given, dict):
        raise Malformed(N_("this is no JSON object"))
    return given


def _file(content: dict[str, Any]) -> bytes:
    return json.dumps(content, indent=1, ensure_ascii=False).encode() + b"\n"
