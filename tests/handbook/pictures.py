"""The pictures of the handbooks: which screen as whom, how it is reached in the demo, and whether it still looks so.

A picture is stale when a template or style sheet that its screen is made of has changed since it was made.
``make pictures`` makes all of them anew.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.test import Client
from playwright.sync_api import Page

from tests.screens.plan import Look

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "pictures"
MADE_FROM = FOLDER / "made-from.json"
TEMPLATES = ROOT / "templates"
STYLES = ("static/fk/app.css",)
DESK = Look(1280, "light", "de")
PHONE = Look(320, "light", "de")
RESULT = ("assessments/_result.html", "components/span.html")
AN_ENTRY = "main table a[href*='/log/entries/']"
REFUSALS = "main table a:has-text('verweigerte Zugriffe in Folge')"
FIRST_CASE = "main table a[href^='/cases/']"
RUNNING_CASE = "main table tr:has-text('Maßnahmen laufen') a[href^='/cases/']"
ASSESSMENTS = "main a[href$='/assessments/']"
WITH_INSTRUMENTS = "main #course tr:has-text('Punkt') a[href^='/assessments/']"
GO_ON = "main a:has-text('Offene Einschätzung fortsetzen')"
QUESTIONS = "main a[href*='/answer/']"


@dataclass(frozen=True)
class Picture:
    """``who`` is a letter of the matrix of addresses, ``login`` the account in the demo; ``clicks`` lead to the screen."""

    name: str
    screen: str
    who: str
    login: str
    clicks: tuple[str, ...] = ()
    start: str = "/"
    look: Look = DESK
    height: int = 900  # of what is shown; the page may go on
    parts: tuple[str, ...] = ()  # templates that are seen in the demo and not in the world of the tests
    asks: str = ""  # a field that the code of a case is typed into

    @property
    def file(self) -> Path:
        return FOLDER / f"{self.name}.png"


# fmt: off
PICTURES = (
    Picture("start-case-manager", "start",            "M", "fallmanagement"),
    Picture("start-professional", "start",            "P", "polizei"),
    Picture("start-phone",        "start",            "P", "polizei", look=PHONE, height=800),
    Picture("case-list",          "case-list",        "M", "fallmanagement", start="/cases/"),
    Picture("case",               "case-read",        "M", "fallmanagement", (FIRST_CASE,), start="/cases/", height=1500),
    Picture("risk-levels",        "assessment-list",  "M", "fallmanagement", (RUNNING_CASE, ASSESSMENTS), start="/cases/", height=1500),
    Picture("risk-questions",     "assessment-answer", "P", "biss", (RUNNING_CASE, ASSESSMENTS, GO_ON, QUESTIONS), start="/cases/", height=1250),
    Picture("risk-result",        "assessment-read",  "P", "polizei", (RUNNING_CASE, ASSESSMENTS, WITH_INSTRUMENTS), start="/cases/", height=1900, parts=RESULT),
    Picture("measures",           "measure-list",     "P", "polizei", start="/measures/"),
    Picture("keys",               "keys-read",        "O", "datenschutz", start="/keys/"),
    Picture("log-state",          "audit-state",      "O", "datenschutz", start="/log/"),
    Picture("log-timeline",       "audit-timeline",   "O", "datenschutz", start="/log/timeline/", height=1100),
    Picture("log-entry",          "audit-entry",      "O", "datenschutz", (AN_ENTRY,), start="/log/timeline/"),
    Picture("log-case",           "audit-case",       "O", "datenschutz", start="/log/cases/", height=1100, asks="input[name=code]"),
    Picture("log-findings",       "audit-findings",   "O", "datenschutz", start="/log/findings/", height=1100),
    Picture("log-finding",        "audit-finding",    "O", "datenschutz", (REFUSALS,), start="/log/findings/", height=1000),
    Picture("log-report",         "audit-report",     "O", "datenschutz", start="/log/report/", height=1500),
    Picture("figures",            "figures-read",     "C", "gleichstellung", start="/figures/"),
    Picture("persons",            "person-list",      "A", "systemverwaltung", start="/persons/"),
)
# fmt: on


def made_from(client: Client, url: str, parts: tuple[str, ...] = ()) -> str:
    """A fingerprint of the templates and style sheets behind a screen."""
    response = client.get(url)
    assert response.status_code == 200, f"{url} answered {response.status_code}"
    origins = {Path(template.origin.name) for template in response.templates if template.origin}
    ours = sorted({path for path in origins if path.is_relative_to(TEMPLATES)} | {TEMPLATES / part for part in parts})
    sheets = [ROOT / each for each in STYLES]
    return sha256(b"\0".join(path.read_bytes() for path in [*ours, *sheets])).hexdigest()


def recorded() -> dict[str, str]:
    return json.loads(MADE_FROM.read_text()) if MADE_FROM.exists() else {}


def record(prints: dict[str, str]) -> None:
    MADE_FROM.write_text(json.dumps(prints, indent=1, sort_keys=True) + "\n")


def take(page: Page, site: str, picture: Picture, to: Path, *, code: str) -> None:
    page.goto(site + picture.start)
    if picture.asks:
        page.fill(picture.asks, code)
        page.press(picture.asks, "Enter")
        page.wait_for_url("**?*")
    for click in picture.clicks:
        page.locator(click).first.click()
        page.wait_for_load_state()
    page.screenshot(
        path=to, clip={"x": 0, "y": 0, "width": picture.look.width, "height": picture.height}, full_page=True
    )
