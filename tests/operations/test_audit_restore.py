"""A backup that is older than what was witnessed: nothing is served on it until the log begins anew, and says so."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from audit import checking, database, export, instance, log, policy, restoring, retention, tags
from audit.current import now_ms
from audit.directory import Directory
from audit.sealing import CannotOpen
from audit.sequencer import Sequencer
from audit.standing import Outside
from audit.witnessing import have_cosigned
from fallkonferenz.config import start
from fallkonferenz.management.backups import making
from fallkonferenz.management.backups.restoring import manifest_of, restored
from fallkonferenz.management.backups.sets import newest
from tests.audit import keys
from tests.audit.recording import CASE, record
from tests.audit.sequencing import KEY, connected
from tests.audit.test_witness_server import served
from tests.audit.watched import SequencersLog, policy_text
from tests.database import swap
from tests.operations.conftest import NOW, as_administrator

BASE = settings.AUDIT_ORIGIN
AGAIN = f"{BASE}/2"
ASKED = ("--operator", "IT-Stelle", "--reason", "Plattenausfall")
EMPTY = "SELECT count(*) FILTER (WHERE payload IS NULL), count(*) FROM audit_entry WHERE substr(header, 49, 16) = %s"


@pytest.fixture
def watched(tmp_path, django_db_setup, aside, monkeypatch):
    """A witness that knows the log and the name it would go on under, and the settings that lead to it."""
    public = instance.load(settings.AUDIT_INSTANCE_KEY_FILE).public_key().public_bytes_raw().hex()
    path = tmp_path / "policy"
    path.write_text(f"instance {public}\n" + policy_text(BASE, AGAIN))
    swap()
    with served(tmp_path / "witness", SequencersLog(BASE), SequencersLog(AGAIN)) as port:
        monkeypatch.setattr(settings, "AUDIT_POLICY_FILE", str(path))
        monkeypatch.setattr(settings, "AUDIT_WITNESS_URL", f"http://127.0.0.1:{port}")
        monkeypatch.setattr(settings, "AUDIT_WITNESSED_FILE", str(tmp_path / "witnessed"))
        yield start.outside()
    swap()


def act() -> None:
    with transaction.atomic():
        record(case=CASE)


def sequenced(outside: Outside) -> None:
    with connected() as own:
        sequencer = Sequencer(own, KEY, origin=BASE)
        sequencer.check()
        sequencer.batch()
        have_cosigned(own, outside)


def erased() -> tuple[int, int]:
    """Of the entries about the case: how many are empty, and how many there are."""
    with connected("fk_reader") as own:
        return own.execute(EMPTY, [tags.tag_of(CASE, now_ms())]).fetchone()


def erase_the_case() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE fk_retention")
        given = {"reason": "Widerruf", "ground": "Art. 17 DSGVO", "approved_by": ("Stelle A", "Stelle B")}
        list(retention.run(retention.of_one_case([tags.tag_of(CASE, now_ms())], **given)))
        cursor.execute("SET ROLE fk_web")


def exported(path: Path) -> Path:
    text = Path(settings.AUDIT_POLICY_FILE).read_bytes()
    with connected("fk_reader") as own, database.snapshot(own) as source:
        export.write(source, path, policy=text, trusted=policy.parse(text))
    return path


def is_sound(source) -> bool:
    report = checking.check(source, policy.parse(Path(settings.AUDIT_POLICY_FILE).read_bytes()))
    assert report.faults == []
    return report.is_sound


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("audit_restore", *map(str, arguments), stdout=out)
    return out.getvalue()


def lived(folder: Path, outside: Outside) -> tuple[Path, Path]:
    """Two acts, a backup, an erasure and two acts more. Answers the backup and an export of the last state."""
    act()
    act()
    sequenced(outside)
    with as_administrator():
        making.back_up(folder / "backups", now=NOW)
    act()
    erase_the_case()
    act()
    sequenced(outside)
    assert erased() == (3, 4)
    return newest(folder / "backups"), exported(folder / "export")


def test_from_a_rolled_back_log_to_one_that_is_whole_again(watched, tmp_path):
    """One second server for all of it: starting one takes seconds."""
    backup, copy = lived(tmp_path, watched)
    assert start.missing_entries() == []
    with pytest.raises(CommandError, match="nothing to begin anew"):
        said("ask", *ASKED, "--request", tmp_path / "none")

    with restored(backup, manifest_of(backup)):
        log.forget_epoch()
        nothing_is_served_on_it(watched)
        request = asked(tmp_path)
        what_is_no_approval_is_refused(request, tmp_path)
        a_copy_that_is_not_sound_is_not_replayed(request, copy, tmp_path)
        begun(request, copy, tmp_path)
        it_goes_on(watched)
        log.forget_epoch()

    assert is_sound(Directory(copy)), "the old log stays what it was"


def nothing_is_served_on_it(outside: Outside) -> None:
    sentences = start.missing_entries()
    assert sentences
    assert said().splitlines() == sentences
    assert erased() == (0, 2), "what was erased has come back"


def asked(folder: Path) -> Path:
    with pytest.raises(CommandError, match="--operator"):
        said("ask", "--request", folder / "request")
    said("ask", *ASKED, "--request", folder / "request")
    restore, challenges = restoring.read_request((folder / "request").read_bytes())
    assert (restore.origin, restore.new_origin, restore.from_size < restore.lost_to_size) == (BASE, AGAIN, True)
    assert len(challenges) == 2
    return folder / "request"


def what_is_no_approval_is_refused(request: Path, folder: Path) -> None:
    with pytest.raises(CannotOpen):
        restoring.approve(request.read_bytes(), keys.STRANGER)
    said("ask", *ASKED, "--request", folder / "another")
    (folder / "approval").write_bytes(restoring.approve((folder / "another").read_bytes(), keys.FIRST_OFFICER))
    with pytest.raises(CommandError, match=r"not approved|another request"):
        said("do", "--request", request, "--approval", folder / "approval")
    (folder / "nonsense").write_text("nonsense")
    with pytest.raises(CommandError, match="no JSON"):
        said("do", "--request", request, "--approval", folder / "nonsense")


def a_copy_that_is_not_sound_is_not_replayed(request: Path, copy: Path, folder: Path) -> None:
    spoiled = Path(shutil.copytree(copy, folder / "spoiled"))
    entries = next(path for path in (spoiled / "tile" / "entries").rglob("*") if path.is_file())
    entries.write_bytes(b"\x01" + entries.read_bytes()[1:])
    (folder / "approval").write_bytes(restoring.approve(request.read_bytes(), keys.FIRST_OFFICER))

    with pytest.raises(CommandError, match="not sound"):
        said("do", "--request", request, "--approval", folder / "approval", "--export", spoiled)

    assert start.missing_entries(), "and nothing has begun"


def begun(request: Path, copy: Path, folder: Path) -> None:
    (folder / "approval").write_bytes(restoring.approve(request.read_bytes(), keys.SECOND_OFFICER))

    do = ("do", "--request", request, "--approval", folder / "approval", "--export", copy)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(retention, "replay", killed)
        with pytest.raises(CommandError, match="killed"):
            said(*do)
    with pytest.raises(CommandError, match="replay --export"):
        said(*do)
    with pytest.raises(CommandError, match="--export"):
        said("replay")

    assert "erased again: 2 payloads" in said("replay", "--export", copy)
    assert erased() == (2, 2)
    assert "nothing" in said("replay", "--export", copy)


def killed(*given, **named):
    raise OSError("killed")


def it_goes_on(outside: Outside) -> None:
    act()
    sequenced(outside)
    assert start.missing_entries() == []
    with connected("fk_reader") as own:
        origins = own.execute("SELECT DISTINCT origin FROM audit_cosignature ORDER BY 1").fetchall()
        assert origins == [(BASE,), (AGAIN,)]
        with database.snapshot(own) as source:
            assert is_sound(source)
