"""Which pg_dump is used: the first that can be run and is new enough."""

import os

import pytest

from fallkonferenz.management.backups import programs
from fallkonferenz.management.backups.refusals import BackupRefused


def test_what_cannot_be_run_or_reached_is_passed_over(tmp_path, monkeypatch):
    closed, plain, old = (tmp_path / name for name in ("closed", "plain", "old"))
    for folder, text in ((closed, ""), (plain, ""), (old, "#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6'\n")):
        folder.mkdir()
        (folder / "pg_dump").write_text(text)
    (old / "pg_dump").chmod(0o755)
    closed.chmod(0)
    monkeypatch.setenv("PATH", os.pathsep.join(map(str, (closed, plain, old))))

    found = programs.program("pg_dump", for_version=18)
    closed.chmod(0o700)  # for who tidies up

    assert found.parent not in (closed, plain, old)
    with pytest.raises(BackupRefused, match="pg_dump of PostgreSQL 99"):
        programs.program("pg_dump", for_version=99)
