"""A thief takes everything but the officers' seeds: database, disk, memory of the writer. Earlier entries stay closed."""

import os
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection, transaction

from audit import current, epoch, tagkeys, tags, xwing
from audit.format import Header, Kind
from audit.sealing import CannotOpen, EpochKey, Sealed
from audit.tagkeys import NoTagKey
from fallkonferenz.demo import keys as demo_keys
from tests.audit import keys
from tests.audit import reading as audit_log
from tests.audit.captured import CASE, EPOCHS
from tests.audit.recording import record
from tests.support import beyond_row_security

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="this system shows no process its own memory"),
]

IN_OCTOBER = 1_792_022_400_000


def capture(target):
    """Let a process of its own write, and take its memory; answers its epochs, the one still open last."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    run = subprocess.run(
        [sys.executable, "-m", "tests.audit.captured", target],
        env=os.environ | {"DATABASE_URL": url, "FALLKONFERENZ_DEMO": "1"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return [UUID(hex=text) for text in run.stdout.split()]


def database():
    """Every row of the log, as a superuser dumps it."""
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'audit%'")
        tables = [name for (name,) in cursor.fetchall()]
        dump = b""
        for name in tables:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - from the catalogue
            for row in cursor.fetchall():
                dump += b"".join(bytes(v) if isinstance(v, memoryview | bytes) else str(v).encode() for v in row)
        return dump


def disk():
    """Every secret file of the installation, the log's own key included; what is the officers' is not there."""
    folder = Path(settings.AUDIT_INSTANCE_KEY_FILE).parent
    files = {file for file in folder.rglob("*") if file.is_file() and "officer" not in file.name}
    assert {Path(settings.AUDIT_INSTANCE_KEY_FILE), Path(settings.AUDIT_TAG_KEY_FILE)} < files
    files.add(demo_keys.log_key(folder))
    return [file.read_bytes() for file in sorted(files)]


def signed_records():
    return {UUID(hex=epoch.read_record(signed.record)["epoch"]): signed for signed in audit_log.rows()[0]}


def test_everything_but_the_officers_seeds_opens_the_present_epoch_and_no_earlier_one(tmp_path):
    *earlier, present = capture(tmp_path / "memory")
    memory, records = (tmp_path / "memory").read_bytes(), signed_records()
    secrets = {
        of: bytes(epoch.open_record(signed, xwing.pair(keys.FIRST_OFFICER)).secret) for of, signed in records.items()
    }
    taken = [memory, database(), *disk()]

    assert secrets[present] in memory  # else the thief took too little, and this proves nothing
    assert [of for of in earlier if any(secrets[of] in loot for loot in taken)] == []
    assert not any(secret in (tmp_path / "memory-afterwards").read_bytes() for secret in secrets.values())
    assert opened_with(EpochKey(present, secrets[present])) == {present: 1}
    assert len(earlier) == EPOCHS - 1

    for seed in {content[at : at + 32] for content in disk() for at in range(len(content) - 31)}:
        with pytest.raises(CannotOpen):
            epoch.open_record(records[earlier[0]], xwing.pair(seed))


def opened_with(key):
    """How many acts of which epoch a key opens, of all that are stored."""
    found = Counter()
    for header, payload in audit_log.rows()[1]:
        if Header.unpack(header).kind is Kind.EVENT:
            with suppress(CannotOpen):
                key.open(Sealed(header, payload))
                found[Header.unpack(header).epoch] += 1
    return found


def test_the_key_is_overwritten_as_soon_as_it_is_wrapped():
    with transaction.atomic():
        record(object="one")
    assert not any(current.process()._key.secret)
    with transaction.atomic():
        record(object="two")

    assert [entry.fields["object"] for entry in audit_log.entries("test.read")] == ["one", "two"]


# Case tags ----------------------------------------------------------------------------------------


def held_copies():
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute("SELECT to_char(period, 'YYYY-MM'), held FROM audit_tag_key ORDER BY period")
        return cursor.fetchall()


def test_the_key_that_is_held_links_the_entries_of_this_month_and_no_earlier_ones():
    in_october = tags.tag_of(CASE, IN_OCTOBER)
    with transaction.atomic():
        record(case=CASE)
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute("SET ROLE audit_retention; UPDATE audit_tag_key SET held = NULL WHERE period = '2026-10-01'")
    (_, gone), (period, held) = held_copies()

    found = tagkeys.held(period, bytes(held), tagkeys.load(settings.AUDIT_TAG_KEY_FILE))
    assert found.tag(CASE) == audit_log.last().header.case_tag
    assert gone is None
    assert found.tag(CASE) != in_october


def test_without_the_file_on_disk_a_dump_links_nothing():
    with transaction.atomic():
        record(case=CASE)
    ((period, held),) = held_copies()

    with pytest.raises(NoTagKey):
        tagkeys.held(period, bytes(held), bytes(32))
