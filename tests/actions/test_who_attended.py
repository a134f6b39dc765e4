"""Who was not invited to an item is not recorded as having taken part in it."""

import pytest

from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import conferences
from fallkonferenz.cases.words import State


def test_only_invited_institutions_can_have_attended(cast, given):
    case = given.case(at=State.CONFERENCE)
    came = {person.institution: person for person in (cast.biss, cast.police, cast.school)}

    with pytest.raises(NotNow):
        conferences.hold(case, by=cast.case_manager, heard=True, attended=came)
