"""Who may use an instrument: its kinds of institution, and whoever says to be trained or licensed for it."""

import pytest

from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import assessing
from fallkonferenz.cases.models import Assessment
from fallkonferenz.cases.words import State
from risk.instruments import ALL
from tests.assessing import PAIR as FACTS
from tests.web.test_assessments import PAIR

BEGIN = "assessment-begin"


@pytest.fixture
def case(given):
    return given.case(at=State.ASSESSED)


def begun(case, person) -> bool:
    with acting_as(person):
        return Assessment.objects.filter(case=case).open().exists()


def test_an_instrument_that_the_own_kind_may_not_use_is_not_offered_with_the_reason(case, cast, sends):
    page = sends(cast.biss, BEGIN, case.pk, **PAIR, go="show")
    form = page.context["form"]

    assert "sara-v3" not in dict(form.fields["instruments"].choices)
    assert "Polizei" in dict(form.reasons)["SARA-V3"]
    offered = sends(cast.police, BEGIN, case.pk, **PAIR, go="show").context["form"].fields["instruments"].choices
    assert "sara-v3" in dict(offered)


def test_it_cannot_be_begun_past_the_page_either(case, cast):
    with pytest.raises(NotNow, match="nur"):
        assessing.begin(case, by=cast.biss, instruments=["sara-v3"], facts=FACTS)


def test_whoever_begins_says_to_be_trained(case, cast, sends):
    answer = sends(cast.police, BEGIN, case.pk, **PAIR, instruments=["odara"], go="begin")

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["trained"]
    assert not begun(case, cast.police)
    confirmed = sends(cast.police, BEGIN, case.pk, **PAIR, instruments=["odara"], trained="on", go="begin")
    assert confirmed.status_code == 302


def test_without_instruments_nothing_is_to_be_confirmed(case, cast, sends):
    assert sends(cast.police, BEGIN, case.pk, **PAIR, go="begin").status_code == 302


def test_what_names_a_training_asks_for_it():
    assert {key for key, each in ALL.items() if not each.guard.trained} == {"short-list"}
