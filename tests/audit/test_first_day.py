"""A new officer's first day, from end to end: she is added, gets the old epochs, and reads them on her own machine."""

import csv

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from audit import asking, awaited, ceremonies, keyfile, levels, reader, xwing
from audit.keyfile import PublicKey
from audit.sequencer import Sequencer
from tests.audit import keys, made
from tests.audit.recording import record
from tests.audit.sequencing import connected
from tests.audit.test_asking import ASKER, DECIDER
from tests.audit.test_reader import PASSPHRASE, key_file
from tests.support import as_owner

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "audit_reader"]),
    pytest.mark.usefixtures("fresh_epoch"),
]


@pytest.fixture
def desk(policy_file, tmp_path, monkeypatch):
    monkeypatch.setattr(levels, "_waits", False)  # given back at the end
    monkeypatch.setattr(levels, "settle", awaited.take)  # the sequencer runs between the commands here
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    (tmp_path / "old.key").write_bytes(key_file())
    (tmp_path / "new.key").write_bytes(key_file(keys.STRANGER))
    public = xwing.public_bytes(keys.STRANGER)
    (tmp_path / "new.pub").write_bytes(keyfile.public_file(public, label="New", role="officer"))
    return tmp_path


def export(desk, name):
    with connected() as own:
        sequencer = Sequencer(own, made.LOG_KEY, origin=settings.AUDIT_ORIGIN)
        while sequencer.batch():
            pass
    call_command("audit_export", desk / name)
    return desk / name


def seen_by(desk, key, exported, out):
    given = [exported, "--key", desk / key, "--passphrase-file", desk / "passphrase", "--policy", desk / "policy"]
    assert reader.main([str(each) for each in (*given, "--event", "test.read", "--out", desk / out)]) == 0
    with (desk / out).open(newline="") as file:
        return [row[8] for row in csv.reader(file) if row[2:3] == ["test.read"]]  # what was acted on


def test_she_reads_what_was_before_her(desk, capsys):
    with transaction.atomic():
        record(object="before")
    asked = asking.ask_to_add(PublicKey(xwing.public_bytes(keys.STRANGER), "New", "officer"), by=ASKER)
    asking.decide(asked.id, approve=True, by=DECIDER)
    with transaction.atomic():
        record(object="after")
    first = export(desk, "first")
    assert seen_by(desk, "old.key", first, "a") == ["before", "after"]
    assert seen_by(desk, "new.key", first, "b") == ["after"]

    given = [first, "--key", desk / "old.key", "--passphrase-file", desk / "passphrase", "--for", desk / "new.pub"]
    given += ["--fingerprint", xwing.key_id(xwing.public_bytes(keys.STRANGER)).hex()]
    assert ceremonies.main([str(each) for each in ("rewrap", *given, "--out", desk / "wraps")]) == 0
    with as_owner():
        call_command("officer_keys", "load-wraps", desk / "wraps")

    assert seen_by(desk, "new.key", export(desk, "second"), "c") == ["before", "after"]
