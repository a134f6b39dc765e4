"""Plots: bars as high as their numbers, a sentence for those who do not see them, and the same as a table."""

import pytest
from django.utils.translation import override

from fallkonferenz.web import charts


@pytest.fixture(autouse=True)
def german():
    with override("de"):
        yield


def test_the_highest_bar_fills_the_drawing_and_the_others_are_in_proportion():
    chart = charts.by_day("d", "T", "Einträge", [("1.11.", 10), ("2.11.", 5), ("3.11.", 0)])

    assert [float(bar.height) for bar in chart.bars] == [100, 50, 0]
    assert [float(bar.y) for bar in chart.bars] == [0, 50, 100]
    assert (chart.first, chart.last, chart.top) == ("1.11.", "3.11.", 10)


def test_what_is_not_nothing_can_be_seen():
    chart = charts.by_day("d", "T", "Einträge", [("1.11.", 100_000), ("2.11.", 1)])

    assert float(chart.bars[1].height) >= 1


def test_the_table_has_the_days_on_which_something_was():
    chart = charts.by_day("d", "T", "Einträge", [("1.11.", 1), ("2.11.", 0), ("3.11.", 2)])

    assert chart.rows == [("1.11.", 1), ("3.11.", 2)]
    assert chart.says == "Einträge: zusammen 3, höchstens 2 (3.11.)."


@pytest.mark.parametrize("numbers", [[], [("1.11.", 0)]])
def test_nothing_is_said_to_be_nothing(numbers):
    chart = charts.by_day("d", "T", "Einträge", numbers)

    assert chart.says == "Einträge: keine in dieser Zeit."
    assert chart.top == 0


def test_names_stand_in_the_order_of_their_numbers():
    chart = charts.by_name("n", "T", "Institution", "Einträge", [("B", 1), ("A", 1), ("C", 4)])

    assert [(bar.label, bar.width) for bar in chart.bars] == [("C", "100"), ("A", "25"), ("B", "25")]
