"""What the table of figures makes of samples; no test looks at a time."""

import re
from pathlib import Path

import pytest

from bench import report
from bench.figures import AGAINST_GUARDIAN, CALLS, CALLS_AGAINST_GUARDIAN, FIGURES, Figure, Sizes, fits, growth, ratio
from bench.generate import VISIBLE
from bench.rounds import Medians
from bench.sizes import CELLS

SIZES = Sizes(100, 200)
ALL = (*FIGURES, *AGAINST_GUARDIAN)
PRINTED = Path(__file__).parents[2] / "docs" / "performance.md"


def test_every_goal_can_be_read():
    assert all(re.fullmatch(r"[≤≥] \d+(\.\d+)?", figure.goal) for figure in ALL if figure.goal)


@pytest.mark.parametrize(
    ("value", "goal", "kept"),
    [(1.5, "≤ 1.5", True), (1.51, "≤ 1.5", False), (2.0, "≥ 2", True), (1.99, "≥ 2", False)],
)
def test_a_goal_is_kept_up_to_its_limit(value, goal, kept):
    assert fits(value, goal) is kept


def test_a_figure_without_a_goal_is_never_short():
    assert not Figure("told only", ratio(("a",), ("b",))).is_short(1000.0)


def test_ratios_are_of_the_larger_database_and_growth_is_between_both():
    medians = Medians()
    for cases, (slow, fast) in ((100, (2.0, 1.0)), (200, (6.0, 1.5))):
        medians.note(("slow",), cases, slow)
        medians.note(("fast",), cases, fast)
    assert ratio(("slow",), ("fast",))(medians, SIZES) == 4.0
    assert growth(("slow",))(medians, SIZES) == 3.0


def test_one_slow_round_moves_nothing():
    medians = Medians()
    for seconds in (1.0, 1.0, 60.0):
        medians.note(("call",), 100, seconds)
    assert medians.of(("call",), 100) == 1.0


def test_every_figure_finds_what_it_is_made_of():
    medians = Medians()
    for call in (*CALLS, *CALLS_AGAINST_GUARDIAN):
        for cases in (SIZES.small, SIZES.large):
            medians.note(call, cases, 1.0)
    assert len(report.told(ALL, medians, SIZES)) == len([figure for figure in ALL if not figure.from_cases])


def test_what_needs_a_million_is_not_told_of_fewer():
    names = {figure.name for figure in ALL if figure.from_cases}
    assert names == {"guardian by user ÷ list, 20 of a million"}


def test_figures_have_names_of_their_own():
    assert len({figure.name for figure in ALL}) == len(ALL)


@pytest.mark.parametrize(
    ("values", "wrong", "status"),
    [((1.0, 1.0), [], 0), ((1.0, 9.0), [], report.SHORT), ((9.0, 1.0), ["drifted"], report.WRONG)],
)
def test_the_exit_status_says_short_and_wrong(values, wrong, status):
    figure = Figure("anything", ratio(("a",), ("b",)), "≤ 2")
    assert report.status([(figure, value) for value in values], wrong) == status


def test_a_line_says_name_value_goal_and_verdict():
    figure = Figure("list, ORM ÷ SQL", ratio(("a",), ("b",)), "≤ 3.0")
    assert report.line((figure, 2.5)).split() == ["list,", "ORM", "÷", "SQL", "2.50", "≤", "3.0", "ok"]
    assert report.line((figure, 3.5)).endswith("short")


def test_the_cells_are_those_of_the_institutions_made_for_them():
    assert {visible for visible, _state in CELLS} == set(VISIBLE)


def test_the_tables_in_the_documents_are_of_these_figures_and_goals():
    lines = PRINTED.read_text().splitlines()
    missing = [
        figure.name
        for figure in ALL
        if not any(line.startswith(f"{figure.name} ") and figure.goal in line for line in lines)
    ]
    assert missing == []
