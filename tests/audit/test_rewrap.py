"""An officer who came later reads old epochs: an earlier one wraps their keys anew, and nobody has to be believed."""

from contextlib import suppress
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from audit import asking, ceremonies, keyfile, rewrap, wraps, xwing
from audit.format import Malformed
from audit.keyfile import PublicKey
from audit.log import forget_epoch
from audit.question import Question
from audit.read import answers
from audit.rewrap import Wrap
from audit.source import StoredWrap
from tests.audit import keys, made
from tests.audit import reading as audit_log
from tests.audit.recording import record
from tests.audit.test_asking import ASKER, DECIDER
from tests.audit.test_reader import PASSPHRASE, key_file
from tests.support import as_owner

LATER = xwing.public_bytes(keys.STRANGER)
LATER_ID = xwing.key_id(LATER)


@pytest.fixture
def desk(tmp_path):
    """The desk of an officer who has read from the beginning, with the public key of one who came later."""
    (tmp_path / "log").mkdir()
    made.ordinary(40).exported(tmp_path / "log")
    (tmp_path / "key").write_bytes(key_file())
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    (tmp_path / "new.pub").write_bytes(keyfile.public_file(LATER, label="New", role="officer"))
    return tmp_path


def wrap(desk, *, key="key", reader="new.pub", told=None):
    given = [desk / "log" / "export", "--key", desk / key, "--passphrase-file", desk / "passphrase"]
    public = keyfile.read_public(keyfile.load(desk / reader)).public
    given += ["--fingerprint", xwing.key_id(public).hex()[:16] if told is None else told]
    return ceremonies.main([str(each) for each in ("rewrap", *given, "--for", desk / reader, "--out", desk / "wraps")])


def read_wraps(path):
    with path.open("rb") as file:
        return rewrap.read_head(file), list(rewrap.read_wraps(file))


def test_all_epochs_of_an_export_are_wrapped_for_her(desk, capsys):
    assert wrap(desk) == 0

    key_id, found = read_wraps(desk / "wraps")
    assert key_id == LATER_ID
    assert len(found) == 2
    assert "2 epochs were wrapped for New" in capsys.readouterr().out


@pytest.mark.parametrize("told", ["0" * 16, LATER_ID.hex()[:15], ""])
def test_nothing_is_wrapped_for_a_key_whose_fingerprint_nobody_told(desk, capsys, told):
    assert wrap(desk, told=told) == 2
    assert not (desk / "wraps").exists()
    assert "another key" in capsys.readouterr().err


def test_with_them_she_reads_what_she_could_not(desk, tmp_path):
    log = made.ordinary(40)
    before = log.exported(tmp_path)
    wrap(desk)
    log.rewraps = [StoredWrap(each.epoch, LATER_ID, each.wrapped) for each in read_wraps(desk / "wraps")[1]]
    (tmp_path / "again").mkdir()
    after = log.exported(tmp_path / "again")

    question = Question(event="case.read")
    assert len(list(answers(before, keys.STRANGER, question))) == 0
    assert len(list(answers(after, keys.STRANGER, question))) == 36
    assert len(list(answers(after, keys.SECOND_OFFICER, question))) == 36


def test_epochs_of_others_are_left_out_and_counted(desk, capsys):
    (desk / "stranger").write_bytes(key_file(keys.STRANGER))

    assert wrap(desk, key="stranger") == 0
    assert read_wraps(desk / "wraps")[1] == []
    assert "2 epochs do not open with your key" in capsys.readouterr().out


def test_who_reads_already_needs_no_wraps(desk):
    second = keyfile.public_file(xwing.public_bytes(keys.SECOND_OFFICER), label="Second", role="officer")
    (desk / "second.pub").write_bytes(second)

    assert wrap(desk, reader="second.pub") == 0
    assert read_wraps(desk / "wraps")[1] == []


def test_nothing_is_written_over_and_nothing_left_behind(desk):
    (desk / "wraps").write_text("mine")
    assert wrap(desk) == 2
    assert (desk / "wraps").read_text() == "mine"

    (desk / "wraps").unlink()
    (desk / "log" / "export" / "epochs.jsonl").write_text("nonsense")
    assert wrap(desk) == 2
    assert not [path for path in desk.iterdir() if "wraps" in path.name]


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=200)
    | st.sampled_from([b"{}", b"[]", b"{", b'{"epoch":5}', b'{"epoch":"' + b"0" * 32 + b'","wrapped":"AA=="}'])
)
def test_other_bytes_are_no_wraps(data):
    for read in (rewrap.read_head, lambda file: list(rewrap.read_wraps(file))):
        with suppress(Malformed):
            read(BytesIO(data))


# Loading -------------------------------------------------------------------------------------


@pytest.fixture
def later(db):
    """She was added; an epoch from before stands in the log."""
    forget_epoch()
    with transaction.atomic():
        record(object="before")
    asked = asking.ask_to_add(PublicKey(LATER, "New", "officer"), by=ASKER)
    asking.decide(asked.id, approve=True, by=DECIDER)


def wraps_of_the_database(path):
    """As rewrap writes them, of an export of this database."""
    epochs, _entries = audit_log.rows()
    with path.open("wb") as file:
        rewrap.write_head(file, LATER_ID)
        for signed in epochs:
            key = _opened(signed)
            rewrap.write_wrap(file, Wrap(key.id, rewrap.wrap_again(key, signed, LATER)))
    return len(epochs)


def _opened(signed):
    from audit.epoch import open_record

    return open_record(signed, xwing.pair(keys.FIRST_OFFICER))


def test_loaded_wraps_open_old_epochs(later, tmp_path, capsys):
    count = wraps_of_the_database(tmp_path / "wraps")

    with as_owner():
        call_command("officer_keys", "load-wraps", tmp_path / "wraps")

    assert str(count) in capsys.readouterr().out
    entry = audit_log.last("log.wraps_loaded").fields
    assert entry["details"] == {"key": LATER_ID.hex(), "epochs": count}
    with audit_log.as_reader() as cursor:
        cursor.execute("SELECT epoch_id, wrapped FROM audit_rewrap WHERE key_id = %s", [LATER_ID])
        stored = dict(cursor.fetchall())
    epochs, _entries = audit_log.rows()
    assert all(
        rewrap.open_again(signed, bytes(stored[_opened(signed).id]), xwing.pair(keys.STRANGER))
        for signed in epochs[:count]
    )


def test_they_may_be_loaded_again(later, tmp_path):
    wraps_of_the_database(tmp_path / "wraps")

    with as_owner():
        first, again = wraps.load(tmp_path / "wraps"), wraps.load(tmp_path / "wraps")

    assert first[0] > 0
    assert again == (0, LATER_ID)


@pytest.mark.django_db
def test_wraps_for_somebody_who_does_not_read_the_log_are_not_loaded(tmp_path):
    wraps_of_the_database(tmp_path / "wraps")

    with pytest.raises(CommandError, match="nicht liest"):
        call_command("officer_keys", "load-wraps", tmp_path / "wraps")


def test_wraps_of_another_log_are_not_loaded(later, desk):
    wrap(desk)

    with as_owner(), pytest.raises(CommandError, match="of this log"), transaction.atomic():
        call_command("officer_keys", "load-wraps", desk / "wraps")


@pytest.mark.django_db
def test_what_is_no_file_of_wraps_is_said(tmp_path):
    (tmp_path / "x").write_bytes(b"\0")
    for file in ([], [tmp_path / "x"], [tmp_path / "missing"]):
        with pytest.raises(CommandError):
            call_command("officer_keys", "load-wraps", *file)
