"""Asking for pages as somebody, and comparing what came back."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from string import hexdigits
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import audit.models
from audit import asking, keyfile, xwing
from audit.finding import Group, Pattern, Place
from fallkonferenz.actions import assessing, drafts, packs
from fallkonferenz.actions.drafts import Page
from fallkonferenz.cases.models import Assessment, Case, Entry, Lowering
from fallkonferenz.conferences.models import AgendaItem, Attendance, Conference
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures.models import Measure
from fallkonferenz.outbox.models import Message, Notice
from risk.models import Pack
from tests.assessing import asked_to_lower
from tests.audit import keys
from tests.audit import reading as audit_log
from tests.officers import with_open_log
from tests.risk.packing import EXAMPLE
from tests.support import beyond_row_security
from tests.world import SHARED, World

TOKEN = re.compile(rb'(name="(?:csrfmiddlewaretoken|keeping)" value="|"X-CSRFToken": ?")[^"]+')
UNKNOWN_NUMBER = 987_654_321
REQUESTS: Counter[str] = Counter()  # how many requests this process has made, by method; printed at the end of the run
CHANGING = {"Set-Cookie", "Content-Length"}


@dataclass(frozen=True)
class Answer:
    """All that the asker can compare: status, headers, body without its token, and how much work it was."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    queries: int = 0

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")  # a file to take along is none


def names(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[str]:
    """The name of every route there is."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            yield from names(each.url_patterns)
        else:
            yield each.name or str(each.pattern)


def signed_in(person: Person) -> Client:
    """An officer's key is open: what is behind it is looked at too."""
    client = Client()
    client.force_login(person)
    return with_open_log(client, person) if person.role == Role.OFFICER else client


def asked(client: Client, url: str, method: str = "GET", data: dict | None = None) -> Answer:
    """The answer to one request; whatever it changed is rolled back."""
    REQUESTS[method] += 1
    with transaction.atomic():
        response = client.generic(method, url) if data is None else client.generic(method, url, **_form(data))
        answer = answer_of(response)
        transaction.set_rollback(True)
    return answer


def counted(client: Client, url: str, method: str) -> Answer:
    """The same, with the number of queries it took."""
    with CaptureQueriesContext(connection) as queries:
        answer = asked(client, url, method)
    return replace(answer, queries=len(queries))


def _form(data: dict) -> dict:
    return {"data": urlencode(data, doseq=True), "content_type": "application/x-www-form-urlencoded"}


def answer_of(response) -> Answer:
    headers = tuple(sorted((name, value) for name, value in response.items() if name not in CHANGING))
    return Answer(response.status_code, headers, TOKEN.sub(rb"\1-", response.content))


@dataclass(frozen=True)
class Things:
    """What the addresses of the matrix lead to in the world, and addresses of the same form that lead to nothing."""

    known: dict[str, dict[str, object]]

    def address(self, name: str, about: str) -> str:
        return reverse(name, kwargs=self.known[about])

    def nowhere(self, name: str, about: str) -> str:
        unknown = {key: _unlike(key, value) for key, value in self.known[about].items()}
        return reverse(name, kwargs=unknown)


def _unlike(key: str, value: object) -> object:
    if key in ("person", "step"):
        return value  # of an unknown case, of an unknown draft
    if isinstance(value, str) and set(value) <= set(hexdigits):  # a fingerprint
        return sha256(uuid4().bytes).hexdigest()[: len(value)]
    return UNKNOWN_NUMBER if isinstance(value, int) else uuid4()


def things_of(world: World, *kinds: str) -> Things:
    """One thing of each kind, or of these: the police's measure, entry, place at the table, notice in the shared case."""
    with beyond_row_security():
        police = Person.objects.get(username="police-a")
        case = world.cases[SHARED]
        found: dict[str, Callable[[], dict[str, object]]] = {
            "": dict,
            "case": lambda: {"pk": case},
            "lowering": lambda: {"pk": _lowering(case, police)},
            "assessment": lambda: {"pk": _assessment(case, police)},
            "questionnaire": lambda: {"pk": _assessment(case, police), "instrument": "lap"},
            "entry": lambda: {"pk": Entry.objects.get(case=case, institution=police.institution, section="risk").pk},
            "measure": lambda: {"pk": _measure(case).pk},
            "conference": lambda: {"pk": Conference.objects.get(items__case=case).pk},
            "item": lambda: _item(case),
            "attendance": lambda: {"pk": Attendance.objects.get(item__case=case, institution=police.institution).pk},
            "notice": lambda: {"pk": _notice(case, police).pk},
            "draft": lambda: {"pk": _draft(case, police)},
            "flag": lambda: {"pk": begun_flag(police), "step": "pair"},
            "admission": lambda: {"pk": case, "institution": police.institution_id},
            "exclusion": lambda: {"pk": case, "person": Person.objects.get(username="police-a-deputy").pk},
            "log entry": lambda: _log_entry(),
            "finding": lambda: {"name": _finding()},
            "log key": lambda: {"key": _key_id(keys.SECOND_OFFICER).hex()},
            "log request": lambda: {"pk": _log_request()},
            "region": lambda: {"pk": police.institution.region_id},
            "institution": lambda: {"pk": police.institution_id},
            "person": lambda: {"pk": police.pk},
            "pack": lambda: {"pk": _pack()},
            "instrument": lambda: {"key": "lap"},
        }
        return Things({about: find() for about, find in found.items() if not kinds or about in kinds})


def _lowering(case: str, person: Person) -> UUID:
    """Asked for by the police, on a new assessment of its own."""
    found = Lowering.objects.filter(case=case).first()
    return (found or asked_to_lower(Case.objects.get(pk=case), by=person)).pk


def _assessment(case: str, person: Person) -> UUID:
    """The one the police is making: with an instrument of our own, and one that is a loaded pack."""
    found = Assessment.objects.filter(case=case, institution=person.institution).open().first()
    if found is None:
        instruments = ["lap", Pack.objects.get(pk=_pack()).key]
        found = assessing.begin(Case.objects.get(pk=case), by=person, instruments=instruments)
    return found.pk


def _measure(case: str) -> Measure:
    """One that the police is to do and that reveals what all three inside may read."""
    return Measure.objects.get(case=case, reveals__section="incident")


def _item(case: str) -> dict[str, object]:
    item = AgendaItem.objects.get(case=case)
    return {"pk": item.conference_id, "item": item.pk}


def _notice(case: str, person: Person) -> Notice:
    message = Message.objects.create(kind="case.assess", case=case)
    return Notice.objects.create(message=message, person=person)


def _draft(case: str, person: Person) -> UUID:
    page = Page(uuid4(), "entry.add", reverse("entry-add", args=[case]), UUID(str(case)), {"text": "Text"})
    drafts.keep(page, {"text": ["Angefangen."]}, by=person)
    return page.draft


def begun_flag(person: Person) -> UUID:
    page = Page(uuid4(), "case.flag", reverse("case-flag"), None, {"account": "Text"})
    drafts.keep(page, {"account": ["Angefangen."]}, by=person)
    return page.draft


def _log_entry() -> dict[str, object]:
    """The oldest: committed with the world, so that the reader's connection sees it too."""
    first = audit.models.Entry.objects.filter(counter=1).order_by("header").first()
    return {"epoch": first.epoch_id, "counter": first.counter}


def _finding() -> str:
    """The refusals in a row that the world left to be found."""
    refused = str(Person.objects.get(username="education-a").pk)
    group = Group()
    for each in audit_log.entries("access.denied"):
        if each.fields.get("actor") == refused:
            group.add(Place.of(each))
    return group.name(Pattern.DENIALS)


def _key_id(seed: bytes) -> bytes:
    return xwing.key_id(xwing.public_bytes(seed))


def _log_request() -> UUID:
    """Asked for by another officer, so that this one may decide."""
    if not any(each.is_open for each in asking.requests()):
        public = keyfile.PublicKey(xwing.public_bytes(keys.STRANGER), "A further officer", "officer")
        with transaction.atomic():
            asking.ask_to_add(public, by=asking.Author(uuid4(), Role.OFFICER.value, key=_key_id(keys.SECOND_OFFICER)))
    return next(each.id for each in asking.requests() if each.is_open)


def _pack() -> UUID:
    found = Pack.objects.filter(active=True).first()
    return (found or packs.load_as_operator(EXAMPLE.read_bytes())).pk


def people() -> dict[str, Person]:
    return {person.username: person for person in Person.objects.select_related("institution__region")}
