"""The screens of assessing that hold most, in a real browser: no barrier axe can see, nothing outside a telephone."""

import pytest
from django.urls import reverse

from fallkonferenz.actions import assessing, lowering
from fallkonferenz.cases.words import Level, State
from tests.web.test_look import barriers, show

pytestmark = pytest.mark.browser


@pytest.fixture
def pages(cast, given, client) -> list[str]:
    """An odd questionnaire all at once, a result with a span, and a list with something of everything."""
    client.force_login(cast.police)
    case = given.case(at=State.ASSESSED)
    facts = {"sex_at_risk": "female", "sex_endangering": "male", "relationship": "partners", "age_at_risk": 34}
    made = assessing.begin(case, by=cast.police, instruments=["dash", "odara"], facts=facts)
    asked = client.get(reverse("assessment-answer", args=[made.pk, "odara"])).content.decode()
    told = {str(number): {"answer": "yes", "source": "told"} for number in range(1, 9)}
    assessing.answer(made, by=cast.police, instrument="dash", answers=told)
    judged = {"level": Level.MEDIUM, "reasons": "Trennung.", "worries": "Die Nacht.", "heard": False, "firearms": "yes"}
    assessing.judge(made, by=cast.police, why_not_heard="Nicht erreicht.", **judged)
    assessing.complete(made, by=cast.police)
    lowering.ask_lower(case, by=cast.police, to=Level.MEDIUM, reasons="In Haft.")
    lowering.dissent(case, by=cast.police, level=Level.ACUTE, reasons="Donaudampfschifffahrtsgesellschaft" * 3)
    result = client.get(reverse("assessment-read", args=[made.pk])).content.decode()
    return [asked, result, client.get(reverse("assessment-list", args=[case.pk])).content.decode()]


def test_the_fullest_pages_have_no_barriers_and_fit(page, pages):
    for html in pages:
        for width, scheme in ((320, "light"), (1280, "dark")):
            show(page, html, width, scheme)

            assert barriers(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
