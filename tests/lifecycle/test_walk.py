"""A case from flag to close, through the actions."""

import pytest

from fallkonferenz.access.frame import acting_as
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.words import State


@pytest.mark.parametrize("state", list(State))
def test_a_case_can_be_walked_to_every_state(cast, given, state):
    case = given.case(at=state)

    with acting_as(cast.case_manager):
        assert Case.objects.get(pk=case.pk).state == state
