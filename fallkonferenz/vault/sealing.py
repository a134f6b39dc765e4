"""Sealing and reading the texts of one case: the only facade the rest of the application sees.

Each text is encrypted with AES-256-GCM under a key of its own column, derived from the key of its case, and bound to
its table, row, column and format: moved anywhere else, it does not open.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Never, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from fallkonferenz.vault.fields import BLOCK, FORMAT, NONCE_LENGTH, Sealed, SealedField, is_sealed
from fallkonferenz.vault.keys import (
    KEY_LENGTH,
    KekId,
    KeyBytes,
    KeyEncryptingKeys,
    WrappedKey,
    key_encrypting_keys,
)
from fallkonferenz.vault.models import CaseKey

_FIELD_CONTEXT: Final = b"fk-field-v1"
_FORMAT: Final = bytes([FORMAT])
_END_OF_TEXT: Final = b"\x80"  # ISO/IEC 7816-4: one marker, then zeros up to the end of the block


class SealBroken(Exception):
    """A sealed text does not open: it was changed, moved, or belongs to another case."""


class KeyDestroyed(Exception):
    """The case has no key any more, so nobody can read it: it was forgotten."""


@dataclass(frozen=True)
class _Column:
    """One sealed column of one case: its own key, and the place its texts are bound to."""

    cipher: AESGCM
    place: bytes

    @classmethod
    def of(cls, key: KeyBytes, model: type[Model], column: str) -> Self:
        if not isinstance(model._meta.get_field(column), SealedField):
            raise TypeError(f"{model._meta.label}.{column} is no SealedField")
        place = b"\0".join((model._meta.db_table.encode(), column.encode()))
        info = _FIELD_CONTEXT + b"\0" + place
        return cls(AESGCM(HKDF(algorithm=SHA256(), length=KEY_LENGTH, salt=None, info=info).derive(key)), place)

    def row(self, obj: Model) -> bytes:
        """Format, table, column and row. Names hold no NUL and the UUID is last: no two places are alike."""
        if not isinstance(obj.pk, UUID):
            raise TypeError(f"{obj._meta.label} needs a UUID as its primary key before it can be sealed")
        return _FORMAT + self.place + b"\0" + obj.pk.bytes


class CaseVault:
    """The opened key of one case, for as long as one act takes; it is never stored, cached, printed or sent."""

    def __init__(self, case_id: UUID, key: KeyBytes) -> None:
        self.case_id = case_id
        self._key = key
        self._columns: dict[tuple[type[Model], str], _Column] = {}

    @classmethod
    def make(cls, case_id: UUID) -> Self:
        """Make and store the key of a new case; IntegrityError if it has one."""
        key = KeyBytes(secrets.token_bytes(KEY_LENGTH))
        stored = CaseKey(case_id=case_id)
        stored.wrapped, stored.kek_id = key_encrypting_keys().wrap(key, case_id, stored.version)
        stored.save(force_insert=True)
        return cls(case_id, key)

    @classmethod
    def open(cls, case_id: UUID) -> Self:
        """Open the key of a case: one query, one unwrapping. KeyDestroyed if it has none, NoKey if no KEK opens it."""
        stored = CaseKey.objects.filter(pk=case_id).first()
        if stored is None:
            raise KeyDestroyed(_("The key of this case was destroyed: its contents are forgotten."))
        return cls(case_id, _unwrapped(stored, key_encrypting_keys()))

    @classmethod
    def open_each(cls, case_ids: Iterable[UUID]) -> dict[UUID, Self]:
        """The same for the cases of a list, in one query."""
        wanted = set(case_ids)
        keks = key_encrypting_keys()  # looks at its folder: once for all of them
        found = CaseKey.objects.filter(pk__in=wanted)
        opened = {stored.pk: cls(stored.pk, _unwrapped(stored, keks)) for stored in found}
        if wanted - opened.keys():
            raise KeyDestroyed(_("The key of this case was destroyed: its contents are forgotten."))
        return opened

    def seal(self, obj: Model, **texts: str) -> None:
        """Set sealed columns of a row, saved or not yet, to their sealed texts: ``vault.seal(entry, text=…)``."""
        if getattr(obj, "case_id", self.case_id) != self.case_id:
            raise ValueError(f"{obj._meta.label} belongs to another case; sealed with this key it would be lost")
        for column, text in texts.items():
            setattr(obj, column, self._sealed(obj, column, text))

    def read(self, obj: Model, column: str) -> str:
        """The text of a sealed column, "" where nothing was ever sealed. SealBroken if it does not open."""
        value = getattr(obj, column)
        if value is None:
            return ""
        try:
            return self._opened(obj, column, bytes(value))
        except (InvalidTag, ValueError) as error:
            raise SealBroken(_("This text was changed or moved after it was sealed. It is not shown.")) from error

    def _sealed(self, obj: Model, column: str, text: str) -> Sealed:
        nonce = secrets.token_bytes(NONCE_LENGTH)
        sealed_for = self._column(obj, column)
        return Sealed(_FORMAT + nonce + sealed_for.cipher.encrypt(nonce, _padded(text.encode()), sealed_for.row(obj)))

    def _opened(self, obj: Model, column: str, value: bytes) -> str:
        if not is_sealed(value):
            raise ValueError("not in a known format")
        nonce, ciphertext = value[1 : 1 + NONCE_LENGTH], value[1 + NONCE_LENGTH :]
        sealed_for = self._column(obj, column)
        return _unpadded(sealed_for.cipher.decrypt(nonce, ciphertext, sealed_for.row(obj))).decode()

    def _column(self, obj: Model, column: str) -> _Column:
        place = (type(obj), column)
        if place not in self._columns:
            self._columns[place] = _Column.of(self._key, *place)
        return self._columns[place]

    def __repr__(self) -> str:
        return f"<CaseVault of {self.case_id}>"

    def __reduce__(self) -> Never:
        raise TypeError("An opened key never leaves its process.")


def rewrap(stored: CaseKey) -> CaseKey:
    """Put the case key under the newest key-encrypting key; its version and what it sealed stay. Needs fk_owner."""
    key = _unwrapped(stored, key_encrypting_keys())
    stored.wrapped, stored.kek_id = key_encrypting_keys().wrap(key, stored.case_id, stored.version)
    stored.save(update_fields=["wrapped", "kek_id"])
    return stored


def _unwrapped(stored: CaseKey, keks: KeyEncryptingKeys) -> KeyBytes:
    return keks.unwrap(WrappedKey(bytes(stored.wrapped)), stored.case_id, stored.version, KekId(stored.kek_id))


def _padded(text: bytes) -> bytes:
    """Whole blocks, so that the length tells little; the empty text is one block like a short one."""
    marked = text + _END_OF_TEXT
    return marked + bytes(-len(marked) % BLOCK)


def _unpadded(padded: bytes) -> bytes:
    text, marker, _zeros = padded.rpartition(_END_OF_TEXT)
    if not marker:
        raise ValueError("no end of text")
    return text
