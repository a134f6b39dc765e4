"""The proof of one entry, as it is handed to a court or to a person concerned."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import proof, verify
from audit.format import Malformed
from audit.policy import NotTrusted
from audit.tree import BadProof
from tests.audit import made

LOG = made.ordinary(40)


def proved(position, note=LOG.kept[-1], size=40):
    header = LOG.entries[position].header
    return proof.make(position, size=size, header=header, note=note, fetch=LOG.fetch())


@pytest.mark.parametrize("position", [0, 17, 39])
def test_a_proof_is_written_read_and_holds(position):
    written = proved(position).data

    header, seen = proof.verify(proof.parse(written), made.trusted(), payload=LOG.entries[position].payload)

    assert header.pack() == LOG.entries[position].header
    assert (seen.checkpoint.size, seen.quorum) == (40, True)
    assert proof.parse(written).data == written
    assert written.startswith(b"c2sp.org/tlog-proof@v1\nextra ")


@pytest.mark.parametrize(
    "change",
    [
        lambda shown: {"index": shown.index + 1},
        lambda shown: {"hashes": shown.hashes[:-1]},
        lambda shown: {"hashes": (*shown.hashes, bytes(32))},
        lambda shown: {"header": LOG.entries[4].header},
        lambda shown: {"note": LOG.kept[0]},
    ],
)
def test_a_changed_proof_proves_nothing(change):
    shown = proved(3)
    fields = {"index": shown.index, "hashes": shown.hashes, "note": shown.note, "header": shown.header}

    with pytest.raises(BadProof):
        proof.verify(proof.Proof(**fields | change(shown)), made.trusted())


def test_another_payload_is_not_the_entrys():
    with pytest.raises(BadProof):
        proof.verify(proved(3), made.trusted(), payload=LOG.entries[4].payload)


def test_a_proof_under_a_strange_log_is_not_trusted():
    with pytest.raises(NotTrusted):
        proof.verify(proved(3), made.trusted(origins=("log.example/two",)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"c2sp.org/tlog-proof@v2\n",
        proved(3).data.replace(b"\nextra ", b"\nother ", 1),
        proved(3).data.replace(b"\nindex 3", b"\nindex 03", 1),
        proved(3).data.replace(b"\nindex 3\n", b"\nindex 3\nAAAA\n", 1),
        proved(3).data.replace(b"\nindex 3\n", b"\nindex 3\n" + b"A" * 43 + b"=\n" * 70, 1),
        b"c2sp.org/tlog-proof@v1\nindex 3\n\nx",
    ],
)
def test_other_bytes_are_no_proof(data):
    with pytest.raises((Malformed, BadProof)):
        proof.verify(proof.parse(data), made.trusted())


@given(st.binary(max_size=300))
def test_whatever_comes_is_a_proof_or_refused(data):
    with suppress(Malformed):
        proof.parse(proof.FIRST_LINE + b"\nextra " + data)


def test_the_witnessed_checkpoint_is_taken_and_the_newest_where_there_is_none():
    assert proof.best_note(LOG.kept, made.trusted(), index=3)[1].quorum
    assert proof.best_note(LOG.kept[:2], made.trusted(), index=3)[0] == LOG.kept[1]
    assert proof.best_note(LOG.kept, made.trusted(), index=40) is None


@pytest.fixture
def files(tmp_path):
    for name, data in (("policy", made.policy_text()), ("proof", proved(3).data), ("payload", LOG.entries[3].payload)):
        (tmp_path / name).write_bytes(data)
    return tmp_path


def arguments(files):
    return [f"--{name}={files / name}" for name in ("proof", "policy", "payload")]


def test_a_proof_is_checked_by_the_program(files, capsys):
    assert verify.main(arguments(files)) == verify.SOUND
    assert "3" in capsys.readouterr().out
    (files / "payload").write_bytes(b"another")
    assert verify.main(arguments(files)) == verify.FAULTY
    assert verify.main(arguments(files)[:1]) == verify.UNUSABLE
    (files / "proof").unlink()
    assert verify.main(arguments(files)) == verify.UNUSABLE


def test_a_proof_without_witness_is_not_enough_where_the_policy_wants_one(files, capsys):
    (files / "proof").write_bytes(proved(3, note=LOG.kept[1], size=39).data)

    assert verify.main(arguments(files)) == verify.FAULTY
    assert capsys.readouterr().out
