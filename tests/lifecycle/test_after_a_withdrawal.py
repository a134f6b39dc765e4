"""What counts as another ground after a withdrawal, and until when the case management decides."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import grounds
from fallkonferenz.actions.grounds import next_working_day
from fallkonferenz.cases.words import Decision, GroundKind, PartyRole

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def stopped(cast, given):
    """The counselling centre's entries were open to the police until now."""
    case = given.flagged()
    given.admitted(case, cast.police)
    given.released(case, "risk", by=cast.biss, to=cast.police)
    grounds.withdraw(case, by=cast.biss, discloser=cast.biss.institution, recipient=cast.police.institution)
    return case


def recorded(case, *, by, to):
    grounds.record(
        case,
        by=by,
        discloser=by.institution,
        recipients=[to.institution],
        sections=["risk"],
        concerns=case.parties.get(role=PartyRole.AT_RISK),
        kind=GroundKind.NECESSITY,
        reasons="Gefahr für Leib und Leben.",
        given_at=case.opened_at,
    )


def test_a_ground_between_others_is_no_other_ground(cast, stopped):
    recorded(stopped, by=cast.police, to=cast.biss)

    with pytest.raises(NotNow):
        grounds.decide(stopped, by=cast.case_manager, decision=Decision.OTHER_GROUND)


def test_one_between_the_same_two_is(cast, stopped):
    recorded(stopped, by=cast.biss, to=cast.police)

    assert grounds.decide(stopped, by=cast.case_manager, decision=Decision.OTHER_GROUND).sharing_stopped_at is None


def test_working_days_are_those_of_the_house():
    """Half past midnight of a Saturday in Berlin is a Friday still in Greenwich."""
    friday = datetime(2026, 11, 20, 0, 30, tzinfo=BERLIN)

    assert next_working_day(friday.astimezone(UTC)) - friday == timedelta(days=3)
