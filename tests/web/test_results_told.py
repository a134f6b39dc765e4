"""What was rated elsewhere stands on the result, side by side and over time; how sure a result without points is."""

import pytest

from fallkonferenz.actions import assessing
from fallkonferenz.cases.words import State
from tests.assessing import completed, judged, said


@pytest.fixture
def case(given):
    return given.case(at=State.ASSESSED)


def result_of(opens, person, assessment):
    page = opens(person, "assessment-read", assessment.pk)
    return page.context["shown"].results[0], page.content.decode()


def test_the_level_of_another_house_is_shown_to_all_who_read_risk(case, cast, opens):
    assessment = judged(case, by=cast.police, instruments=("dyrias",))
    assessing.answer(assessment, by=cast.police, instrument="dyrias", answers=said(ilevel="5"))
    assessing.complete(assessment, by=cast.police)

    for reader in (cast.police, cast.biss, cast.case_manager):
        shown, page = result_of(opens, reader, assessment)
        assert "5" in shown.in_short
        assert shown.in_short in page
        assert "Kein Ergebnis" not in page
    rows = opens(cast.biss, "assessment-list", case.pk).context["list"].rows
    assert any(shown.in_short in str(row[4]) for row in rows)


def test_a_screen_without_points_says_whether_open_questions_could_decide_otherwise(case, cast, opens):
    yes = completed(case, by=cast.police, answers=said(i1="yes"))
    assert "gleich" in result_of(opens, cast.police, yes)[0].sureness
    unknown = completed(case, by=cast.police, answers=said(i1="unknown"))
    assert "zwischen" in result_of(opens, cast.police, unknown)[0].sureness
