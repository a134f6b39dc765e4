"""From end to end: what was erased is read by nobody, also from an older dump; and what is left proves as it did before."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connections, transaction
from django.utils import timezone

from audit import casetags, current, export, keyfile, levels, log, retention, tagkeys, tending
from audit.checking import check
from audit.database import Database
from audit.directory import Directory
from audit.format import Kind
from audit.question import Question
from audit.read import answers
from tests import database
from tests.audit import keys, victim
from tests.audit.recording import CASE, record
from tests.audit.sequencing import connected
from tests.audit.test_retention import as_retention
from tests.audit.victim import sequence

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_log")]

OTHER_CASE = uuid4()


def act(**given):
    with transaction.atomic():
        record(**given)


@contextmanager
def as_reader():
    with connected("fk_reader") as own, own.transaction():
        yield Database(own)


def trusted():
    return victim.policy.parse(victim.policy_text("none"))


def faults():
    with as_reader() as stored:
        return [fault.text() for fault in check(stored, trusted()).faults]


def exported(folder):
    with as_reader() as stored:
        export.write(stored, folder, policy=victim.policy_text("none"), trusted=trusted())
    return Directory(folder)


def readable(source, seed=keys.FIRST_OFFICER):
    """The objects that acts were about, as an officer reads them."""
    told = [each.fields.get("object") for each in answers(source, seed, Question()) if each.header.kind is Kind.EVENT]
    return [name for name in told if name]


def test_rotation_kill_restart_and_erasure_are_no_alarm(tmp_path):
    act(object="of an epoch that is closed", case=CASE)
    current.process().end_epoch()
    tending.tend(current.process())
    act(object="of a process that is killed")
    log.forget_epoch()
    sequence()
    act(object="of the process after it", case=CASE)
    current.process().end_epoch()
    sequence()
    assert faults() == []

    with time_machine.travel(datetime(2028, 1, 2, tzinfo=UTC), tick=False):
        with as_retention():
            done = list(retention.run(retention.routine(timezone.now())))
        sequence()
        assert sum(each.count for each in done) == 3 + 3  # entries, and the records of their epochs
        assert faults() == []
        copy = exported(tmp_path / "export")
        assert check(copy, trusted()).faults == []
    assert readable(copy) == []


def test_what_was_erased_stays_unreadable_when_an_older_dump_is_brought_back(tmp_path):
    act(object="hers", case=CASE)
    act(object="another's", case=OTHER_CASE)
    current.process().end_epoch()
    tending.tend(current.process())
    sequence()
    with dumped() as dump:
        erase_the_case(tmp_path)
        sequence()
        newer = exported(tmp_path / "newer")
        assert readable(newer) == ["another's"]
        said = [row.payload for row in newer.interventions(newer.size) if row.header[4] in (4, 5)]

        database.swap(dump)
    assert readable(exported(tmp_path / "as-it-was-dumped")) == ["hers", "another's"]  # else this proves nothing

    with as_retention():
        assert [done.count for done in retention.replay(said, instances=[victim.instance_key().public_key()])] == [1]
    sequence()
    assert faults() == []
    assert readable(exported(tmp_path / "replayed")) == ["another's"]


def erase_the_case(folder):
    """An officer tells the tags, two persons approve."""
    with as_reader() as stored:
        known, _closed = casetags.opened(stored.tag_keys(), keys.SECOND_OFFICER)
    tags = tagkeys.read_tags(tagkeys.write_tags(CASE, known))
    with as_retention():
        list(retention.run(retention.of_one_case(tags, reason="r", ground="g", approved_by=["one", "two"])))


@contextmanager
def dumped():
    """A copy of the database as it is now, under a name of its own."""
    name = f"{database.OWN}_dump"
    connections.close_all()
    with database._administrator() as admin:
        database._drop(admin, name)
        database._clone(admin, database.OWN, name)
    try:
        yield name
    finally:
        with database._administrator() as admin:
            database._drop(admin, name)


def test_what_is_placed_after_the_erasure_stays_until_the_next_one(tmp_path, monkeypatch):
    """An act that was under way while its case was erased: the entry of the erasure does not cover it."""
    monkeypatch.setattr(levels, "settle", late_act_and_sequence)
    act(object="in time", case=CASE)
    sequence()
    erase_the_case(tmp_path)

    assert readable(exported(tmp_path / "once")) == ["late"]
    monkeypatch.setattr(levels, "settle", lambda **given: sequence())
    erase_the_case(tmp_path)
    assert readable(exported(tmp_path / "twice")) == []
    assert faults() == []


def late_act_and_sequence(**given):
    """Written a little before the case was erased, and committed a little after."""
    sequence()
    with time_machine.travel(datetime.now(UTC) - timedelta(seconds=20), tick=False):
        act(object="late", case=CASE)
    sequence()


# The officer's tool -------------------------------------------------------------------------------


@pytest.fixture
def key_file(tmp_path, monkeypatch):
    monkeypatch.setattr(keyfile, "COST", {"memory_kib": 64, "iterations": 1, "lanes": 1})
    (tmp_path / "key").write_bytes(
        keyfile.protect(keys.FIRST_OFFICER, passphrase="long enough for it", label="A", role="officer")
    )
    (tmp_path / "passphrase").write_text("long enough for it\n")
    return ["--key", str(tmp_path / "key"), "--passphrase-file", str(tmp_path / "passphrase"), "--case", str(CASE)]


def test_an_officer_tells_the_tags_of_a_case_from_an_export(tmp_path, key_file, capsys):
    act(case=CASE)
    sequence()
    exported(tmp_path / "export")

    assert casetags.main([str(tmp_path / "export"), *key_file]) == 0
    (tag,) = tagkeys.read_tags(capsys.readouterr().out.encode())
    with as_reader() as stored:
        assert tag == stored.bundle(0, 2).entries[98 + 2 + 48 : 98 + 2 + 64]


def test_without_an_export_it_says_so(tmp_path, key_file, capsys):
    assert casetags.main([str(tmp_path / "nothing"), *key_file]) == 2
    assert capsys.readouterr().err.count("\n") == 1
