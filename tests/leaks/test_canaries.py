"""The canary crawl: each asks for every page there is, and finds no word that is meant for others, anywhere."""

import tempfile
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.urls import reverse

from fallkonferenz.actions.background import TASKS, work
from fallkonferenz.cases.models import Assessment, Case, Party
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import PartyRole
from fallkonferenz.institutions.kinds import Kind, Role
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.outbox.models import Message
from fallkonferenz.vault.codes import spoken
from tests.leaks import pages
from tests.leaks.crawl import pages_of
from tests.support import as_worker, beyond_row_security
from tests.views import ADMISSIBLE, told
from tests.world import OTHER, SHARED

pytestmark = pytest.mark.django_db

CANARY = b"kanari"
# These follow every link; everybody else asks for the pages of the case.
CRAWLERS = (
    "police-a",
    "case_management-a",
    "health-a",
    "prison-a",
    "prosecution-a",
    "biss-b",
    "education-a",
    "police-a-deputy",
    "other-region",
    "equality_office-a",
    "officer",
    "administrator",
)


def person_of(login: str) -> Person:
    return Person.objects.select_related("institution__region").get(username=login)


def hidden_codes(world, person) -> set[str]:
    """Codes of cases that do not exist for this person, and of children for whom nobody may know that there are any."""
    with beyond_row_security():
        cases = {name: Case.objects.get(pk=world.cases[name]).code for name in (SHARED, OTHER)}
        children = set(
            Party.objects.filter(role=PartyRole.CHILD, case=world.cases[SHARED]).values_list("code", flat=True)
        )
    # Officers know cases by their codes, and nothing else of them.
    is_officer = person.role == Role.OFFICER
    codes = {code for name, code in cases.items() if not is_officer and not world.takes_part(person, name)}
    if person.institution is None or told(person.institution.kind, "children") == "-":
        codes |= children
    return codes | {spoken(code) for code in codes}


def leaks(world, person, answers):
    """Foreign words by address."""
    foreign = world.hidden_from(person) | hidden_codes(world, person)
    seen = [(url, answer.text + repr(answer.headers)) for url, answer in answers]
    return {(url, str(world.words.get(word, word))) for url, text in seen for word in foreign if word in text}


@pytest.mark.parametrize("login", CRAWLERS)
def test_no_page_shows_a_word_that_is_meant_for_others(world, login):
    person = person_of(login)
    answers = list(pages_of(pages.signed_in(person)))

    assert leaks(world, person, answers) == set()
    assert {answer.status for _url, answer in answers} <= {200, 302, 403, 404, 409, 422}
    if world.takes_part(person, SHARED):
        text = "".join(answer.text for _url, answer in answers)
        assert not [
            spot
            for word, spot in world.words.items()
            if spot.what == "entry" and world.sees(person, spot) and word not in text
        ]


@pytest.mark.parametrize("kind", ADMISSIBLE)
def test_the_case_file_of_each_kind_shows_its_words_and_no_others(world, kind):
    person = person_of(f"{kind}-a")
    client = pages.signed_in(person)
    of_the_case = ("case-read", "ground-list", "entry-add", "assessment-list", "incident-list")
    addresses = [reverse(name, args=[world.cases[SHARED]]) for name in of_the_case]
    addresses += [reverse(name) for name in ("start", "case-list", "measure-list", "conference-list")]

    answers = [(url, pages.asked(client, url)) for url in addresses]

    assert leaks(world, person, answers) == set()
    if world.takes_part(person, SHARED):
        text = answers[0][1].text
        entries = [spot for spot in world.words.values() if spot.case == SHARED and spot.what.startswith("entry")]
        assert not [spot for spot in entries if world.sees(person, spot) and spot.word not in text]


@pytest.mark.parametrize("kind", [Kind.POLICE, Kind.BISS, Kind.CASE_MANAGEMENT, Kind.PROSECUTION])
def test_the_page_of_an_assessment_shows_answers_to_those_they_are_for(world, kind):
    """Every assessment of the case, on the screen and as it is printed."""
    person = person_of(f"{kind}-a")
    client = pages.signed_in(person)
    with beyond_row_security():
        keys = list(Assessment.objects.filter(case=world.cases[SHARED]).values_list("pk", flat=True))
    answers = [(url, pages.asked(client, url)) for url in (reverse("assessment-read", args=[key]) for key in keys)]

    assert leaks(world, person, answers) == set()
    text = "".join(answer.text for _url, answer in answers)
    of_answers = [spot for spot in world.words.values() if spot.section == Section.ANSWERS and spot.case == SHARED]
    told_here = [spot for spot in of_answers if world.sees(person, spot) and spot.what.startswith("assessment")]
    assert bool(told_here) is (kind != Kind.PROSECUTION)
    assert not [spot for spot in told_here if spot.word not in text]


@pytest.mark.parametrize("login", ["prison-a", "biss-b"])
def test_a_form_that_is_sent_back_shows_only_what_its_sender_typed(world, login):
    """Typing the word of somebody else, a foreign key or a foreign code finds nothing out."""
    person = person_of(login)
    client = pages.signed_in(person)
    with beyond_row_security():
        code = Case.objects.get(pk=world.cases[OTHER if login == "prison-a" else SHARED]).code
    for wanted in (code, spoken(code), code[:-1]):
        answer = pages.asked(client, reverse("case-list"), "POST", {"code": wanted})
        assert answer.status in (200, 422)
        assert answer.text.count(code) <= 1  # in the field it was typed into
        assert str(world.cases[OTHER if login == "prison-a" else SHARED]) not in answer.text


# Where nothing may stand in clear -----------------------------------------------------------


def test_the_database_holds_no_word_in_clear(world):
    """Every column of every table, as the server would dump it."""
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                assert not any(CANARY in bytes(block) or CANARY.hex().encode() in bytes(block) for block in copy), table


def test_neither_session_nor_cache_nor_temporary_file_nor_output_holds_a_word(world, tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    person = person_of("case_management-a")
    client = pages.signed_in(person)
    read = client.get(reverse("case-read", args=[world.cases[SHARED]]))
    client.post(reverse("entry-add", args=[world.cases[SHARED]]), {"text": "kanari" * 200_000})

    assert CANARY in read.content
    assert not [session for session in Session.objects.all() if CANARY.decode() in repr(session.get_decoded())]
    assert not [key for key, value in everything_in_the_broker() if CANARY in key + value]
    assert not [path for path in Path(tmp_path).rglob("*") if path.is_file() and CANARY in path.read_bytes()]
    assert CANARY.decode() not in "".join(capfd.readouterr())


def everything_in_the_broker():
    broker = redis.Redis.from_url(settings.REDIS_URL)
    for key in broker.scan_iter():
        yield key, broker.dump(key) or b""


def test_mails_name_nobody_and_nothing(world, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    with as_worker():
        one_of_each_kind = Message.objects.order_by("kind", "written_at").distinct("kind").values_list("pk", flat=True)
        for message in list(one_of_each_kind):
            TASKS["deliver"](message)
        work(TASKS["mail"])
    with beyond_row_security():
        forbidden = {
            *Institution.objects.values_list("name", flat=True),
            *Person.objects.values_list("name", flat=True),
        }
        forbidden |= set(Case.objects.values_list("code", flat=True)) | {str(kind.label) for kind in Kind}
        forbidden |= {str(pk) for pk in Case.objects.values_list("pk", flat=True)}

    assert mail.outbox
    for sent in mail.outbox:
        text = f"{sent.subject}\n{sent.body}"
        assert not [word for word in forbidden if word in text]
        assert CANARY.decode() not in sent.message().as_string()
    assert len({(sent.subject, sent.body) for sent in mail.outbox}) == 1
