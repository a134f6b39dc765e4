"""Rows that bring their own key: texts that belong to no case (yet), each row apart from all others.

Sealed like the texts of a case, bound to table, row and column. Every sealing takes a fresh key; deleting the row, or
its key, is the erasure.
"""

import secrets

from django.db import models

from fallkonferenz.vault.keys import (
    KEK_ID_LENGTH,
    KEY_LENGTH,
    WRAPPED_LENGTH,
    KekId,
    KeyBytes,
    WrappedKey,
    key_encrypting_keys,
)
from fallkonferenz.vault.sealing import CaseVault

_VERSION = 1


class OwnKey(models.Model):
    """Adds the wrapped key to a model whose primary key is a UUID."""

    wrapped = models.BinaryField(max_length=WRAPPED_LENGTH)
    kek_id = models.CharField(max_length=KEK_ID_LENGTH)

    class Meta:
        abstract = True


def seal_alone(row: OwnKey, **texts: str) -> None:
    """Set sealed columns of a row under a fresh key. All sealed columns at once: the key before is forgotten."""
    key = KeyBytes(secrets.token_bytes(KEY_LENGTH))
    CaseVault(row.pk, key).seal(row, **texts)
    row.wrapped, row.kek_id = key_encrypting_keys().wrap(key, row.pk, _VERSION)


def read_alone(row: OwnKey, column: str) -> str:
    """The text of a sealed column. SealBroken if it does not open, NoKey if no key-encrypting key opens its key."""
    key = key_encrypting_keys().unwrap(WrappedKey(bytes(row.wrapped)), row.pk, _VERSION, KekId(row.kek_id))
    return CaseVault(row.pk, key).read(row, column)
