"""A backup is brought back, compared, and refused when it is not what it says it is."""

import json
import os
import shutil
import signal
import stat
from contextlib import contextmanager
from copy import deepcopy
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from fallkonferenz.management.backups import checking, making, restoring, sets
from fallkonferenz.management.backups.figures import Figure
from fallkonferenz.management.backups.refusals import BackupRefused
from fallkonferenz.management.commands import restore_check
from fallkonferenz.vault.keys import new_kek


@contextmanager
def signals_kept():
    """The command ends in order when it is told to; the tests have their own way."""
    before = {ending: signal.getsignal(ending) for ending in restore_check.ENDINGS}
    yield
    for ending, handler in before.items():
        signal.signal(ending, handler)


def short(figures: dict[str, Figure]) -> set[str]:
    return {name for name, figure in figures.items() if not figure.ok}


def changed(backup: Path, change) -> None:
    path = backup / sets.MANIFEST
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))


def test_what_was_backed_up_comes_back_as_it_was(backups, aside):
    """Through the command, as an operator sees it."""
    said = StringIO()

    with signals_kept():
        call_command(
            "restore_check", "--from", str(backups.database.parent), "--keys", str(backups.keys.parent), stdout=said
        )

    lines = said.getvalue().splitlines()
    assert lines[0] == str(backups.database)
    assert all(line.endswith("  ok") for line in lines[1:])
    assert any(line.split()[:3] == ["case_keys_opened", "3", "3"] for line in lines)
    assert any(line.split()[:3] == ["log_faults", "0", "0"] for line in lines)


def host() -> str:
    return connection.get_connection_params()["host"]


def found(manifest, keys: Path | None) -> dict[str, Figure]:
    return {figure.name: figure for figure in checking.figures(manifest, keys and checking.use_keys(keys))}


def test_whatever_is_not_as_it_was_is_noticed(backups, aside, tmp_path):
    """One second server for all of it: starting one takes seconds."""
    manifest, outside = restoring.manifest_of(backups.database), host()

    with restoring.restored(backups.database, manifest):
        inside = Path(host())
        assert stat.S_IMODE(inside.parent.stat().st_mode) == 0o700
        wrong_keys_are_noticed(manifest, tmp_path)
        a_manifest_that_says_otherwise_is_noticed(deepcopy(manifest))
        what_was_changed_is_noticed(manifest, backups.keys)

    assert (host(), inside == outside, inside.exists()) == (outside, False, False)


def wrong_keys_are_noticed(manifest, folder: Path) -> None:
    """A key of the same name that is another one."""
    for path in Path(settings.FALLKONFERENZ_KEK_DIR).glob("*.key"):
        new_kek(folder, path.stem)

    assert short(found(manifest, folder)) == {"case_keys_opened", "texts_opened"}


def a_manifest_that_says_otherwise_is_noticed(manifest) -> None:
    """And that nobody gave keys is said."""
    manifest["contents"]["tables"]["cases_entry"][0] -= 1
    manifest["contents"]["last_entry"][1] += 1

    assert short(found(manifest, None)) == {"rows", "tables_different", "last_entry", "case_keys_opened"}


def what_was_changed_is_noticed(manifest, keys: Path) -> None:
    """A policy less, a right more, signatures exchanged."""
    with connection.cursor() as cursor:
        cursor.execute("DROP POLICY case_seen ON cases_case")
        cursor.execute("GRANT DELETE ON audit_entry TO fk_web")
        cursor.execute("ALTER TABLE cases_entry NO FORCE ROW LEVEL SECURITY")
        for trigger in ("audit_append_only", "audit_only_retention", "audit_only_empty"):
            cursor.execute(f"ALTER TABLE audit_epoch DISABLE TRIGGER {trigger}")
        cursor.execute("UPDATE audit_epoch SET signature = decode(repeat('00', 64), 'hex')")

    guards = {"rights_and_policies", "tables_unguarded"}
    log = {"log_records_foreign", "log_records_unsigned", "log_faults"}
    assert short(found(manifest, keys)) == {"tables_different", *guards, *log}


@pytest.mark.parametrize("spoil", ["cut", "changed", "gone", "manifest"])
def test_a_dump_that_is_not_the_one_is_refused(copied, spoil):
    dump, manifest = copied / making.DUMP, copied / sets.MANIFEST
    if spoil == "cut":
        os.truncate(dump, dump.stat().st_size - 100)
    elif spoil == "changed":
        content = bytearray(dump.read_bytes())
        content[len(content) // 2] ^= 1
        dump.write_bytes(content)
    elif spoil == "gone":
        dump.unlink()
    else:
        manifest.write_text("{}")

    with pytest.raises(BackupRefused, match=r"is not the dump|cannot be read|format"):
        restoring.manifest_of(copied)


def test_a_dump_that_cannot_be_read_is_refused_even_if_the_manifest_was_made_to_fit(copied, aside):
    dump = copied / making.DUMP
    os.truncate(dump, dump.stat().st_size // 2)

    def fitting(manifest):
        manifest["dump"] |= {"bytes": dump.stat().st_size, "sha256": sets.checksum(dump)}

    changed(copied, fitting)

    with (
        pytest.raises(BackupRefused, match="pg_restore failed"),
        restoring.restored(copied, json.loads((copied / sets.MANIFEST).read_text())),
    ):
        pass


def test_a_folder_without_a_backup_is_a_sentence(tmp_path):
    with signals_kept(), pytest.raises(CommandError, match="There is no backup in"):
        call_command("restore_check", "--from", str(tmp_path))


def test_a_half_made_backup_is_not_taken_for_one(backups, tmp_path):
    shutil.copytree(backups.database, tmp_path / backups.database.name)
    (tmp_path / f".{backups.database.name}x.unfinished").mkdir()

    assert sets.newest(tmp_path).name == backups.database.name
