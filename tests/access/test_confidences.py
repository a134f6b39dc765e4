"""What bearers of secrets say beside entries is read by others on a ground only: the safe contact, why somebody does not know."""

import pytest

from fallkonferenz.actions import entries, reading
from fallkonferenz.cases.sections import Section

WHY_NOT = "Würde die Person in Gefahr bringen."


@pytest.fixture
def case(cast, given):
    case = given.flagged(person_knows=False, why_not=WHY_NOT)
    entries.set_contact(case, by=cast.biss, through=cast.biss.institution, days=["mon"], never=["phone"])
    return case


def file_of(person, case):
    return reading.case_file(case, by=person)


def test_without_a_ground_only_the_own_institution_reads_them(cast, case):
    assert file_of(cast.biss, case).contact["days"] == ["mon"]
    assert file_of(cast.biss, case).referrals[0].texts["why_not"] == WHY_NOT
    assert file_of(cast.case_manager, case).contact is None
    assert file_of(cast.case_manager, case).referrals[0].texts["why_not"] == ""


def test_a_release_opens_each_by_its_section(cast, given, case):
    given.released(case, Section.PROTECTION.value, by=cast.biss, to=cast.case_manager)

    assert file_of(cast.case_manager, case).contact["through"] == cast.biss.institution
    assert file_of(cast.case_manager, case).referrals[0].texts["why_not"] == ""
    given.released(case, Section.INCIDENT.value, by=cast.biss, to=cast.case_manager)
    assert file_of(cast.case_manager, case).referrals[0].texts["why_not"] == WHY_NOT


def test_the_police_never_reads_the_safe_contact(cast, given, case):
    given.admitted(case, cast.police)
    given.released(case, *(section.value for section in Section), by=cast.biss, to=cast.police)

    assert file_of(cast.police, case).contact is None
