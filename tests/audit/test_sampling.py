"""A sample that two officers draw alike, and that nobody can bend."""

from collections import Counter
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from audit.format import Kind
from audit.read import UNREADABLE
from audit.sampling import LARGEST, Draw, _lot, draw, first
from tests.audit.told import act, denied, entry, read

DRAW = Draw("example.org/log", 1000, bytes(range(32)), "2026-01", 10)
READS = [read(1, position=number) for number in range(100)]


def test_two_officers_draw_the_same():
    assert draw(READS, DRAW) == draw(reversed(READS), DRAW)
    assert len(draw(READS, DRAW)) == 10


@drawn(st.permutations(READS[:20]))
def test_the_order_of_entries_does_not_matter(entries):
    assert draw(entries, DRAW) == draw(READS[:20], DRAW)


@pytest.mark.parametrize(
    "other", [{"root": bytes(32)}, {"month": "2026-02"}, {"origin": "x"}, {"number": 11}, {"size": 999}]
)
def test_another_checkpoint_month_or_number_draws_others(other):
    assert draw(READS, replace(DRAW, **other)) != draw(READS, DRAW)


def test_the_seed_is_what_the_page_says():
    lines = f"fk-audit-sample-v1\nexample.org/log\n1000\n{bytes(range(32)).hex()}\n2026-01\n10\n"

    assert DRAW.seed == sha256(lines.encode()).digest()


def test_only_reads_of_cases_that_were_shown_take_part():
    others = [
        act(1, position=1),
        denied(1, position=1, case="c", operation="query"),
        entry("case.list", 1, operation="query", position=1),
        entry("log.case", 1, operation="query", position=1, case="c", kind=Kind.OFFICER_ACCESS),
        read(1),
        read(1, position=DRAW.size),
    ]

    assert draw(others, DRAW) == []
    assert len(draw([read(1, position=DRAW.size - 1)], DRAW)) == 1


def test_who_opens_fewer_entries_draws_no_others():
    """What she cannot open keeps its lot: nothing else is drawn in its place."""
    several = [read(1, position=number) for number in range(50)]
    several += [act(1, position=number) for number in range(50, 100)]
    tagged = [replace(each, header=replace(each.header, case_tag=bytes([7] * 16))) for each in several]
    closed = [replace(each, fields={"event": UNREADABLE}) if number % 3 else each for number, each in enumerate(tagged)]
    whole, part = (draw(entries, DRAW) for entries in (tagged, closed))

    assert len(part) == 10
    assert {each.header for each in part if each.is_readable} <= {each.header for each in whole}
    assert any(not each.is_readable for each in part)


def test_in_the_order_of_lots_the_first_are_drawn():
    mixed = [*READS, *(act(1, position=number) for number in range(50))]
    in_order = sorted(mixed, key=lambda each: _lot(each, DRAW.seed))

    assert first(iter(in_order), DRAW) == draw(mixed, DRAW)


def test_there_is_a_largest_sample():
    several = [read(1, position=number) for number in range(LARGEST + 10)]

    assert len(draw(several, replace(DRAW, number=10_000))) == LARGEST


def test_every_read_has_the_same_chance():
    """Each of a hundred reads is drawn about a tenth of the time: 40 of 400 draws, six standard deviations either way."""
    counted = Counter(opened.position for size in range(400) for opened in draw(READS, replace(DRAW, size=1000 + size)))

    assert all(4 <= counted[number] <= 76 for number in range(100))
