"""A browser in which somebody is signed in, and what is looked for on every page it shows."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page

from fallkonferenz.institutions.models import Person
from tests.browser import barriers
from tests.leaks import pages
from tests.screens.plan import Look

HEIGHT = 900
NEUTRAL = ("Fallkonferenz", "Seite", "Page")  # how the title of a tab may begin
OF_NO_CONCERN = "Unrecognized feature"  # a name in Permissions-Policy that only other browsers know
STICKS_OUT = """
[...document.querySelectorAll("main :is(h1, h2, h3, h4, p, legend, label, dt, dd, .kern-title)")]
    .filter(words => words.clientWidth > 1)
    .filter(words => words.scrollWidth > words.clientWidth + 1 ||
        words.getBoundingClientRect().right > words.closest(".kern-card, .kern-alert, main").getBoundingClientRect().right + 1)
    .map(words => words.innerText.slice(0, 80))
"""


@contextmanager
def browsing(browser: Browser, site: str, person: Person | None, look: Look) -> Iterator[Page]:
    """A page of this width and darkness; ``person`` is signed in and reads the look's language."""
    with signed_in(browser, site, person, look) as context:
        yield context.new_page()


@contextmanager
def signed_in(browser: Browser, site: str, person: Person | None, look: Look) -> Iterator[BrowserContext]:
    """For several pages: style sheets and fonts are fetched once."""
    context = browser.new_context(
        viewport={"width": look.width, "height": HEIGHT}, color_scheme=look.theme, locale=look.language
    )
    if person is not None:
        Person.objects.filter(pk=person.pk).update(language=look.language)
        context.add_cookies(_signed_in(site, person))
    try:
        yield context
    finally:
        context.close()


def _signed_in(site: str, person: Person) -> list[dict[str, str]]:
    cookies = pages.signed_in(person).cookies
    return [{"name": name, "value": cookie.value, "url": site} for name, cookie in cookies.items()]


def looked_at(page: Page, url: str, looks: tuple[Look, ...], status: int = 200) -> list[str]:
    """Open the address and say everything that is wrong in each of its looks; an empty list if nothing is."""
    said: list[str] = []
    page.on("console", lambda message: said.append(f"the browser says: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"a script failed: {error}"))
    answer = page.goto(url)
    page.wait_for_load_state()
    if answer is None or answer.status != status:
        return [f"answered {answer.status if answer else 'nothing'}"]
    if page.url != url:
        return [f"led to {page.url}"]
    wrong = [f"{tuple(look)}: {each}" for look in looks for each in _seen(page, look)]
    return [*(each for each in said if OF_NO_CONCERN not in each), *wrong]


def _seen(page: Page, look: Look) -> list[str]:
    page.set_viewport_size({"width": look.width, "height": HEIGHT})
    page.emulate_media(color_scheme=look.theme)
    return [
        *(f"axe: {barrier}: {html[:200]}" for barrier, html in barriers(page)),
        *_sideways(page, look),
        *_sticking_out(page),
        *_of_the_frame(page, look),
    ]


def _sideways(page: Page, look: Look) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"scrolls sideways: {wide} px"] if wide > look.width else []


def _sticking_out(page: Page) -> list[str]:
    """Words that are longer than the box they stand in, and run over its border."""
    return [f"sticks out: {words}" for words in page.evaluate(STICKS_OUT)]


def _of_the_frame(page: Page, look: Look) -> Iterator[str]:
    if page.locator("h1").count() != 1:
        yield f"has {page.locator('h1').count()} main headings"
    if page.locator("html").get_attribute("lang") != look.language:
        yield f"is not in the language {look.language}"
    if not page.title().startswith(NEUTRAL):
        yield f"the tab says: {page.title()}"
