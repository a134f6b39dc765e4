"""Narrowed to nothing, an institution reads its own entries and writes no more; it is told so."""

import pytest

from fallkonferenz.access.refusals import Denied
from fallkonferenz.actions import admissions, entries
from fallkonferenz.cases.sections import Section

pytestmark = pytest.mark.django_db


@pytest.fixture
def narrowed(cast, given):
    """A case with an entry of the police, who then keeps no section."""
    case = given.flagged()
    given.admitted(case, cast.police)
    given.assessed(case)
    entry = given.entry(case, by=cast.police, section=Section.ENDANGERING)
    nothing = dict.fromkeys(Section, "-")
    admissions.narrow(case, by=cast.case_manager, institution=cast.police.institution, views=nothing)
    return case, entry


def test_it_corrects_nothing(cast, narrowed):
    with pytest.raises(Denied):
        entries.correct(narrowed[1], by=cast.police, text="Anders.")


def test_it_proposes_no_measure(cast, given, narrowed):
    with pytest.raises(Denied):
        given.proposed(narrowed[0], by=cast.police)
