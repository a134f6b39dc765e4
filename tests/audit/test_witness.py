"""A witness cosigns what continues what it cosigned before, and answers everything else as the specification says."""

import json
from base64 import b64encode
from hashlib import sha256
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import checkpoint, note
from audit.checkpoint import Checkpoint
from audit.note import Algorithm
from audit.witness.answering import MOST_HASHES, SIZE, Refused
from audit.witness.keeping import Unreadable, Witness
from tests.audit.small_log import NOW, SmallLog, key_of

NAME = "witness.example"
OURS = key_of("the witness")


@pytest.fixture
def log():
    """The leaves of litewitness's own script: 2a00…, 2a01…, each 32 bytes."""
    made = SmallLog("sigsum.example/tree")
    made.leaves = [bytes([0x2A, number]) + bytes(30) for number in range(5)]
    return made


@pytest.fixture
def witness(tmp_path, log):
    return at(tmp_path, log)


def at(folder, *logs):
    return Witness(folder / "witness", {each.origin: each.keys for each in logs}, OURS.as_witness(NAME), lambda: NOW)


def request(log, size, *, old, proof=None, signed=None):
    hashes = log.proof(old, size) if proof is None else proof
    lines = [b"old %d\n" % old, *(b64encode(each) + b"\n" for each in hashes), b"\n"]
    return b"".join(lines) + (log.note(size) if signed is None else signed)


def answer(witness, body):
    try:
        return 200, witness.add_checkpoint(body)
    except Refused as refused:
        return refused.status, refused.body.encode()


def spoiled(signed):
    """One bit of the Ed25519 signature."""
    parsed = note.parse(signed)
    first, *others = parsed.signatures
    wrong = note.Signature(first.name, first.key_id, first.data[:-1] + bytes([first.data[-1] ^ 1]))
    return note.Note(parsed.text, (wrong, *others)).data


def test_the_exchanges_of_litewitness(witness, log):
    """Its script, request by request: what is asked, what is answered."""
    stranger = SmallLog("sigsum.example/tree/of/nobody")
    stranger.leaves = log.leaves
    wrong = [log.leaves[1], log.leaves[2][:-1] + b"\x10"]
    for body, status, said in (
        (request(log, 1, old=0), 200, b"\xe2\x80\x94 witness.example "),
        (request(log, 3, old=1, signed=spoiled(log.note(3))), 403, b"invalid signature"),
        (request(stranger, 3, old=1), 404, b"unknown log"),
        (request(log, 3, old=1, proof=[]), 422, b"consistency proof"),
        (request(log, 3, old=1, proof=wrong), 422, b"consistency proof"),
        (request(log, 3, old=1), 200, b"\xe2\x80\x94 witness.example "),
        (request(log, 5, old=1), 409, b"3\n"),
        (request(log, 5, old=3), 200, b"\xe2\x80\x94 witness.example "),
        (request(log, 5, old=0), 409, b"5\n"),
        (b"old 5\n\n" + log.checkpoint(5).text, 400, b"invalid input"),
        (b"old 5\n\n" + signed_text(log, b"five"), 400, b"invalid input"),
    ):
        found = answer(witness, body)
        assert found[0] == status
        assert said in found[1]


def signed_text(log, size):
    text = log.origin.encode() + b"\n" + size + b"\n" + b64encode(bytes(32)) + b"\n"
    return note.Note(text, (log.signers[0].sign(text, unix_s=NOW),)).data


def test_it_cosigns_in_both_ways_and_says_when(witness, log):
    lines = witness.add_checkpoint(request(log, 3, old=0))

    signed = note.parse(log.note(3) + lines)
    right = note.verify(signed, [signer.key for signer in OURS.as_witness(NAME)])
    assert {each.key.algorithm: each.unix_s for each in right} == {
        Algorithm.ED25519_COSIGNATURE: NOW,
        Algorithm.ML_DSA_44_COSIGNATURE: NOW,
    }


def test_a_size_is_told_in_its_own_type(witness, log):
    witness.add_checkpoint(request(log, 3, old=0))

    with pytest.raises(Refused) as refused:
        witness.add_checkpoint(request(log, 5, old=0))

    assert (refused.value.status, refused.value.body, refused.value.content_type) == (409, "3\n", SIZE)


def test_the_same_size_is_cosigned_again_and_another_root_of_it_never(witness, log):
    forked = SmallLog(log.origin)
    forked.leaves = [*log.leaves[:2], sha256(b"another past").digest()]
    witness.add_checkpoint(request(log, 3, old=0))

    assert answer(witness, request(log, 3, old=3))[0] == 200
    assert answer(witness, request(log, 3, old=3, proof=[bytes(32)]))[0] == 422
    assert answer(witness, request(forked, 3, old=3)) == (409, b"3\n")


def test_an_empty_log_may_begin_and_only_with_the_empty_root(witness, log):
    assert answer(witness, request(log, 0, old=0))[0] == 200
    wrong = Checkpoint(log.origin, 0, bytes(32)).text
    signed = note.Note(wrong, (log.signers[0].sign(wrong, unix_s=NOW),)).data
    assert answer(witness, request(log, 0, old=0, signed=signed)) == (409, b"0\n")
    assert answer(witness, request(log, 2, old=0))[0] == 200


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"old 4\n\n", 400),  # above the size of the checkpoint
        (b"old 03\n\n", 400),
        (b"old -1\n\n", 400),
        (b"old  3\n\n", 400),
        (b"new 3\n\n", 400),
        (b"old 99999999999999999999\n\n", 400),
        (b"old 0\nAAAA\n\n", 400),
        (b"old 0\n" + (b64encode(bytes(32)) + b"\n") * (MOST_HASHES + 1) + b"\n", 400),
        (b"old 0\n" + b64encode(bytes(32)) + b"\n\n", 422),  # a first checkpoint brings no proof
        (b"old 1\n\n", 409),
        (b"", 400),
    ],
)
def test_the_head_of_a_request(witness, log, head, status):
    assert answer(witness, head + log.note(3))[0] == status


def test_nobody_else_can_sign_for_the_log(witness, log):
    other = SmallLog(log.origin, key=key_of("a thief"))
    other.leaves = log.leaves
    strangers_line = note.parse(other.note(3)).signatures[0].line

    assert answer(witness, request(other, 3, old=0))[0] == 403
    assert answer(witness, request(log, 3, old=0, signed=log.note(3) + strangers_line))[0] == 200


def test_what_monitors_read_is_the_last_note_without_the_lines_of_strangers(witness, log):
    other = SmallLog(log.origin, key=key_of("a thief"))
    other.leaves = log.leaves
    name = sha256(log.origin.encode()).hexdigest()
    assert witness.checkpoint(name) is None

    strangers_line = note.parse(other.note(3)).signatures[0].line
    signed = log.note(3)
    lines = witness.add_checkpoint(request(log, 3, old=0, signed=signed + strangers_line))

    assert witness.checkpoint(name) == signed + lines
    assert witness.checkpoint("0" * 64) is None


def test_it_remembers_over_a_restart(tmp_path, log):
    at(tmp_path, log).add_checkpoint(request(log, 3, old=0))

    assert answer(at(tmp_path, log), request(log, 5, old=0)) == (409, b"3\n")


@pytest.mark.parametrize("spoil", [b"", b"nonsense", b"other.example\n3\n" + b64encode(bytes(32)) + b"\n\n"])
def test_what_it_cannot_read_is_not_taken_for_nothing(witness, log, spoil):
    witness.add_checkpoint(request(log, 3, old=0))
    (path,) = witness.folder.glob("*/checkpoint")
    path.write_bytes(spoil)

    with pytest.raises(Unreadable):
        witness.add_checkpoint(request(log, 5, old=0))


def test_nothing_is_answered_before_it_is_stored(witness, log, monkeypatch):
    def full(*args):
        raise OSError("no space left on device")

    monkeypatch.setattr("audit.durable.os.fsync", full)

    with pytest.raises(OSError, match="no space"):
        witness.add_checkpoint(request(log, 3, old=0))

    monkeypatch.undo()
    assert answer(witness, request(log, 5, old=0))[0] == 200


def test_of_two_at_once_one_is_told_to_look_again(tmp_path):
    """Two witnesses on one folder stand for two processes: the lock is the file's."""
    log = SmallLog(leaves=40)
    witnesses, found, together = [at(tmp_path, log) for _ in range(4)], [], Barrier(4)
    witnesses[0].add_checkpoint(request(log, 1, old=0))

    def ask(number):
        together.wait()
        found.append(answer(witnesses[number], request(log, 10 * (number + 1), old=1))[0])

    threads = [Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == [200, 409, 409, 409]


LOG = SmallLog("fuzz.example/log", leaves=9)
WHOLE = request(LOG, 7, old=0)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_is_sent_is_refused_with_a_status(tmp_path, data):
    """Mutations of a good request and noise: refused, or cosigned only if it is still the same checkpoint."""
    body = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(body)))
        piece = data.draw(st.one_of(st.binary(max_size=4), st.sampled_from([b"\n", b"\n\n", b"old ", b" ", b"="])))
        body[place : place + data.draw(st.integers(0, 40))] = piece
    witness = at(tmp_path, LOG)

    status, said = answer(witness, bytes(body))

    assert status in (200, 400, 403, 404, 409, 422)
    if status == 200:
        assert checkpoint.parse(note.parse(bytes(body).partition(b"\n\n")[2]).text) == LOG.checkpoint(7)
    assert b"Traceback" not in said


def test_what_it_says_of_itself_is_data(witness, log, capsys):
    from audit.witness.server import say

    say(event="refused", status=409)

    assert json.loads(capsys.readouterr().err) == {"event": "refused", "status": 409}
