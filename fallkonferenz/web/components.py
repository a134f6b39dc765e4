"""What presenters hand to the components of ``templates/components``.

Presenters decide words and tones, templates only place them.
"""

from datetime import datetime
from typing import NamedTuple

from django.template.loader import get_template
from django.utils.safestring import SafeString


def component(name: str, **context) -> SafeString:
    return get_template(f"components/{name}.html").render(context)


class Cell(NamedTuple):
    """One value in a table or a list of facts; ``tone`` turns it into a badge."""

    text: object
    url: str = ""
    tone: str = ""
    note: str = ""


def as_cell(value: object) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)


class Column(NamedTuple):
    label: str
    numeric: bool = False


class Crumb(NamedTuple):
    label: str
    url: str = ""


class Stage(NamedTuple):
    """A state of a lifecycle as a step of the progress line: ``done``, ``current`` or ``ahead``."""

    label: str
    position: str
    note: str = ""


class Act(NamedTuple):
    """Something that can be done next, or the sentence that says why it cannot be done yet.

    A GET leads to the form; ``post`` sends the act at once.
    """

    label: str
    url: str = ""
    allowed: bool = True
    why_not: str = ""
    hint: str = ""
    primary: bool = False
    post: bool = False
    seen: str = ""  # sent along: what the page showed of what is acted on


class Event(NamedTuple):
    """Something that happened or is due; ``is_day`` where the hour means nothing."""

    at: datetime
    what: object
    who: object = ""
    text: object = ""
    url: str = ""
    is_day: bool = False


class Link(NamedTuple):
    """An entry of the main navigation."""

    label: str
    url: str
    current: bool = False
