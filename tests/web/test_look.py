"""Every component in every state, in a real browser: no barrier axe can see, nothing outside a narrow screen.

The pages are handed to the browser without a server, static files out of the finders.
"""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import override

from fallkonferenz.web import demo_gallery
from fallkonferenz.web.components import Link
from tests.browser import barriers

pytestmark = pytest.mark.browser
SITE = "http://localhost"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


FRAME = {
    "demo": True,
    "person": SimpleNamespace(name="Wiebke Sander", institution="Fallmanagement Osnabrück"),
    "navigation": [Link("Start", "/"), Link("Fälle", "/cases/", current=True), Link("Konferenzen", "/c/")],
}


def gallery(**more) -> str:
    with override("de"):
        return render_to_string("demo/gallery.html", {**FRAME, **demo_gallery.samples(), **more})


def error_page(name: str) -> str:
    with override("de"):
        return render_to_string(name, FRAME)


def show(page, html: str, width: int = 1280, scheme: str = "light") -> None:
    """A page with this content, and the static files it asks for."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.route("**/*", lambda route: answer(route, html))
    page.goto(f"{SITE}/")
    page.wait_for_load_state("networkidle")


def answer(route, html: str) -> None:
    path = route.request.url.removeprefix(SITE)
    if path == "/":
        return route.fulfill(body=html, content_type="text/html; charset=utf-8")
    found = finders.find(path.removeprefix("/static/"))
    return route.fulfill(path=found, content_type=TYPES[Path(found).suffix]) if found else route.abort()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (320, "dark"), (768, "light"), (1280, "dark")])
def test_components_have_no_barriers_and_fit(page, width, scheme):
    show(page, gallery(), width, scheme)

    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("name", ["403.html", "404.html", "500.html"])
def test_pages_of_refusal_have_no_barriers(page, name):
    show(page, error_page(name), 320)

    assert barriers(page) == []


def test_the_first_stop_of_the_keyboard_skips_to_the_content(page):
    show(page, gallery(faulty=None))

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Zum Inhalt springen"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_errors_are_where_the_keyboard_is(page):
    show(page, gallery())

    assert page.evaluate("document.activeElement.className").endswith("fk-errors")


def test_large_letters_fit(page):
    """200 % of a screen of 1280 is a screen of 640."""
    show(page, gallery(), 640)

    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_paper_shows_the_content_only(page):
    show(page, gallery())

    page.emulate_media(media="print")

    assert not page.locator(".fk-nav").is_visible()
    assert not page.locator(".fk-account").is_visible()
    assert page.locator(".fk-mark").is_visible()
