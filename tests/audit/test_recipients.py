"""Who can read the log: the first keys are loaded by a command, counted before the start; each of them is an entry."""

from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from audit import asking, keyfile, recipients, xwing
from audit.asking import Author
from audit.epoch import read_record
from audit.keyfile import PublicKey
from audit.models import Recipient
from audit.read import open_entries
from audit.sealing import matching_header
from tests.audit import keys
from tests.audit import reading as audit_log
from tests.support import beyond_row_security

NEW = PublicKey(xwing.public_bytes(keys.STRANGER), "New officer", "officer")


@pytest.mark.django_db
def test_two_officers_and_a_recovery_key_are_enough_to_start():
    assert recipients.ready() == []


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "sentences"), [("officer", 1), ("recovery", 1)])
def test_a_missing_key_is_a_sentence(role, sentences):
    with beyond_row_security():
        Recipient.objects.filter(role=role).first().delete()

    assert len(recipients.ready()) == sentences


@pytest.mark.django_db
def test_a_key_that_was_retired_or_begins_later_does_not_count():
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_recipient SET until = now() WHERE role = 'recovery'")
        cursor.execute("UPDATE audit_recipient SET since = now() + interval '1 day' WHERE label = 'First officer'")

    assert len(recipients.ready()) == 2


@pytest.mark.django_db
def test_the_web_process_cannot_load_a_key():
    with beyond_row_security():
        Recipient.objects.all().delete()
    with pytest.raises(ProgrammingError), transaction.atomic():
        recipients.load_first([NEW])


@pytest.mark.django_db
def test_once_there_are_officers_they_decide_who_else_reads():
    with beyond_row_security(), pytest.raises(recipients.NotTheFirst):
        recipients.load_first([NEW])


def opened_by(seed):
    """The entries of those epochs that were sealed for this key."""
    epochs, sealed = audit_log.rows()
    key = xwing.key_id(xwing.public_bytes(seed)).hex().encode()
    mine = [signed for signed in epochs if key in signed.record]
    ids = {UUID(hex=read_record(signed.record)["epoch"]) for signed in mine}
    rows = [entry for entry in sealed if matching_header(entry).epoch in ids]
    return list(open_entries(mine, rows, seed))


@pytest.mark.django_db(transaction=True)
def test_the_first_keys_are_recorded_too():
    with beyond_row_security():
        Recipient.objects.all().delete()
        recipients.load_first([NEW])

    assert [entry.event for entry in opened_by(keys.STRANGER)] == ["log.epoch_opened", "log.recipient_added"]


# The command --------------------------------------------------------------------------------


@pytest.fixture
def public_file(tmp_path):
    path = tmp_path / "new.pub"
    path.write_bytes(keyfile.public_file(NEW.public, label=NEW.label, role=NEW.role))
    return path


@pytest.mark.django_db
def test_the_command_lists_the_keys(capsys):
    call_command("officer_keys")

    assert [line.split(maxsplit=3)[3] for line in capsys.readouterr().out.splitlines()] == [
        "First officer",
        "Second officer",
        "Recovery",
    ]


@pytest.mark.django_db(transaction=True)
def test_the_command_loads_the_first_keys(public_file, capsys):
    with beyond_row_security():
        Recipient.objects.all().delete()
        call_command("officer_keys", "add", officer=[public_file])

    assert "New officer" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_the_command_loads_none_twice(public_file):
    with beyond_row_security():
        Recipient.objects.all().delete()
        with pytest.raises(CommandError):
            call_command("officer_keys", "add", officer=[public_file, public_file])


@pytest.mark.django_db
def test_later_the_command_asks_the_officers(public_file, capsys):
    call_command("officer_keys", "add", officer=[public_file])

    assert "New officer" not in capsys.readouterr().out
    (asked,) = asking.requests()
    assert (asked.act, asked.label, asked.asked_by, asked.is_open) == ("add", "New officer", asking.OPERATOR, True)
    with pytest.raises(CommandError):
        call_command("officer_keys", "add", officer=[public_file])


@pytest.mark.django_db
def test_the_command_asks_for_a_key_to_be_dropped_and_must_know_which():
    _third_officer()
    for digits in ("", "zz"):
        with pytest.raises(CommandError):
            call_command("officer_keys", "drop", key=digits)

    call_command("officer_keys", "drop", key=xwing.key_id(NEW.public).hex()[:12])

    assert [asked.act for asked in asking.requests() if asked.is_open] == ["drop"]


@pytest.mark.django_db
def test_the_command_says_why_a_key_cannot_be_dropped():
    with pytest.raises(CommandError, match="immer"):
        call_command("officer_keys", "drop", key=xwing.key_id(xwing.public_bytes(keys.RECOVERY)).hex())


def _third_officer():
    asker, decider = (xwing.key_id(xwing.public_bytes(seed)) for seed in (keys.FIRST_OFFICER, keys.SECOND_OFFICER))
    asked = asking.ask_to_add(NEW, by=Author(uuid4(), "officer", key=asker))
    asking.decide(asked.id, approve=True, by=Author(uuid4(), "officer", key=decider))


@pytest.mark.django_db
def test_the_command_loads_no_key_under_another_role(public_file):
    with pytest.raises(CommandError):
        call_command("officer_keys", "add", recovery=[public_file])


@pytest.mark.django_db
def test_the_command_refuses_what_is_no_key(tmp_path):
    (tmp_path / "x").write_text("{}")
    for path in (tmp_path / "x", tmp_path / "missing"):
        with pytest.raises(CommandError):
            call_command("officer_keys", "add", officer=[path])
