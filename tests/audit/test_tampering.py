"""The tamper drill: each of the tamperings is found, with its first bad position, or known not to be. No false alarm."""

import os
import re
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from audit.checking import check
from audit.database import Database
from tests.audit.tampering import TABLE, Found
from tests.audit.thief import Thief
from tests.audit.victim import build
from tests.database import swap

README = Path(settings.BASE_DIR) / "audit" / "README.md"
BEGIN, END = "<!-- tampering: begin -->\n", "<!-- tampering: end -->\n"
HEAD = "| tampering | found without a witness | with one | first bad position | what is said |\n| --- | --- | --- | --- | --- |\n"


@pytest.fixture(scope="module")
def victim(django_db_setup, django_db_blocker):
    """One log for all: every tampering is rolled back."""
    with django_db_blocker.unblock():
        swap()
        yield build()
        swap()


@pytest.fixture
def superuser(victim):
    """A connection in a transaction that ends with the test."""
    with as_superuser() as connection:
        yield connection


@contextmanager
def as_superuser():
    parameters = connections["default"].get_connection_params() | {"options": ""}
    with psycopg.connect(
        **{k: v for k, v in parameters.items() if k not in ("cursor_factory", "context")}
    ) as connection:
        yield connection
        connection.rollback()


@pytest.fixture(scope="module")
def usual(victim):
    """What is noticed of the log as it is."""
    with as_superuser() as connection:
        return {watched: checked(connection, victim, watched).notices for watched in (False, True)}


def checked(connection, victim, watched):
    """``watched``: by a policy that demands the witness, and knowing the witness's last word."""
    if watched:
        return check(Database(connection), victim.watched, known=[victim.word] if victim.word else [])
    return check(Database(connection), victim.alone)


def look(connection, victim, usual, *, watched):
    """What is found: how, where first, and in which words."""
    report = checked(connection, victim, watched)
    unusual = [notice for sentence, notice in report.notices.items() if sentence not in usual[watched]]
    if report.first:
        return Look(Found.FAULT, report.first.position, report.first.sentence)
    if unusual:
        return Look(Found.NOTICE, unusual[0].position, unusual[0].sentence)
    return Look(Found.MISSED, None, "")


class Look(NamedTuple):
    found: Found
    position: int | None
    words: str


@pytest.mark.parametrize("watched", [False, True], ids=["alone", "watched"])
def test_the_log_as_it_was_written_is_sound(victim, superuser, usual, watched):
    assert look(superuser, victim, usual, watched=watched) == (Found.MISSED, None, "")
    assert not [sentence for sentence in usual[watched] if "open" not in sentence and "Witnessed" not in sentence]


@pytest.mark.parametrize("one", TABLE, ids=lambda one: one.what)
def test_a_tampering_is_found_as_the_readme_says(victim, superuser, usual, one):
    thief = Thief(superuser)
    one.do(thief)
    alone, watched = (look(superuser, thief.after(victim), usual, watched=watched) for watched in (False, True))

    assert (alone.found, watched.found) == (one.alone, one.watched)
    found = watched if watched.position is not None or alone.position is None else alone
    place = "–" if found.position is None else found.position
    assert_said(one, f"| {one.what} | {alone.found} | {watched.found} | {place} | {found.words or '–'} |\n")


def assert_said(one, line):
    """``PRINT_DOCS=1`` writes the line into the table of the README, in the place of the one that was there."""
    before, table, after = re.split(f"(?<={BEGIN})|(?={END})", README.read_text())
    lines = {row.split(" | ")[0]: row for row in table.splitlines(keepends=True)[2:]} | (
        {line.split(" | ")[0]: line} if os.environ.get("PRINT_DOCS") else {}
    )
    if os.environ.get("PRINT_DOCS"):
        order = [f"| {each.what}" for each in TABLE]
        rows = "".join(lines[name] for name in order if name in lines)
        README.write_text(before + HEAD + rows + after)
    assert lines.get(f"| {one.what}") == line


def test_the_table_of_the_readme_has_all_of_them_and_no_others():
    _before, table, _after = re.split(f"(?<={BEGIN})|(?={END})", README.read_text())

    assert [row.split(" | ")[0] for row in table.splitlines()[2:]] == [f"| {one.what}" for one in TABLE]
    assert len({one.what for one in TABLE}) == len(TABLE) >= 13 + 5
