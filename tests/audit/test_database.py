"""The log in the database: checked, exported and proved as its reader sees it."""

from itertools import count
from pathlib import Path
from time import monotonic
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections, transaction

from audit import levels, policy, proof, verify
from audit.database import snapshot
from audit.directory import Directory
from audit.question import Question
from audit.read import answers
from audit.sequencer import Sequencer
from tests.audit import keys, made
from tests.audit.recording import record
from tests.audit.sequencing import connected
from tests.support import beyond_row_security

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "audit_reader"]),
    pytest.mark.usefixtures("fresh_epoch"),
]


@pytest.fixture
def log(policy_file, monkeypatch):
    """Three acts under a checkpoint, and a sequencer that goes on while somebody waits for it."""
    with connected() as own:
        sequencer = Sequencer(own, made.LOG_KEY, origin=settings.AUDIT_ORIGIN)
        for _each in range(3):
            with transaction.atomic():
                record()
        while sequencer.batch():
            pass
        monkeypatch.setattr(levels, "_waits", False)  # given back at the end
        monkeypatch.setattr(levels, "PATIENCE", 300.0)  # a long test beside this one holds the horizon back
        monkeypatch.setattr(levels, "time", SimpleNamespace(monotonic=monotonic, sleep=lambda _s: sequencer.batch()))
        yield sequencer


def check(path: Path):
    with connected("fk_reader") as own, snapshot(own) as source:
        return verify.check(source, policy.parse(path.read_bytes()))


def as_superuser(statement):
    """What nobody may: with the triggers away."""
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in ("audit_entry", "audit_leaf", "audit_node", "audit_epoch"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


def test_the_log_as_it_is_written_is_sound(log, policy_file):
    report = check(policy_file)

    assert (report.faults, report.size, report.epochs) == ([], 4, 1)


def test_an_entry_that_was_taken_out_is_named(log, policy_file):
    as_superuser("DELETE FROM audit_entry WHERE counter = 2")

    assert [fault.position for fault in check(policy_file).faults][:1] == [2]


def test_a_leaf_that_was_taken_out_is_named(log, policy_file):
    as_superuser("DELETE FROM audit_leaf WHERE position = 1")

    assert check(policy_file).first.position in (0, 1)


def test_an_export_is_checked_read_and_proved_without_the_database(log, policy_file, tmp_path, capsys):
    call_command("audit_export", str(tmp_path / "out"))
    call_command("audit_proof", "2", out=tmp_path / "two.tlog-proof", payload=tmp_path / "payload")
    export = Directory(tmp_path / "out")
    capsys.readouterr()

    assert verify.main([str(export.path), "--policy", str(policy_file)]) == 0
    assert [entry.event for entry in answers(export, keys.FIRST_OFFICER, Question(event="test.read"))] == [
        "test.read"
    ] * 3
    shown = ["--proof", str(tmp_path / "two.tlog-proof"), "--payload", str(tmp_path / "payload")]
    assert verify.main([*shown, "--policy", str(policy_file)]) == 0
    assert proof.parse((tmp_path / "two.tlog-proof").read_bytes()).index == 2


def test_the_live_log_is_checked_by_a_command(log, policy_file, capsys):
    call_command("audit_verify", live=True)
    as_superuser("UPDATE audit_entry SET payload = NULL WHERE counter = 1")

    with pytest.raises(SystemExit) as ended:
        call_command("audit_verify", live=True)
    assert ended.value.code == verify.FAULTY
    assert "1: " in capsys.readouterr().out


def test_without_a_policy_nothing_is_checked(log, settings):
    settings.AUDIT_POLICY_FILE = ""

    with pytest.raises(CommandError) as refused:
        call_command("audit_verify", live=True)
    assert refused.value.returncode == verify.UNUSABLE


def test_an_export_is_never_written_over(log, tmp_path):
    call_command("audit_export", str(tmp_path / "out"))

    with pytest.raises(CommandError):
        call_command("audit_export", str(tmp_path / "out"))


@pytest.mark.parametrize("position", [-1, 9, 2**63, 10**20])
def test_there_is_no_proof_of_what_is_not_there(log, position):
    with pytest.raises(CommandError) as refused:
        call_command("audit_proof", position)
    assert refused.value.returncode == verify.UNUSABLE


@pytest.mark.parametrize("option", ["out", "payload"])
def test_a_proof_goes_into_no_directory_that_is_not_there(log, tmp_path, option):
    with pytest.raises(CommandError, match="nowhere") as refused:
        call_command("audit_proof", "2", **{option: tmp_path / "nowhere" / "proof"})
    assert refused.value.returncode == verify.UNUSABLE


def test_a_proof_that_cannot_be_written_is_said(log, tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(CommandError, match="taken") as refused:
        call_command("audit_proof", "2", out=tmp_path / "taken")
    assert refused.value.returncode == verify.UNUSABLE


def test_a_proof_is_for_its_owner_alone_and_never_written_over(log, tmp_path):
    call_command("audit_proof", "2", out=tmp_path / "two")
    written = (tmp_path / "two").read_bytes()

    with pytest.raises(CommandError, match="two"):
        call_command("audit_proof", "1", out=tmp_path / "two")
    assert (tmp_path / "two").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "two").read_bytes() == written


def test_what_is_taken_along_is_under_a_checkpoint_first(log, policy_file, tmp_path):
    """An export holds the entry that says it was made."""
    call_command("audit_export", str(tmp_path / "out"))

    entries = list(answers(Directory(tmp_path / "out"), keys.FIRST_OFFICER, Question(event="log.exported")))
    assert [entry.fields["level"] for entry in entries] == [1]


def test_while_no_sequencer_runs_nothing_is_taken_along_but_on_purpose(log, monkeypatch, tmp_path):
    """On purpose: what a broken log still holds is evidence."""
    clock = count(step=3)
    monkeypatch.setattr(levels, "time", SimpleNamespace(monotonic=lambda: next(clock), sleep=lambda _s: None))

    with pytest.raises(CommandError) as refused:
        call_command("audit_export", str(tmp_path / "out"))
    assert (refused.value.returncode, (tmp_path / "out").exists()) == (verify.UNUSABLE, False)

    call_command("audit_export", str(tmp_path / "out"), unconfirmed=True)
    assert (tmp_path / "out").exists()


@pytest.mark.parametrize("command", [("audit_verify", "--live"), ("audit_export", "out"), ("audit_proof", "2")])
def test_a_database_that_is_away_is_said_and_is_no_verdict(log, monkeypatch, tmp_path, command):
    def gone():
        raise OperationalError("connection refused")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(connections["audit_reader"], "ensure_connection", gone)

    with pytest.raises(CommandError, match="connection refused") as refused:
        call_command(*command)
    assert refused.value.returncode == verify.UNUSABLE


def test_a_log_without_its_first_checkpoint_is_not_called_unsound(policy_file):
    with pytest.raises(CommandError) as refused:
        call_command("audit_verify", live=True)
    assert refused.value.returncode == verify.UNUSABLE


@pytest.mark.parametrize("option", ["policy", "witnessed"])
def test_a_file_without_an_end_is_refused(log, option):
    with pytest.raises(CommandError) as refused:
        call_command("audit_verify", "--live", f"--{option}=/dev/zero")
    assert refused.value.returncode == verify.UNUSABLE
