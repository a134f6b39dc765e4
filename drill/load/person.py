"""One person at work: lists, pages, searches, files, entries, proposals, notices.

Only links and forms of the pages themselves are followed. Knows neither locust nor the application.
"""

import random
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

from drill.forms import FIRST, Form, form_in, links_in
from drill.visitor import Answer, NoAnswer, Visitor

CASES = "/cases/"
CASE = re.compile(r'href="(/cases/[0-9a-f-]{36}/)"')
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}\b")
STATES_TO_WRITE_IN = ("measures", "conference", "assessed")
SENTENCE = "Beobachtung aus dem Gespräch; es bleibt bei der Einschätzung. "

# What kind of request it was, milliseconds, and what was wrong with it ("" if nothing).
Tell = Callable[[str, float, str], None]


class Unexpected(Exception):
    """A page or an act did not end as it should."""


class Person:
    """``tell`` hears of every request; ``rest`` is called after each page, for as long as one reads or types."""

    def __init__(self, visitor: Visitor, *, tell: Tell, rest: Callable[[], None], chance: random.Random) -> None:
        self.visitor, self.tell, self.rest, self.chance = visitor, tell, rest, chance

    def sign_in(self, login: str, passphrase: str) -> None:
        form = form_in(self._see("form", "/login/"), holding="login")
        self._send("sign in", "/login/", form.filled(login=login, password=passphrase))

    def read_start(self) -> None:
        self._see("start", "/")

    def page_through_cases(self) -> None:
        page = self._see("list", CASES)
        further = [link for link in links_in(page) if "after=" in link]
        if further:
            self._see("list", urljoin(CASES, further[0]))

    def search_by_code(self) -> None:
        codes = CODE.findall(self._see("list", CASES))
        if codes:
            self._see("search", f"{CASES}?code={self.chance.choice(codes)}")

    def read_file(self) -> None:
        self._open_one_of(self._see("list", CASES))

    def write_entry(self) -> None:
        self._write("entry-add", text=SENTENCE * 4, happened_at=_on_the_clock(hours=-3))

    def propose_measure(self) -> None:
        self._write("measure-propose", what="Gespräch anbieten.", due_at=_on_the_clock(hours=48), reveals=FIRST)

    def read_notices(self) -> None:
        self._see("notices", "/notices/")

    def read_measures(self) -> None:
        self._see("measures", "/measures/")

    def read_figures(self) -> None:
        self._see("figures", "/figures/")

    def read_keys(self) -> None:
        self._see("keys", "/keys/")

    def administer(self) -> None:
        self._see("administration", self.chance.choice(["/persons/", "/institutions/", "/regions/"]))

    def read_nothing(self) -> None:
        """The plainest page there is: what the others are compared with."""
        self._see("static", "/locked/")

    def _write(self, step: str, **typed: str) -> None:
        """In an open case whose file leads to this step."""
        case, file = self._open_one_of(self._see("list", f"{CASES}?state={self.chance.choice(STATES_TO_WRITE_IN)}"))
        path = f"{case}{step}/"
        if path in links_in(file):
            form: Form = form_in(self._see("form", path), holding=next(iter(typed)))
            self._send("write", path, form.filled(**typed))

    def _open_one_of(self, listed: str) -> tuple[str, str]:
        cases = CASE.findall(listed)
        if not cases:
            return "", ""
        case = self.chance.choice(cases)
        return case, self._see("file", case)

    def _see(self, kind: str, path: str) -> str:
        return self._timed(kind, lambda: self.visitor.get(path), expected=200).text

    def _send(self, kind: str, path: str, body: str) -> None:
        self._timed(kind, lambda: self.visitor.post(path, body), expected=302)

    def _timed(self, kind: str, ask: Callable[[], Answer], *, expected: int) -> Answer:
        began = time.perf_counter()
        answer, wrong = _tried(ask, expected)
        self.tell(kind, (time.perf_counter() - began) * 1000, wrong)
        self.rest()
        if wrong:
            raise Unexpected(f"{kind}: {wrong}")
        return answer


def _tried(ask: Callable[[], Answer], expected: int) -> tuple[Answer, str]:
    try:
        answer = ask()
    except NoAnswer as silence:
        return Answer(0, ""), str(silence)
    if answer.status != expected:
        return answer, f"status {answer.status} instead of {expected}"
    return answer, "leads to the login" if "/login/" in answer.location else ""


def _on_the_clock(*, hours: int) -> str:
    return f"{datetime.now(UTC) + timedelta(hours=hours):%Y-%m-%dT%H:%M}"


# What people of a role do, and how often beside the rest.
AT_WORK: dict[str, dict[Callable[[Person], None], int]] = {
    "case_manager": {
        Person.read_start: 2,
        Person.page_through_cases: 3,
        Person.search_by_code: 2,
        Person.read_file: 5,
        Person.write_entry: 3,
        Person.read_measures: 1,
        Person.read_notices: 2,
    },
    "professional": {
        Person.read_start: 2,
        Person.page_through_cases: 2,
        Person.search_by_code: 1,
        Person.read_file: 4,
        Person.write_entry: 3,
        Person.propose_measure: 2,
        Person.read_measures: 1,
        Person.read_notices: 2,
    },
    "coordinator": {Person.read_start: 1, Person.read_figures: 2},
    "data_protection_officer": {Person.read_start: 1, Person.read_keys: 2},
    "administrator": {Person.read_start: 1, Person.administer: 4},
    "nobody": {Person.read_nothing: 1},
}
