"""A backup of the database: closed, whole, of one moment, and without a key."""

import base64
import json
import os
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from fallkonferenz.management.backups import contents, making, sets
from fallkonferenz.management.backups.refusals import BackupRefused
from tests.operations.conftest import NOW, as_administrator, back_up_keys
from tests.operations.unpacked import text_of

# What ``given`` lets people write into cases.
WRITTEN = ("Bericht der Meldung", "Trennung, Nachstellung", "Ansprache der", "Anordnung wird eingehalten")


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("kind", ["database", "keys"])
def test_it_is_closed_to_others(backups, kind):
    made = getattr(backups, kind)

    assert {mode(path) for path in (made, *made.rglob("*")) if path.is_dir()} == {0o700}
    assert {mode(path) for path in made.rglob("*") if path.is_file()} == {0o600}


def test_no_key_is_in_it(backups):
    """Neither as it lies in its file, nor as the bytes it stands for, nor as a dump would write those."""
    found = bytes_of(backups.database)
    for path in Path(settings.FALLKONFERENZ_KEK_DIR).glob("*.key"):
        written = path.read_bytes().strip()
        key = base64.b64decode(written)
        assert not any(shape in found for shape in (written, key, key.hex().encode()))
    assert b"PRIVATE KEY" not in found
    assert settings.SECRET_KEY.encode() not in found


def test_no_text_of_a_case_is_in_it(backups):
    """Unpacked, as whoever stole it would read it."""
    text = text_of(backups.database)

    assert "COPY public.cases_entry" in text
    assert not any(words in text for words in WRITTEN)


def test_nobody_s_session_is_in_it(backups):
    manifest = json.loads((backups.database / sets.MANIFEST).read_text())

    assert manifest["left_out"] == ["django_session"]
    assert "django_session" not in manifest["contents"]["tables"]


def test_it_says_what_it_holds(backups):
    manifest = json.loads((backups.database / sets.MANIFEST).read_text())
    found = manifest["contents"]

    assert found["tables"]["cases_case"][0] == 3
    assert found["counts"]["entries"] > found["counts"]["epochs"] > 0
    assert sum(found["keks"].values()) == 3
    assert "institutions.0001_initial" in found["migrations"]
    assert found["last_entry"][0]
    assert manifest["dump"]["bytes"] == (backups.database / making.DUMP).stat().st_size


def test_it_names_no_server_and_no_password(backups):
    manifest = (backups.database / sets.MANIFEST).read_text()

    params = connection.get_connection_params()

    assert not any(params[name] in manifest for name in ("host", "password"))


@pytest.mark.django_db(transaction=True)
def test_who_does_not_see_every_row_is_refused(tmp_path):
    with pytest.raises(BackupRefused, match="fk_web does not see every row"), contents.snapshot():
        pass


@pytest.mark.django_db(transaction=True)
def test_what_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(making, "DUMP", "no/such/folder/database.dump")

    with as_administrator(), pytest.raises(OSError):
        making.back_up(tmp_path, now=NOW)

    assert list(tmp_path.iterdir()) == []


def test_beside_keys_no_database_is_kept(backups, tmp_path):
    for folder in (backups.keys, backups.keys.parent, backups.keys / "more", settings.FALLKONFERENZ_KEK_DIR):
        with pytest.raises(BackupRefused, match="apart"):
            making.back_up(Path(folder), now=NOW)


def test_beside_a_database_no_keys_are_kept(backups):
    for folder in (backups.database, backups.database.parent, backups.database / "more"):
        with pytest.raises(BackupRefused, match="kept apart"):
            back_up_keys(folder)


def test_a_folder_without_keys_is_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="no key-encrypting keys"):
        call_command("backup_keys", "--into", str(tmp_path / "x"), "--keks", str(tmp_path))


def test_making_a_backup_needs_no_private_server():
    """The image it is made in holds none."""
    program = (
        "import sys; sys.modules['fallkonferenz.demo'] = None;"
        "import fallkonferenz.management.commands.backup, fallkonferenz.management.commands.backup_keys"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "fallkonferenz.config.settings"}
    program = f"import django; django.setup(); {program}"

    subprocess.run([sys.executable, "-c", program], env=environment, check=True)


def test_keys_are_copied_as_they_are(backups):
    for path in Path(settings.FALLKONFERENZ_KEK_DIR).glob("*.key"):
        assert (backups.keys / "kek" / path.name).read_bytes() == path.read_bytes()
    for name in making.OF_THE_LOG.values():
        assert (backups.keys / name).stat().st_size
    assert (backups.keys / "audit-instance.pem").read_bytes() == Path(settings.AUDIT_INSTANCE_KEY_FILE).read_bytes()


def test_old_backups_are_removed_and_the_newest_never(backups, tmp_path):
    for age in (60, 40, 20):
        moment = (NOW - timedelta(days=age)).strftime(sets.MOMENT)
        folder = tmp_path / f"{sets.PREFIX[sets.MANIFEST]}{moment}"
        folder.mkdir()
        (folder / sets.MANIFEST).write_text("{}")

    assert len(sets.remove_older(tmp_path, 35, NOW)) == 2
    assert len(sets.remove_older(tmp_path, 1, NOW)) == 0
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "host", str(tmp_path))
    connection.close()

    with pytest.raises(CommandError, match="does not answer"):
        call_command("backup", "--into", str(tmp_path / "x"))
