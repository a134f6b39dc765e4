"""Reads the form out of a page and fills it in as a person would; knows nothing of the application.

What is hidden, preset or chosen travels along; of a required choice between radio buttons the first one is taken.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

UNSENT = ("submit", "button", "image", "reset", "file")
FIRST = "the first that is offered"


class NoForm(AssertionError):
    """The page has no such form."""


@dataclass
class Form:
    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)
    boxes: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, **typed: str) -> str:
        """The body of the request: what the page gave, with what was typed; ``FIRST`` ticks a box."""
        sent = dict(self.values)
        sent |= {name: given[:1] for name, given in self.offered.items() if not sent.get(name)}
        sent |= {name: self.boxes[name][:1] if value is FIRST else [value] for name, value in typed.items()}
        return urlencode([(name, value) for name, given in sent.items() for value in given])


def form_in(page: str, *, holding: str) -> Form:
    """The form that has a field of the name ``holding``."""
    found = next((form for form in forms_in(page) if holding in form.values or holding in form.offered), None)
    if found is None:
        raise NoForm(f"The page has no form with a field {holding}.")
    return found


def forms_in(page: str) -> list[Form]:
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def links_in(page: str) -> list[str]:
    reader = _Reader()
    reader.feed(page)
    return reader.links


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(has.get("href", ""))
        elif tag == "form":
            self.forms.append(Form(has.get("action", "")))
        elif self.forms and "disabled" not in has:
            self._field(tag, has)

    def _field(self, tag: str, has: dict[str, str]) -> None:
        name = has.get("name", "")
        if tag == "input" and name and has.get("type") not in UNSENT:
            self._input(name, has)
        elif tag == "select":
            self._select = name
        elif tag == "textarea" and name:
            self._area = name
            self.forms[-1].values[name] = [""]
        elif tag == "option" and self._select:
            self._choice(self._select, has.get("value", ""), is_chosen="selected" in has)

    def _input(self, name: str, has: dict[str, str]) -> None:
        if has.get("type") in ("radio", "checkbox"):
            self._choice(name, has.get("value", "on"), is_chosen="checked" in has, is_box=has["type"] == "checkbox")
        else:
            self.forms[-1].values.setdefault(name, []).append(has.get("value", ""))

    def _choice(self, name: str, value: str, *, is_chosen: bool, is_box: bool = False) -> None:
        form = self.forms[-1]
        if is_chosen:
            form.values.setdefault(name, []).append(value)
        if value:
            (form.boxes if is_box else form.offered).setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].values[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""
