"""An export written by the first version: every later version must still find it sound, and so must a stranger's checker."""

import json
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

from audit import verify
from audit.directory import Directory
from audit.question import Question
from audit.read import answers
from tests.audit import keys

EXPORT = Path(__file__).parent / "golden" / "export"


def test_the_first_versions_export_is_still_sound(capsys):
    assert verify.main([str(EXPORT), "--policy", str(EXPORT / "policy")]) == verify.SOUND
    assert capsys.readouterr().out


def test_an_officer_still_reads_it():
    events = [entry.event for entry in answers(Directory(EXPORT), keys.SECOND_OFFICER, Question())]

    assert events.count("case.read") == 8


def test_a_checker_written_after_the_readme_alone_finds_it_sound_too():
    """Nothing of ours is used but the words of audit/README.md."""
    headers, payloads = read_entries()
    origin, size, root = read_checkpoint()
    records = {line["epoch"]: line for line in map(json.loads, (EXPORT / "epochs.jsonl").read_text().splitlines())}
    instance = Ed25519PublicKey.from_public_bytes(bytes.fromhex(policy("instance")[0]))
    counters: dict[str, list[int]] = {}

    assert tree_of([sha256(b"\0" + header).digest() for header in headers]) == b64decode(root)
    for header, payload in zip(headers, payloads, strict=True):
        epoch, counter = header[16:32].hex(), int.from_bytes(header[32:40])
        assert (header[:4], header[5:8], header[64:]) == (b"FKA1", bytes(3), sha256(payload).digest())
        counters.setdefault(epoch, []).append(counter)
        record, signature = (b64decode(records[epoch][name]) for name in ("record", "signature"))
        instance.verify(signature, b"fk-audit-epoch-v1\n" + record)
        if header[4] == 2:
            assert (counter, payload) == (0, sha256(record + signature).digest())
            assert json.loads(record)["origin"] == origin
        if header[4] == 3:
            instance.verify(payload[-64:], b"fk-audit-close-v1\n" + payload[:-64])
            close = json.loads(payload[:-64])
            assert sorted({*counters[epoch], *close["abandoned"]}) == list(range(close["last"] + 2))
    assert len(headers) == int(size)


def read_entries():
    (entries,) = (EXPORT / "tile" / "entries").rglob("000.p/*")
    data = entries.read_bytes()
    headers = [data[at + 2 : at + 98] for at in range(0, len(data), 98)]
    packed, payloads = next((EXPORT / "payloads").rglob("000.p/*")).read_bytes(), []
    while packed:
        length = int.from_bytes(packed[:4])
        payloads.append(packed[4 : 4 + length])
        packed = packed[4 + length :]
    return headers, payloads


def tree_of(leaves):
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1" + tree_of(leaves[:half]) + tree_of(leaves[half:])).digest()


def policy(word):
    return [line.split()[1] for line in (EXPORT / "policy").read_text().splitlines() if line.startswith(f"{word} ")]


def read_checkpoint():
    """After both signatures of the log were seen to be right."""
    text, _empty, lines = (EXPORT / "checkpoint").read_bytes().partition(b"\n\n")
    text += b"\n"
    origin, size, root = text.decode().splitlines()
    signatures = [b64decode(line.split(b" ")[2]) for line in lines.splitlines()]
    for vkey in policy("log"):
        name, key_id, material = vkey.split("+", 2)
        key = b64decode(material)
        assert bytes.fromhex(key_id) == sha256(name.encode() + b"\n" + key).digest()[:4]
        (signature,) = (each[4:] for each in signatures if each[:4] == bytes.fromhex(key_id))
        if key[0] == 1:
            Ed25519PublicKey.from_public_bytes(key[1:]).verify(signature, text)
        else:
            named = bytes([len(name)]) + name.encode()
            tree = bytes([len(origin)]) + origin.encode() + bytes(8) + int(size).to_bytes(8) + b64decode(root)
            message = b"subtree/v1\n\0" + named + signature[:8] + tree
            MLDSA44PublicKey.from_public_bytes(key[1:]).verify(signature[8:], message)
    return origin, size, root
