"""On paper: who printed it, when, and that it is confidential, on every sheet; nothing one could press."""

from datetime import UTC, datetime

import pytest

from tests.web.test_look import gallery, show

pytestmark = pytest.mark.browser

PRINTED_AT = datetime(2026, 11, 22, 22, 15, tzinfo=UTC)


@pytest.fixture
def paper(page):
    show(page, gallery(opened_at=PRINTED_AT))
    page.emulate_media(media="print")
    return page


def test_it_says_who_printed_it_and_when(paper):
    mark = paper.locator(".fk-mark")

    assert "Vertraulich" in mark.inner_text()
    assert "Gedruckt von Wiebke Sander, Fallmanagement Osnabrück, 22.11.2026, 23:15" in mark.inner_text()


def test_on_the_screen_nobody_has_printed(page):
    show(page, gallery(opened_at=PRINTED_AT))

    assert not page.get_by_text("Gedruckt von").is_visible()


@pytest.mark.parametrize("head", [".fk-mark", ".fk-table thead"])
def test_the_mark_and_the_heads_of_tables_are_repeated_on_every_sheet(paper, head):
    """What browsers repeat is the head of a table that is not broken."""
    style = paper.locator(head).first.evaluate("element => ({...getComputedStyle(element)})")

    assert (style["display"], style["breakInside"]) == ("table-header-group", "avoid")


@pytest.mark.parametrize("part", ["header", "footer", ".fk-demo", "nav", "main form", "main button", ".fk-steps"])
def test_what_can_be_pressed_is_not_printed(paper, part):
    assert paper.locator(part).count() > 0
    assert not any(each.is_visible() for each in paper.locator(part).all())


def test_addresses_are_not_printed(paper):
    assert paper.locator("main a").first.evaluate("link => getComputedStyle(link, '::after').content") == "none"


@pytest.mark.parametrize("row", [".fk-entry", ".fk-table tr", ".fk-facts .kern-description-list-item"])
def test_no_entry_and_no_row_is_torn_in_two(paper, row):
    assert paper.locator(row).first.evaluate("element => getComputedStyle(element).breakInside") == "avoid"


def test_a_case_of_the_agenda_is_printed_without_its_steps(paper):
    """A panel of steps goes whole; where badges say how a case stands, only the steps go."""
    panel = paper.locator(".fk-card:has(.fk-steps)").first
    before = panel.is_visible()
    panel.evaluate("card => card.insertAdjacentHTML('afterbegin', '<p class=\"fk-badges\">zugesagt</p>')")

    assert not before
    assert panel.locator(".fk-badges").is_visible()
    assert not panel.locator(".fk-steps").first.is_visible()
