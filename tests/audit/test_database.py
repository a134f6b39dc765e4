"""The log in the database: checked, exported and proved as its reader sees it."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from audit import instance, policy, proof, verify
from audit.database import snapshot
from audit.directory import Directory
from audit.question import Question
from audit.read import answers
from audit.sequencer import Sequencer
from tests.audit import keys, made
from tests.audit.conftest import record
from tests.audit.test_sequencer import connected
from tests.support import beyond_row_security

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "audit_reader"]),
    pytest.mark.usefixtures("fresh_epoch"),
]


@pytest.fixture
def policy_file(tmp_path, settings):
    key: Ed25519PrivateKey = instance.load(str(settings.AUDIT_INSTANCE_KEY_FILE))
    lines = [f"log {signer.key.vkey()}" for signer in made.LOG_KEY.as_log(settings.AUDIT_ORIGIN)]
    lines += [f"instance {key.public_key().public_bytes_raw().hex()}", "quorum none", ""]
    path = tmp_path / "policy"
    path.write_text("\n".join(lines))
    settings.AUDIT_POLICY_FILE = str(path)
    return path


@pytest.fixture
def log(policy_file):
    """Three acts under a checkpoint."""
    with connected() as own:
        sequencer = Sequencer(own, made.LOG_KEY, origin=settings.AUDIT_ORIGIN)
        for _each in range(3):
            with transaction.atomic():
                record()
        while sequencer.batch():
            pass
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


@pytest.mark.parametrize("position", [-1, 4])
def test_there_is_no_proof_of_what_is_not_there(log, position):
    with pytest.raises(CommandError):
        call_command("audit_proof", position)
