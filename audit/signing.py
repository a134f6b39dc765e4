"""The key a log or a witness signs with: an Ed25519 and an ML-DSA-44 seed, in one file outside the database."""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from audit.checkpoint import Checkpoint
from audit.note import Algorithm, Key, Note, Signer

FORMAT = "fk-audit-signing-key-v1"
SEED_BYTES = 32
LARGEST_FILE = 4096


class NoSigningKey(Exception):
    """There is no usable key to sign checkpoints with."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    ed25519: bytes = field(repr=False)
    ml_dsa_44: bytes = field(repr=False)

    def as_log(self, origin: str) -> tuple[Signer, Signer]:
        """A log signs by Ed25519, which says nothing of time, and by an ML-DSA-44 cosignature beside it."""
        return self._signer(origin, Algorithm.ED25519), self._signer(origin, Algorithm.ML_DSA_44_COSIGNATURE)

    def as_witness(self, name: str) -> tuple[Signer, Signer]:
        return self._signer(name, Algorithm.ED25519_COSIGNATURE), self._signer(name, Algorithm.ML_DSA_44_COSIGNATURE)

    def _signer(self, name: str, algorithm: Algorithm) -> Signer:
        if algorithm is Algorithm.ML_DSA_44_COSIGNATURE:
            quantum_safe = MLDSA44PrivateKey.from_seed_bytes(self.ml_dsa_44)
            return Signer(Key(name, algorithm, quantum_safe.public_key().public_bytes_raw()), quantum_safe)
        private = Ed25519PrivateKey.from_private_bytes(self.ed25519)
        return Signer(Key(name, algorithm, private.public_key().public_bytes_raw()), private)


def sign(said: Checkpoint, signers: Iterable[Signer], *, unix_s: int) -> bytes:
    """The whole note."""
    return Note(said.text, tuple(signer.sign(said.text, unix_s=unix_s) for signer in signers)).data


def cosign(said: Checkpoint, signers: Iterable[Signer], *, unix_s: int) -> bytes:
    """The lines alone, to be put below those of the log."""
    return b"".join(signer.sign(said.text, unix_s=unix_s).line for signer in signers)


def new_key(path: Path) -> None:
    """Make a key for the first start. An existing file is never written over."""
    fields = {"format": FORMAT, "ed25519": _text(os.urandom(SEED_BYTES)), "ml_dsa_44": _text(os.urandom(SEED_BYTES))}
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(json.dumps(fields, indent=1) + "\n")


def load(path: Path) -> SigningKey:
    try:
        with path.open("rb") as file:
            fields = json.loads(file.read(LARGEST_FILE))
        seeds = [b64decode(fields[name], validate=True) for name in ("ed25519", "ml_dsa_44")]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise NoSigningKey(f"no key to sign checkpoints with can be read from {path}") from error
    if fields.get("format") != FORMAT or any(len(seed) != SEED_BYTES for seed in seeds):
        raise NoSigningKey(f"{path} holds no key of format {FORMAT}")
    return SigningKey(*seeds)


def _text(data: bytes) -> str:
    return b64encode(data).decode()
