"""People who write without pause, one thread each, and note every write that was acknowledged.

Each text is said once and never again, so that at the end it can be counted. What was answered with an error, or not
at all, was not acknowledged: it may or may not have happened, but not twice.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from threading import Event, Thread
from typing import Any
from uuid import uuid4

from drill.forms import FIRST, form_in
from drill.visitor import Answer, NoAnswer, Visitor

BREATH = 0.1
PATIENCE = 20.0
OK, REDIRECT, FAULT = 200, 302, 500


@dataclass
class Notes:
    """What the writers have seen. Each thread only appends, so that nobody needs a lock."""

    acknowledged: list[tuple[float, str]] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    silences: list[str] = field(default_factory=list)
    told_too_much: list[str] = field(default_factory=list)

    def since(self, moment: float) -> int:
        return sum(at > moment for at, _text in self.acknowledged)

    def longest_gap(self) -> float:
        """Seconds between two acknowledged writes, whoever made them."""
        moments = sorted(at for at, _text in self.acknowledged)
        return max((later - earlier for earlier, later in pairwise(moments)), default=0.0)

    def faults(self) -> int:
        return len(self.silences) + sum(answer.status >= FAULT for answer in self.answers)

    def unexpected(self) -> list[Answer]:
        """Neither what was asked for nor an honest error."""
        return [answer for answer in self.answers if answer.status < FAULT and answer.status not in (OK, REDIRECT)]


@dataclass
class Author:
    """Somebody with a case of their own, who signs in when that is asked for."""

    visitor: Visitor
    account: dict[str, Any]
    notes: Notes

    def write(self, text: str, step: str = "entry-add") -> Answer:
        """The answer to the act, or the page that stood in its way; NoAnswer where there was none."""
        path = f"/cases/{self.account['case']}/{step}/"
        page = self._noted(self.visitor.get(path), text)
        if "/login/" in page.location:
            self.sign_in()
            page = self._noted(self.visitor.get(path), text)
        if page.status != OK:
            return page
        typed = _typed(text, step)
        form = form_in(page.text, holding=next(iter(typed)))
        answer = self._noted(self.visitor.post(path, form.filled(**typed)), text)
        if answer.status == REDIRECT and "/login/" not in answer.location:
            self.notes.acknowledged.append((time.monotonic(), text))
        return answer

    def sign_in(self) -> Answer:
        page = self._noted(self.visitor.get("/login/"), "")
        if page.status != OK:
            return page
        typed = {"login": self.account["login"], "password": self.account["passphrase"]}
        body = form_in(page.text, holding="login").filled(**typed)
        return self._noted(self.visitor.post("/login/", body), typed["password"])

    def _noted(self, answer: Answer, secret: str) -> Answer:
        """An error shows nothing of what was written, nor of how it came about."""
        self.notes.answers.append(answer)
        if answer.status >= FAULT and any(word in answer.text for word in (secret, "Traceback", "psycopg") if word):
            self.notes.told_too_much.append(answer.text)
        return answer


class Writer(Thread):
    def __init__(self, author: Author, ended: Event) -> None:
        super().__init__(daemon=True)
        self.author, self.ended = author, ended

    def run(self) -> None:
        for number in count():
            if self.ended.wait(BREATH):
                return
            text = f"Satz {uuid4()} von {self.author.account['login']}."
            try:
                self.author.write(text, "entry-add" if number % 3 else "measure-propose")
            except NoAnswer as silence:
                self.author.notes.silences.append(str(silence))


def _typed(text: str, step: str) -> dict[str, str]:
    if step == "entry-add":
        return {"text": text, "happened_at": _on_the_clock(hours=-3)}
    return {"what": text, "due_at": _on_the_clock(hours=48), "reveals": FIRST}


def _on_the_clock(*, hours: int) -> str:
    return f"{datetime.now(UTC) + timedelta(hours=hours):%Y-%m-%dT%H:%M}"
