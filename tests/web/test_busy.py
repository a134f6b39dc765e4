"""What takes long says beforehand how long, says that it is being made once it is asked for, and is asked for once."""

import pytest
from django.template import Context, Template

from tests.web.test_look import show

pytestmark = pytest.mark.browser

PAGE = Template(
    "{% load kern %}<!DOCTYPE html><html lang='de'><head><title>Seite</title></head><body>"
    "<form><button>Anzeigen</button>{% busy 'Das kann eine Minute dauern.' %}</form></body></html>"
)


def test_it_says_so_before_and_while_it_is_made(page, settings):
    show(page, PAGE.render(Context()))
    status, button = page.locator(".fk-busy"), page.get_by_role("button")
    assert status.inner_text() == "Das kann eine Minute dauern."
    page.evaluate(
        "() => { window.sent = 0; document.addEventListener('submit', (event) => {"
        " if (!event.defaultPrevented) window.sent += 1; event.preventDefault(); }); }"
    )
    page.add_script_tag(path=settings.BASE_DIR / "static" / "fk" / "busy.js")

    button.click()
    button.click()

    assert status.inner_text() == "Bitte warten … Das kann eine Minute dauern."
    assert page.locator("form").get_attribute("aria-busy") == "true"
    assert page.evaluate("window.sent") == 1
