"""An institution that does not read the risk learns no level from the answer to an act."""

import pytest
from django.utils.translation import override

from fallkonferenz.access.check import explain
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import Denied
from fallkonferenz.actions import cases, measures
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.words import Level
from tests.given import ASKED

SENTENCE = "reads the section"


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.mark.parametrize("level", [Level.HIGH, Level.MEDIUM])
@pytest.mark.parametrize("right", ["case.handle_alone", "case.ask_co_signature"])
def test_the_answer_is_the_same_at_every_level(cast, given, level, right):
    case = given.assessed(given.flagged(by=cast.school), level=level)

    with acting_as(cast.school):
        assert SENTENCE in explain(cast.school, right, Case.objects.get(pk=case.pk))


def test_it_cannot_handle_the_case_alone(cast, given):
    case = given.assessed(given.flagged(by=cast.school), level=Level.MEDIUM)

    with pytest.raises(Denied, match=SENTENCE):
        cases.handle_alone(case, by=cast.school, reassess_on=case.opened_at.date(), **ASKED)


def test_who_reads_the_risk_is_answered_by_it(cast, given):
    case = given.assessed(given.flagged(by=cast.biss), level=Level.HIGH)
    measures.propose(case, by=cast.biss, what="Sicherheitsgespräch.", reveals=["incident"], due_at=case.opened_at)

    with acting_as(cast.biss):
        assert "co-sign" in explain(cast.biss, "case.handle_alone", Case.objects.get(pk=case.pk))
