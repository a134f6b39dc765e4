"""Who was not invited to an item is not recorded as having taken part in it."""

import pytest

from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import conferences
from fallkonferenz.cases.words import State
from fallkonferenz.conferences.models import Naming
from tests.given import ASKED


def test_only_invited_institutions_can_have_attended(cast, given):
    case = given.case(at=State.CONFERENCE)
    came = {person.institution: person for person in (cast.biss, cast.police, cast.school)}

    with pytest.raises(NotNow):
        conferences.hold(case, by=cast.case_manager, heard=True, attended=came)


def test_a_conference_of_another_day_cannot_have_been_held_yet(cast, given):
    case = given.assessed(given.case())
    plan = given.planned(in_hours=72)
    guests = [cast.biss.institution, cast.police.institution]
    conferences.convene(case, by=cast.case_manager, conference=plan, invited=guests, naming=Naming.ANONYMOUS, **ASKED)

    with pytest.raises(NotNow, match=r"\d"):
        conferences.hold(case, by=cast.case_manager, heard=True, attended=dict.fromkeys(guests))
    conferences.hold(case, by=cast.case_manager, heard=False, attended={}, reason="Zu früh geplant.")
