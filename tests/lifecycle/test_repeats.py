"""When a further incident takes the closed case up again, and when it is a new case: by the calendar, by when it happened."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from fallkonferenz import clock
from fallkonferenz.actions import cases, flagging, incidents
from fallkonferenz.cases.words import Relationship, State

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin"))


# fmt: off
REPEATS = (
    # last referral       happened            told                 a repeat
    ("2024-03-01T09:00", "2025-02-28T10:00", "2025-02-28T12:00",  True),
    ("2024-03-01T09:00", "2025-03-01T23:00", "2025-03-01T23:30",  True),
    ("2024-03-01T09:00", "2025-03-02T00:10", "2025-03-02T00:20",  False),
    ("2023-03-01T09:00", "2024-03-01T10:00", "2024-03-01T12:00",  True),   # 366 days
    ("2024-03-01T09:00", "2025-02-20T10:00", "2025-03-20T12:00",  True),   # told late
    ("2024-03-01T09:00", "2025-03-10T10:00", "2025-03-20T12:00",  False),
)
# fmt: on


@pytest.mark.parametrize(("referred", "happened", "told", "is_repeat"), REPEATS)
def test_a_repeat_is_counted_by_the_calendar_from_when_it_happened(given, cast, referred, happened, told, is_repeat):
    with clock.at(at(referred)):
        case = cases.dismiss(given.case(), by=cast.case_manager, why="error", reasons="Irrtum.")
    with clock.at(at(told)):
        said = given.referral(happened_at=at(happened))
        again = flagging.flag(by=cast.police, named_code=case.code, relationship=Relationship.PARTNERS, **said)
        met = {each.key for each in incidents.incidents(again, by=cast.police).criteria if each.met}

    assert (again.pk == case.pk, again.repeats, again.state) == (is_repeat, int(is_repeat), State.FLAGGED)
    assert ("repeat" in met) is is_repeat


def test_a_further_referral_of_an_open_case_is_no_repeat_and_a_repeat_speaks_for_twelve_months(given, cast):
    with clock.at(at("2024-03-01T09:00")):
        case = given.case()
        said = {"named_code": case.code, "relationship": Relationship.PARTNERS}
    with clock.at(at("2024-03-02T09:00")):
        joined = flagging.flag(by=cast.police, **said, **given.referral())
        assert not repeated(joined, cast.police)
        cases.dismiss(joined, by=cast.case_manager, why="error", reasons="Irrtum.")
    with clock.at(at("2024-06-01T09:00")):
        taken_up = flagging.flag(by=cast.police, **said, **given.referral())
        assert repeated(taken_up, cast.police)
    with clock.at(at("2025-06-01T09:00")):
        assert repeated(taken_up, cast.police)
    with clock.at(at("2025-06-02T09:00")):
        assert not repeated(taken_up, cast.police)


def repeated(case, reader) -> bool:
    return next(each.met for each in incidents.incidents(case, by=reader).criteria if each.key == "repeat")
