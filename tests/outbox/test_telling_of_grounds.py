"""Whose entries somebody else opens is told of it; nobody is told of what they recorded themselves."""

import pytest

from fallkonferenz.access.recipients import recipients
from fallkonferenz.actions import grounds
from fallkonferenz.cases.words import GivenBy, GroundForm, GroundKind, PartyRole
from fallkonferenz.outbox.models import Message
from tests.support import as_worker

pytestmark = pytest.mark.django_db


def recorded(cast, given, *, by):
    """What the counselling centre wrote is opened to the police."""
    case = given.flagged()
    given.admitted(case, cast.police)
    grounds.record(
        case,
        by=by,
        discloser=cast.biss.institution,
        recipients=[cast.police.institution],
        sections=["risk"],
        concerns=case.parties.get(role=PartyRole.AT_RISK),
        kind=GroundKind.RELEASE,
        given_by=GivenBy.PERSON,
        form=GroundForm.WRITTEN,
        given_at=case.opened_at,
    )
    return Message.objects.filter(kind="ground.record", case=case.pk)


def test_when_the_case_management_opens_it(cast, given):
    (message,) = recorded(cast, given, by=cast.case_manager)

    with as_worker():
        told = set(recipients(message).values_list("institution", flat=True))

    assert told == {cast.biss.institution_id}


def test_not_when_it_does_so_itself(cast, given):
    assert not recorded(cast, given, by=cast.biss).exists()
