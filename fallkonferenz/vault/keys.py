"""Key-encrypting keys: files outside the database that wrap every case key.

Without them the database and its backups are noise; that is why they live in neither.
"""

import base64
import binascii
import os
import re
import secrets
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, NewType
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from django.conf import settings
from django.utils.translation import gettext_lazy as _

KekId = NewType("KekId", str)
KeyBytes = NewType("KeyBytes", bytes)
WrappedKey = NewType("WrappedKey", bytes)

KEY_LENGTH: Final = 32
NONCE_LENGTH: Final = 12
WRAPPED_LENGTH: Final = NONCE_LENGTH + KEY_LENGTH + 16  # nonce, key, tag
KEK_ID_LENGTH: Final = 32

_WRAP_CONTEXT: Final = b"fk-dek-v1"
_KEK_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")


class NoKey(Exception):
    """A key-encrypting key is missing or unusable; only the operator can help."""


@dataclass(frozen=True)
class KeyEncryptingKeys:
    """The keys of one folder: the lexically last one wraps, every one of them unwraps."""

    folder: str
    keys: dict[KekId, AESGCMSIV] = field(repr=False)

    @cached_property
    def newest(self) -> KekId:
        return max(self.keys)

    def wrap(self, key: KeyBytes, case_id: UUID, version: int) -> tuple[WrappedKey, KekId]:
        """The case key under the newest key-encrypting key, bound to its case and version: 60 bytes."""
        nonce = secrets.token_bytes(NONCE_LENGTH)
        bound_to = _associated_data(case_id, version, self.newest)
        return WrappedKey(nonce + self.keys[self.newest].encrypt(nonce, key, bound_to)), self.newest

    def unwrap(self, wrapped: WrappedKey, case_id: UUID, version: int, kek_id: KekId) -> KeyBytes:
        """The case key, or NoKey if it was wrapped by another key or for another case."""
        if kek_id not in self.keys:
            missing = _("The key-encrypting key “{kek_id}” is missing in {folder}.")
            raise NoKey(missing.format(kek_id=kek_id, folder=self.folder))
        nonce, body = wrapped[:NONCE_LENGTH], wrapped[NONCE_LENGTH:]
        try:
            return KeyBytes(self.keys[kek_id].decrypt(nonce, body, _associated_data(case_id, version, kek_id)))
        except (InvalidTag, ValueError) as error:
            raise NoKey(_("The key of this case cannot be unwrapped by “{kek_id}”.").format(kek_id=kek_id)) from error


def key_encrypting_keys() -> KeyEncryptingKeys:
    """The keys in ``settings.FALLKONFERENZ_KEK_DIR``, read once per process and again when the folder has changed."""
    folder = settings.FALLKONFERENZ_KEK_DIR
    try:
        changed_at = os.stat(folder).st_mtime_ns
    except OSError as error:
        sentence = _("FALLKONFERENZ_KEK_DIR must name a folder of key-encrypting keys, not “{folder}”.")
        raise NoKey(sentence.format(folder=folder)) from error
    return _read_folder(folder, changed_at)


def new_kek(folder: Path, kek_id: str) -> Path:
    """Write a fresh key-encrypting key, readable by its owner alone; refuses to overwrite one."""
    if not _KEK_ID.fullmatch(kek_id):
        raise ValueError(f"{kek_id!r} is no KEK id: letters, digits, - and _, at most {KEK_ID_LENGTH}")
    path = folder / f"{kek_id}.key"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(KEY_LENGTH)) + b"\n")
    return path


@lru_cache(maxsize=1)
def _read_folder(folder: str, _changed_at: int) -> KeyEncryptingKeys:
    keys = {KekId(path.stem): AESGCMSIV(_read_key(path)) for path in sorted(Path(folder).glob("*.key"))}
    if not keys:
        raise NoKey(_("There is no key-encrypting key in {folder}.").format(folder=folder))
    return KeyEncryptingKeys(folder, keys)


def _read_key(path: Path) -> bytes:
    try:
        key = base64.b64decode(path.read_bytes().strip(), validate=True)
    except (OSError, binascii.Error) as error:
        raise NoKey(_("{path} cannot be read as a key: it must hold 32 bytes in base64.").format(path=path)) from error
    if not _KEK_ID.fullmatch(path.stem) or len(key) != KEY_LENGTH:
        raise NoKey(_("{path} is no key: it must hold 32 bytes in base64 and be named <kek id>.key.").format(path=path))
    return key


def _associated_data(case_id: UUID, version: int, kek_id: KekId) -> bytes:
    """Fixed lengths first and the id last, so that no two triples give the same bytes."""
    return _WRAP_CONTEXT + case_id.bytes + version.to_bytes(4, "big") + kek_id.encode()
