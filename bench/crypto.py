"""What opening keys and texts costs by itself, against the bare call of AES-256-GCM."""

import secrets
from collections.abc import Iterator
from functools import cache
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bench.pages import TEXT
from bench.sizes import KEYS, TEXTS
from bench.subject import Timed, subject
from fallkonferenz.measures.models import Measure
from fallkonferenz.vault.keys import KEY_LENGTH, KeyBytes, key_encrypting_keys
from fallkonferenz.vault.models import CaseKey
from fallkonferenz.vault.sealing import CaseVault


@subject
def fields(turn: int) -> Iterator[Timed]:
    """TEXTS texts of one column of one case, its key opened already."""
    vault, rows = _one_case()
    yield _warm(lambda: [vault.read(row, "what") for row in rows])


@subject
def bare_aes(turn: int) -> Iterator[Timed]:
    """As many bare calls on texts of the same length."""
    cipher, nonce, place = AESGCM(secrets.token_bytes(KEY_LENGTH)), secrets.token_bytes(12), secrets.token_bytes(48)
    sealed = [cipher.encrypt(nonce, secrets.token_bytes(128), place) for _row in range(TEXTS)]
    yield _warm(lambda: [cipher.decrypt(nonce, text, place) for text in sealed])


@subject
def keys(turn: int) -> Iterator[Timed]:
    """The keys of KEYS cases."""
    stored = [key for key, _row in _many_cases()]
    yield _warm(lambda: _opened(stored))


@subject
def keys_and_fields(turn: int) -> Iterator[Timed]:
    """All that a list of KEYS rows of KEYS cases opens: keys, the column's own keys, texts; cold, as on a page."""
    cases = _many_cases()
    stored = [key for key, _row in cases]
    yield lambda: [vault.read(row, "what") for vault, (_key, row) in zip(_opened(stored), cases, strict=True)]


def _warm(timed: Timed) -> Timed:
    """A single one is told in microseconds, so the first times do not count."""
    timed()
    return timed


def _opened(stored: list[CaseKey]) -> list[CaseVault]:
    """As ``CaseVault.open_each`` does, without its query."""
    keks = key_encrypting_keys()
    return [CaseVault(key.case_id, keks.unwrap(key.wrapped, key.case_id, key.version, key.kek_id)) for key in stored]


@cache
def _one_case() -> tuple[CaseVault, list[Measure]]:
    vault = CaseVault(uuid4(), KeyBytes(secrets.token_bytes(KEY_LENGTH)))
    return vault, [_sealed(vault) for _row in range(TEXTS)]


@cache
def _many_cases() -> list[tuple[CaseKey, Measure]]:
    return [_case(uuid4()) for _row in range(KEYS)]


def _case(pk: UUID) -> tuple[CaseKey, Measure]:
    key, stored = KeyBytes(secrets.token_bytes(KEY_LENGTH)), CaseKey(case_id=pk)
    stored.wrapped, stored.kek_id = key_encrypting_keys().wrap(key, pk, stored.version)
    return stored, _sealed(CaseVault(pk, key))


def _sealed(vault: CaseVault) -> Measure:
    row = Measure(case_id=vault.case_id)
    vault.seal(row, what=TEXT)
    return row
