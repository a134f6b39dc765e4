"""The pages of the case list, and what leaves them at once."""

import pytest

from fallkonferenz.access import scope
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import admissions
from tests.access.test_list_is_detail import listed, opened

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("more", [0, 1, 2])
def test_pages_lose_nothing_and_repeat_nothing(cast, given, more, monkeypatch):
    monkeypatch.setattr(scope, "PAGE", 4)
    keys = [str(given.flagged(by=cast.police).pk) for _each in range(scope.PAGE + more)]

    with acting_as(cast.police):
        assert listed(cast.police) == keys[::-1]


def test_putting_somebody_out_takes_the_case_off_the_list_with_the_next_look(cast, given):
    case = given.case()
    with acting_as(cast.police):
        assert listed(cast.police) == [str(case.pk)]

    admissions.withdraw(case, by=cast.case_manager, institution=cast.police.institution)

    with acting_as(cast.police):
        assert listed(cast.police) == []
        assert not opened(cast.police, case.pk)
