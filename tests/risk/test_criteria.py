"""The four referral criteria, each on both sides of its boundary."""

from datetime import date

import pytest

from risk.criteria import criteria, is_repeat, year_after, year_before

TODAY = date(2026, 11, 22)


def met(**facts):
    return {each.key for each in criteria(today=TODAY, **facts) if each.met}


def counted(key, **facts):
    return next(each for each in criteria(today=TODAY, **facts) if each.key == key)


def days(*said):
    return [date.fromisoformat(day) for day in said]


def test_nothing_recorded_meets_nothing():
    assert met() == set()
    assert [each.counted for each in criteria(today=TODAY)] == [0, 0, 0, 0]


@pytest.mark.parametrize(("levels", "is_met"), [(["medium"], False), (["not_raised", "high"], True), (["acute"], True)])
def test_an_instrument_or_a_judgement_that_lifts_to_high_is_enough_by_itself(levels, is_met):
    assert met(results=levels) == ({"visible_high_risk"} if is_met else set())
    assert met(judgements=levels) == ({"judgement"} if is_met else set())


def test_three_events_in_twelve_months_are_an_escalation():
    """O6 of our notes: three is the usual number, five in some areas."""
    three = days("2025-11-22", "2026-06-01", "2026-11-22")

    assert met(events=three) == {"escalation"}
    assert met(events=days("2025-11-21", "2026-06-01", "2026-11-22")) == set()  # one is a day too old
    assert met(events=[*three[:2], date(2026, 11, 23)]) == set()  # one lies ahead
    assert met(events=three, least=5) == set()
    assert met(events=three[1:], least=2) == {"escalation"}


def test_what_several_institutions_say_of_one_day_is_one_event():
    same = counted("escalation", events=days("2026-06-01", "2026-06-01", "2026-06-02"))

    assert (same.counted, same.met) == (2, False)


@pytest.mark.parametrize(
    ("taken_up", "is_met"),
    [("2025-11-21", False), ("2025-11-22", True), ("2026-11-22", True), ("2026-11-23", False)],
)
def test_a_repeat_speaks_for_a_conference_for_twelve_months(taken_up, is_met):
    assert met(repeats=days(taken_up)) == ({"repeat"} if is_met else set())


def test_taking_up_on_one_day_is_one_repeat():
    assert counted("repeat", repeats=days("2026-03-01", "2026-03-01", "2026-05-01")).counted == 2


def test_the_rule_is_shown_with_its_number():
    assert "mindestens 5 vorfälle" in counted("escalation", least=5).rule.de.lower()
    assert "5 incidents" in counted("escalation", least=5).rule.en


@pytest.mark.parametrize(
    ("day", "is_so"), [("2024-03-01", True), ("2025-02-28", True), ("2025-03-01", True), ("2025-03-02", False)]
)
def test_a_repeat_is_not_more_than_twelve_months_after_the_referral(day, is_so):
    """O7 of our notes."""
    assert is_repeat(date.fromisoformat(day), date(2024, 3, 1)) is is_so


def test_a_year_from_the_leap_day_ends_on_the_28th():
    assert year_after(date(2024, 2, 29)) == date(2025, 2, 28)
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert year_after(date(2023, 2, 28)) == date(2024, 2, 28)
