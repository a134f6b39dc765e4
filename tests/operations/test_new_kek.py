"""A new key-encrypting key is made beside the old ones, and nothing is ever written over."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def made(folder, kek_id: str) -> str:
    said = StringIO()
    call_command("new_kek", str(folder), kek_id, stdout=said)
    return said.getvalue()


def test_the_last_by_name_wraps_new_cases(tmp_path):
    assert made(tmp_path, "2026-11").endswith("2026-11.key\n")
    assert "2026-11 stays the one" in made(tmp_path, "2025-01")


def test_none_is_written_over(tmp_path):
    made(tmp_path, "2026-11")
    before = (tmp_path / "2026-11.key").read_bytes()

    with pytest.raises(CommandError, match="already"):
        made(tmp_path, "2026-11")

    assert (tmp_path / "2026-11.key").read_bytes() == before


def test_a_name_that_is_none_is_refused(tmp_path):
    with pytest.raises(CommandError, match="KEK id"):
        made(tmp_path, "../elsewhere")
