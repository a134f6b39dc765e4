"""The case file on paper: what is folded on the screen is printed too, and every sheet says who printed it and when."""

import io

import pytest
from pypdf import PdfReader

from fallkonferenz import clock
from fallkonferenz.actions import assessing, entries
from fallkonferenz.cases.words import State
from tests.given import JUDGED
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

JUDGEMENTS, INCIDENTS = 5, 12


def squeezed(text: str) -> str:
    """Without white space: where a line ends on paper is the printer's own affair."""
    return "".join(text.split())


@pytest.fixture
def sheets(browser, live_server, cast, given) -> list[str]:
    case = given.case(at=State.MEASURES)
    for number in range(INCIDENTS):
        entries.report_incident(
            case, by=cast.police, happened_at=clock.now(), source="own", text=f"Vorfall Nummer {number} am Abend."
        )
    for number in range(JUDGEMENTS):
        assessing.add(case, by=cast.police, level="high", reasons=f"Urteil Nummer {number} der Reihe.", **JUDGED)
    visitor = Visitor(browser, live_server.url, cast.police).signs_in()
    visitor.opens("case-read", case.pk)
    folded = visitor.page.locator("details .fk-timeline__text").all_text_contents()
    assert folded
    paper = PdfReader(io.BytesIO(visitor.page.pdf(format="A4")))
    visitor.page.context.close()
    return [*folded, *(squeezed(sheet.extract_text()) for sheet in paper.pages)]


def test_the_whole_file_is_printed_with_the_mark_on_every_sheet(sheets):
    pages = [sheet for sheet in sheets if "Gedrucktvon" in sheet]
    folded = [line for line in sheets if line not in pages]
    whole = "".join(pages)

    assert len(pages) > 2
    assert all("Vertraulich" in sheet for sheet in pages)
    for number in range(JUDGEMENTS):
        assert squeezed(f"Urteil Nummer {number} der Reihe.") in whole
    assert [line for line in folded if squeezed(line) not in whole] == []
    assert "Sofortsperren" not in whole
    assert "AndereInstitutionzulassen" not in whole
