"""Bodies for forms as people, mistakes and attackers send them: drawn from the fields that a page really shows."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html.parser import HTMLParser

from hypothesis import strategies as some

MARK = "<fk-canary onload=x>"  # appears in a page only if somebody forgot to escape it
HOSTILE = (
    f"\"'>{MARK}",
    f"</textarea>{MARK}",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "javascript:alert(1)",
    "=1+1",
    "a\r\nX-Injected: 1",
    "\x00",
    "\x1b[2J\x07",
    "\u202everkehrt\u2066",
    "\ud7ff\uffff",
    "'; DROP TABLE cases_case; --",
    "../../../etc/passwd",
    "%00%0d%0a",
    "x" * 20_000,
    "𝔘" * 500,
    " \t\n ",
)
NUMBERS = ("0", "-1", "1", "2", "99999999999999999999", "1e309", "NaN", "1,5", "٣")
MOMENTS = (
    "2026-11-22T10:30", "2026-11-22", "0001-01-01T00:00", "9999-12-31T23:59", "2026-02-30", "2026-03-29T02:30",
    "2026-10-25T02:30", "22.11.2026 10:30", "22.11.2026", "-0001-01-01", "2026-13-45T99:99", "12:00",
)  # fmt: skip
DAYS = (-1, 0, 1, 6, 29, 200)  # from today: what is past, what is due, what is to come
FORMATS = {"date": "%Y-%m-%d", "datetime-local": "%Y-%m-%dT%H:%M", "time": "%H:%M"}
# Names that a form does not have, and that must mean nothing to it.
SMUGGLED = ("state", "institution", "is_staff", "is_superuser", "role", "case", "pk", "id", "by", "level", "_method")
OF_NO_ACT = {"csrfmiddlewaretoken", "next"}


@dataclass
class Field:
    """A field by its name: what it offers to choose from, what it holds already."""

    name: str
    kind: str
    offers: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Fields of the forms in the main part of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Field] = {}
        self.choice: Field | None = None
        self.in_main = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "main":
            self.in_main = True
        if tag == "option" and self.choice and has.get("value"):
            self.choice.offers.append(has["value"])
        if not self.in_main or not has.get("name") or has["name"] in OF_NO_ACT:
            return
        if tag in ("input", "select", "textarea", "button"):
            found = self.fields.setdefault(has["name"], Field(has["name"], has.get("type", tag)))
            self.choice = found if tag == "select" else None
            if has.get("value"):
                found.offers.append(has["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.in_main = False


def fields_of(page: str) -> list[Field]:
    reader = _Reader()
    reader.feed(page)
    return list(reader.fields.values())


def bodies(fields: list[Field]) -> some.SearchStrategy[dict[str, list[str]]]:
    """Mostly what fits, so that something is stored; and now and then everything else."""
    whole = some.fixed_dictionaries({each.name: _fitting(each).map(lambda value: [value]) for each in fields})
    mixed = some.fixed_dictionaries({each.name: _values(each) for each in fields})
    own = some.one_of(whole, mixed)
    foreign = some.dictionaries(some.sampled_from(SMUGGLED), some.lists(_hostile(), min_size=1, max_size=2), max_size=2)
    return some.builds(lambda more, own: more | own, foreign, own)


def _values(each: Field) -> some.SearchStrategy[list[str]]:
    fitting = _fitting(each).map(lambda value: [value])
    odd = some.lists(some.one_of(_fitting(each), _hostile()), max_size=3)
    return some.one_of(fitting, fitting, fitting, odd)


def _fitting(each: Field) -> some.SearchStrategy[str]:
    if each.offers:
        return some.sampled_from(each.offers)
    if each.kind == "number":
        return some.sampled_from(("1", "2", "7"))
    if each.kind in FORMATS:
        now = datetime.now()  # a field of a browser has no zone
        return some.sampled_from(DAYS).map(lambda days: (now + timedelta(days)).strftime(FORMATS[each.kind]))
    if each.kind == "email":
        return some.sampled_from(("jemand@stadt.example", "fk-canary+onload@stadt.example"))
    return some.sampled_from((f"Ein Text. {MARK}", "Kurz"))


def _hostile() -> some.SearchStrategy[str]:
    known = some.sampled_from((*HOSTILE, *NUMBERS, *MOMENTS))
    return some.one_of(known, some.text(max_size=60))
