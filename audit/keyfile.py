"""Key files: a seed under a passphrase, and its public half. JSON, so that they can be looked at.

Pure Python. Argon2id makes the key, AES-256-GCM seals, and every other field of the file is bound to the seal.
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from audit import xwing
from audit.format import Malformed, canonical
from audit.words import N_

PRIVATE_FORMAT = "fk-audit-key-v1"
PUBLIC_FORMAT = "fk-audit-public-key-v1"
ROLES = ("officer", "recovery")
COST = {"memory_kib": 256 * 1024, "iterations": 3, "lanes": 1}  # about one second
LARGEST_COST = {
    "memory_kib": 2 * 1024 * 1024,
    "iterations": 16,
    "lanes": 8,
}  # a stranger's file must not stop the machine
LARGEST_FILE = 16 * 1024
LONGEST_LABEL = 100


class BadKeyFile(Exception):
    """This is no key file, or not with this passphrase."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    public: bytes
    label: str
    role: str

    @property
    def key_id(self) -> bytes:
        return xwing.key_id(self.public)


def protect(seed: bytes, *, passphrase: str, label: str, role: str) -> bytes:
    salt, nonce = os.urandom(16), os.urandom(12)
    fields = _described(PRIVATE_FORMAT, xwing.public_bytes(seed), label=label, role=role)
    fields |= {"kdf": "argon2id", **COST, "salt": _text(salt), "nonce": _text(nonce)}
    sealed = AESGCM(_stretch(passphrase, salt, **COST)).encrypt(nonce, seed, canonical(fields))
    return _file(fields | {"sealed_seed": _text(sealed)})


def unlock(data: bytes, *, passphrase: str, most: Mapping[str, int] = LARGEST_COST) -> bytes:
    """The seed. A wrong passphrase and a changed file look the same, and cost the same second.

    ``most`` bounds what the file may ask for; a server that many use allows less than one's own machine.
    """
    fields = _fields(data, PRIVATE_FORMAT)
    sealed, salt, nonce = (_bytes(fields, name) for name in ("sealed_seed", "salt", "nonce"))
    try:
        bound = canonical({name: value for name, value in fields.items() if name != "sealed_seed"})
        seed = AESGCM(_stretch(passphrase, salt, **_cost(fields, most))).decrypt(nonce, sealed, bound)
    except (InvalidTag, ValueError) as error:
        raise BadKeyFile(N_("This passphrase does not open this file, or the file was changed.")) from error
    return seed


def public_file(public: bytes, *, label: str, role: str) -> bytes:
    return _file(_described(PUBLIC_FORMAT, public, label=label, role=role))


def read_public(data: bytes) -> PublicKey:
    """The public half, from either file."""
    fields = _fields(data, PRIVATE_FORMAT, PUBLIC_FORMAT)
    public, label, role = _bytes(fields, "public_key"), fields.get("label"), fields.get("role")
    if not isinstance(label, str) or len(label) > LONGEST_LABEL or not label.isprintable() or role not in ROLES:
        raise BadKeyFile(N_("This key file names no owner or no role."))
    try:
        xwing.public_key(public)
    except Malformed as error:
        raise BadKeyFile(N_("This file holds no public key.")) from error
    return PublicKey(public, label, role)


def load(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def _described(format_name: str, public: bytes, *, label: str, role: str) -> dict[str, Any]:
    if role not in ROLES or len(label) > LONGEST_LABEL or not label.isprintable():
        raise BadKeyFile(
            N_("A key is an officer's or for recovery, and its label has at most 100 characters, all to be seen.")
        )
    key_id = xwing.key_id(public).hex()
    return {"format": format_name, "label": label, "role": role, "key": key_id, "public_key": _text(public)}


def _fields(data: bytes, *formats: str) -> dict[str, Any]:
    if len(data) > LARGEST_FILE:
        raise BadKeyFile(N_("This file is too large for a key file."))
    try:
        fields = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadKeyFile(N_("This is no key file.")) from error
    if not isinstance(fields, dict) or fields.get("format") not in formats:
        raise BadKeyFile(N_("This is no key file of the kind that is wanted here."))
    if not all(isinstance(value, str | int) for value in fields.values()):
        raise BadKeyFile(N_("The fields of a key file are texts and numbers."))
    return fields


def _cost(fields: dict[str, Any], most: Mapping[str, int]) -> dict[str, int]:
    cost = {name: fields.get(name) for name in LARGEST_COST}
    for name, value in cost.items():
        if not isinstance(value, int) or not 0 < value <= most[name]:
            raise BadKeyFile(N_("This key file asks for more work than a key file may."))
    return cost  # type: ignore[return-value]  # the loop above has seen that all are integers


def _stretch(passphrase: str, salt: bytes, *, memory_kib: int, iterations: int, lanes: int) -> bytes:
    kdf = Argon2id(salt=salt, length=32, iterations=iterations, lanes=lanes, memory_cost=memory_kib)
    return kdf.derive(passphrase.encode())


def _bytes(fields: dict[str, Any], name: str) -> bytes:
    try:
        return b64decode(fields[name], validate=True)
    except (KeyError, TypeError, ValueError) as error:
        raise BadKeyFile(N_("A field of this key file is missing or damaged.")) from error


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def _file(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, indent=1, ensure_ascii=False).encode() + b"\n"
