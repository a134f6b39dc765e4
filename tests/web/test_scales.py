"""Plots of risk: a span from certain to possible with bands beside it, and levels that rise alone and fall by two."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from fallkonferenz.web.scales import Limit, Points, Said, course, span

LIMITS = (Limit(0, "wechselnd"), Limit(8, "erhöht"), Limit(14, "schwer"))
BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
LABELS = ("nicht erhöht", "mittel", "hoch", "akut")


@pytest.fixture(autouse=True)
def german():
    with override("de"):
        yield


def test_the_bar_reaches_from_what_is_certain_to_what_is_possible():
    shown = span("s", "T", Points(7, 9, 15), top=20, limits=LIMITS)

    assert (shown.start, shown.width, shown.score) == ("35", "40", "45")
    assert shown.limits == ["40", "70"]
    assert [value for _label, value in shown.rows[:3]] == ["9 (erhöht)", "7 (wechselnd)", "15 (schwer)"]


def test_only_bands_that_are_not_reached_yet_are_drawn_and_listed():
    shown = span("s", "T", Points(8, 9, 15), top=20, limits=LIMITS)

    assert shown.limits == ["70"]
    assert shown.rows[3:] == [("Ab 14 Punkten", "schwer")]
    assert "gestrichelt" in shown.legend


def test_one_point_is_a_point():
    shown = span("s", "T", Points(0, 0, 3), top=3, limits=[Limit(1, "erhöht"), Limit(2, "schwer")])

    assert [label for label, _band in shown.rows[3:]] == ["Ab 1 Punkt", "Ab 2 Punkten"]


def test_points_beyond_what_was_counted_are_called_extrapolated():
    says = span("s", "T", Points(5, 8, 10, extrapolated=True), top=13).says

    assert says == "Punkte, hochgerechnet: 8. Mindestens 5; bis zu 10, wenn jede offene Frage ein Ja wäre."


def test_a_score_that_is_certain_can_be_seen_too():
    shown = span("s", "T", Points(3, 3, 3), top=0)

    assert (shown.top, float(shown.width) > 0) == (3, True)
    assert shown.says == "Punkte: 3. Nichts ist offen."


def test_points_below_nothing_stay_inside_the_drawing():
    shown = span("s", "T", Points(-3, 0, 7), top=17, limits=LIMITS)

    assert (shown.bottom, shown.top) == (-3, 17)
    assert (shown.start, shown.width, shown.score) == ("0", "50", "15")
    assert shown.limits == ["15", "55", "85"]
    assert shown.says == "Punkte: 0. Möglich sind -3 bis 7, je nachdem, wie die offenen Fragen beantwortet werden."
    assert [label for label, _value in shown.rows[:3]] == [
        "Punkte",
        "Mindestens, wie immer die offenen Fragen beantwortet werden",
        "Höchstens, wie immer sie beantwortet werden",
    ]


def said(*levels):
    return [Said(BEGIN + timedelta(days=day), level, lowers) for day, (level, lowers) in enumerate(levels)]


def test_the_line_rises_with_any_assessment_and_falls_by_a_lowering_alone():
    shown = course("c", "T", "S", LABELS, said((1, False), (3, False), (0, False), (2, True)))

    assert [step.split("V")[1].split("H")[0] for step in shown.path.split("H")[1:] if "V" in step] == ["5", "5", "15"]
    assert len(shown.marks) == 4
    assert shown.labels[0] == "akut"


@pytest.mark.parametrize("levels", [(), ((2, False),)])
def test_nothing_and_one_assessment_can_be_drawn(levels):
    shown = course("c", "T", "S", LABELS, said(*levels))

    assert len(shown.marks) == len(levels)
    assert bool(shown.path) == bool(levels)
