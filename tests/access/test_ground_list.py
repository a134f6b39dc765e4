"""The list of grounds tells a recipient only of sections that exist for it."""

import pytest

from fallkonferenz.actions import grounds, seeing
from fallkonferenz.cases.words import GivenBy, GroundForm, GroundKind, PartyRole

pytestmark = pytest.mark.django_db


def recorded_for_the_police(cast, given, section):
    """By the case management, who may name any section."""
    case = given.flagged(children=1)
    given.admitted(case, cast.police)
    grounds.record(
        case,
        by=cast.case_manager,
        discloser=cast.biss.institution,
        recipients=[cast.police.institution],
        sections=[section],
        concerns=case.parties.get(role=PartyRole.AT_RISK),
        kind=GroundKind.RELEASE,
        given_by=GivenBy.PERSON,
        form=GroundForm.WRITTEN,
        given_at=case.opened_at,
    )
    return case


def test_a_ground_for_what_it_reads(cast, given):
    case = recorded_for_the_police(cast, given, "risk")

    assert [row.ground.section for row in seeing.grounds(case, by=cast.police)] == ["risk"]


def test_none_for_what_does_not_exist_for_it(cast, given):
    case = recorded_for_the_police(cast, given, "victim")

    assert seeing.grounds(case, by=cast.police) == []
    assert len(seeing.grounds(case, by=cast.biss)) == 1
