"""Notes, checkpoints, signing keys and the policy: what is signed, by whom, and what is refused."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import checkpoint, note, policy, signing
from audit.checkpoint import Checkpoint
from audit.format import Malformed
from audit.note import BadSignature
from audit.policy import NotTrusted
from audit.signing import NoSigningKey, SigningKey
from tests.audit import vectors

ORIGIN = "log.example/one"
LOG = SigningKey(bytes(range(32)), bytes(range(32, 64)))
WITNESS = SigningKey(bytes(range(64, 96)), bytes(range(96, 128)))
OTHER = SigningKey(bytes(range(128, 160)), bytes(range(160, 192)))
SAID = Checkpoint(ORIGIN, 5, bytes(32))


def vkeys(signers):
    return [signer.key.vkey() for signer in signers]


def policy_lines(*more, quorum="quorum none"):
    return "\n".join([*(f"log {vkey}" for vkey in vkeys(LOG.as_log(ORIGIN))), *more, quorum, ""]).encode()


def signed(*signers, said=SAID):
    return note.parse(signing.sign(said, signers, unix_s=1000))


@vectors.wanted
def test_the_note_of_the_specification_verifies():
    example = vectors.read("c2sp-note-examples.json")["signed_note"]
    key = note.parse_vkey(example["vkey"])

    found = note.verify(note.parse(example["note"].encode()), [key])

    assert [each.key.name for each in found] == ["example.com/foo"]
    assert key.vkey() == example["vkey"]


@vectors.wanted
@pytest.mark.parametrize("name", ["checkpoint_format_only", "cosigned_checkpoint_format_only"])
def test_the_checkpoints_of_the_specification_are_read_and_written_alike(name):
    data = vectors.read("c2sp-note-examples.json")[name].encode()
    parsed = note.parse(data)

    assert parsed.data == data
    assert checkpoint.parse(parsed.text).size == 20852163
    assert checkpoint.parse(parsed.text).text == parsed.text


def test_all_three_kinds_of_signatures_are_made_and_seen():
    signers = [*LOG.as_log(ORIGIN), *WITNESS.as_witness("witness.example/w")]

    found = note.verify(signed(*signers), [signer.key for signer in signers])

    assert [(each.key.algorithm, each.unix_s) for each in found] == [(1, None), (6, 1000), (4, 1000), (6, 1000)]


@pytest.mark.parametrize("which", range(4))
def test_a_wrong_signature_by_a_known_key_refuses_the_note(which):
    signers = [*LOG.as_log(ORIGIN), *WITNESS.as_witness("witness.example/w")]
    good = signed(*signers)
    other_text = note.Note(Checkpoint(ORIGIN, 6, bytes(32)).text, (good.signatures[which],))

    with pytest.raises(BadSignature):
        note.verify(other_text, [signer.key for signer in signers])


def test_a_changed_time_refuses_a_cosignature():
    (signer, _) = WITNESS.as_witness("w")
    good = signer.sign(SAID.text, unix_s=1000)
    later = note.Signature(good.name, good.key_id, (1001).to_bytes(8, "big") + good.data[8:])

    with pytest.raises(BadSignature):
        note.verify(note.Note(SAID.text, (later,)), [signer.key])


def test_a_signature_by_an_unknown_key_is_passed_over():
    assert note.verify(signed(*LOG.as_log(ORIGIN)), [OTHER.as_log(ORIGIN)[0].key]) == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"text\n",
        b"text\n\n",
        b"text\n\nno dash AAAAAAAA\n",
        "text\n\n— name AAAAAAAA".encode(),
        "text\n\n— name AAAA\n".encode(),
        "text\n\n— na+me AAAAAAAA\n".encode(),
        "text\n\n—  AAAAAAAA\n".encode(),
        "text\n\n— name AAAAAAA\n".encode(),
        "text\n\n— name AAAAAAAB=\n".encode(),
        "te\rxt\n\n— name AAAAAAAA\n".encode(),
        b"te\xffxt\n\n" + "— name AAAAAAAA\n".encode(),
        b"text\n\n" + "— name AAAAAAAA\n".encode() * 65,
        b"x" * (note.LARGEST_NOTE + 1),
    ],
)
def test_other_bytes_are_no_note(data):
    with pytest.raises(Malformed):
        note.parse(data)


@given(st.binary(max_size=200))
def test_whatever_comes_is_a_note_or_refused(data):
    with contextlib.suppress(Malformed):
        note.parse(data)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"o\n1\n",
        b"o\n01\n" + b"A" * 43 + b"=\n",
        b"o\n-1\n" + b"A" * 43 + b"=\n",
        b"o\n9223372036854775808\n" + b"A" * 43 + b"=\n",
        b"o\n1\n" + b"A" * 42 + b"==\n",
        b"o\n1\n" + b"A" * 43 + b"=\nextension\n",
        b"o" * 201 + b"\n1\n" + b"A" * 43 + b"=\n",
        b"\n1\n" + b"A" * 43 + b"=\n",
        "o\n\u00b2\n".encode() + b"A" * 43 + b"=\n",
    ],
)
def test_other_texts_are_no_checkpoint(text):
    with pytest.raises(Malformed):
        checkpoint.parse(text)


@pytest.mark.parametrize(
    "vkey", ["", "name", "name+00000000+AAAA", "name+x+", "na me+00000000+AQ==", "name+12345678+CQ=="]
)
def test_other_texts_are_no_key(vkey):
    with pytest.raises(Malformed):
        note.parse_vkey(vkey)


def test_a_signing_key_is_kept_in_a_file_that_is_never_written_over(tmp_path):
    path = tmp_path / "log.key"
    signing.new_key(path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert signing.load(path) == signing.load(path)
    with pytest.raises(FileExistsError):
        signing.new_key(path)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"[" * 4000, b'{"ed25519":"AA==","ml_dsa_44":"AA=="}', b"\xff"])
def test_a_file_that_holds_no_signing_key_is_refused(tmp_path, content):
    (tmp_path / "log.key").write_bytes(content)

    with pytest.raises(NoSigningKey):
        signing.load(tmp_path / "log.key")


def test_a_log_must_sign_in_each_way_the_policy_names():
    both = LOG.as_log(ORIGIN)
    trusted = policy.parse(policy_lines())

    assert trusted.check(signed(*both)).checkpoint == SAID
    for one in both:
        with pytest.raises(NotTrusted):
            trusted.check(signed(one))


def test_after_a_change_of_keys_one_key_of_each_kind_is_enough():
    newer = [f"log {vkey}" for vkey in vkeys(OTHER.as_log(ORIGIN))]

    trusted = policy.parse(policy_lines(*newer))

    assert trusted.check(signed(*OTHER.as_log(ORIGIN))).checkpoint == SAID


def test_another_log_is_not_trusted():
    with pytest.raises(NotTrusted):
        policy.parse(policy_lines()).check(
            signed(*LOG.as_log("log.example/two"), said=Checkpoint("log.example/two", 1, bytes(32)))
        )


def test_a_quorum_is_counted_over_groups():
    first, second = WITNESS.as_witness("a"), OTHER.as_witness("b")
    trusted = policy.parse(
        policy_lines(
            f"witness A {first[1].key.vkey()}  https://a.example",
            f"\twitness B {second[0].key.vkey()}",
            "# a comment",
            "group both all A B",
            quorum="quorum both",
        )
    )

    alone = trusted.check(signed(*LOG.as_log(ORIGIN), *first))
    together = trusted.check(signed(*LOG.as_log(ORIGIN), *first, *second))

    assert (alone.witnesses, alone.quorum) == ({"A": 1000}, False)
    assert (together.witnesses, together.quorum) == ({"A": 1000, "B": 1000}, True)


def test_groups_may_stand_in_groups_as_deep_as_a_policy_is_long():
    witness = f"witness A {WITNESS.as_witness('a')[0].key.vkey()}"
    chain = ["group g0 any A", *(f"group g{number} any g{number - 1}" for number in range(1, 500))]

    trusted = policy.parse(policy_lines(witness, *chain, quorum="quorum g499"))

    assert (trusted.is_quorum({"A"}), trusted.is_quorum(set())) == (True, False)


W = WITNESS.as_witness("w")[0].key.vkey()


@pytest.mark.parametrize(
    "line",
    [
        "surprise",
        "log",
        f"log {W}",
        f"witness none {W}",
        f"witness A {W}\nwitness B {W}",
        f"witness A {W}\ngroup G 2 A",
        f"witness A {W}\ngroup G all A A",
        f"witness A {W}\ngroup G any A\ngroup H any A",
        f"witness A {W}\ngroup G 0 A",
        "group G any nobody",
        "quorum none",
        "quorum nobody",
        "instance 00",
        f"log {vkeys(LOG.as_log(ORIGIN))[0]}",
        "a\rb",
    ],
)
def test_a_line_that_means_nothing_refuses_the_policy(line):
    with pytest.raises(Malformed):
        policy.parse(policy_lines(line))


def test_a_policy_without_quorum_is_none():
    with pytest.raises(Malformed):
        policy.parse(policy_lines(quorum=""))


def test_a_policy_names_instances():
    assert policy.parse(policy_lines("instance " + "ab" * 32)).instances == [b"\xab" * 32]


@given(st.binary(max_size=300))
def test_whatever_comes_is_a_policy_or_refused(data):
    with contextlib.suppress(Malformed):
        policy.parse(data)
