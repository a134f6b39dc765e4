"""An epoch written by the first version: every later version must still open it, and so must a stranger's reader."""

import json
from base64 import b64decode
from hashlib import sha256, shake_256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite

from audit import epoch
from audit.epoch import SignedRecord
from audit.read import open_entries
from audit.sealing import Sealed
from tests.audit import keys
from tests.audit.test_epoch import INSTANCE

FILE = json.loads((Path(__file__).parent / "golden" / "epoch_v1.json").read_text())
SIGNED = SignedRecord(b64decode(FILE["record"]), b64decode(FILE["signature"]))
ENTRIES = [Sealed(b64decode(entry["header"]), b64decode(entry["payload"])) for entry in FILE["entries"]]


@pytest.mark.parametrize("seed", [keys.FIRST_OFFICER, keys.SECOND_OFFICER, keys.RECOVERY])
def test_the_first_versions_epoch_still_opens(seed):
    opened, short, long = open_entries([SIGNED], ENTRIES, seed)

    epoch.check_signature(SIGNED, INSTANCE.public_key())
    assert opened.event == "log.epoch_opened"
    assert short.fields["details"] == {"codes": ["K7", "Q2"]}
    assert short.fields["purpose"] == "Prüfung"
    assert long.fields["text"] == "x" * 300


def test_a_reader_written_after_the_readme_alone_opens_it_too():
    """Nothing of ours is used but the words of audit/README.md."""
    expanded = shake_256(keys.FIRST_OFFICER).digest(96)
    mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
    x25519 = X25519PrivateKey.from_private_bytes(expanded[64:])
    key_id = sha256(mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()).digest()

    record = json.loads(SIGNED.record)
    roles = {"officer": b"\1", "recovery": b"\2"}
    recipients = b"".join(roles[r["role"]] + bytes.fromhex(r["key"]) for r in record["recipients"])
    info = b"fk-audit-epoch-v1" + record["origin"].encode() + bytes.fromhex(record["epoch"]) + key_id
    (wrapped,) = (b64decode(r["wrapped"]) for r in record["recipients"] if r["key"] == key_id.hex())
    secret = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM).decrypt(
        wrapped, MLKEM768X25519PrivateKey(mlkem, x25519), info=info + sha256(recipients).digest()
    )

    header, payload = ENTRIES[1].header, ENTRIES[1].payload
    text = AESGCM(secret).decrypt(bytes(4) + header[32:40], payload, header[:64]).rstrip(b"\0")
    assert json.loads(text)["event"] == "case.read"
    assert header[64:] == sha256(payload).digest()
    assert ENTRIES[0].payload == sha256(SIGNED.record + SIGNED.signature).digest()
