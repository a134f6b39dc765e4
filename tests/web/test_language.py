"""German first, English as second language: of the account, or of the browser before signing in."""

from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.institutions.models import Person, folded
from fallkonferenz.management import catalogue
from fallkonferenz.web.forms.fields import by_label
from fallkonferenz.web.templatetags.words import day_of, moment
from tests.audit import reading as audit_log

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}


def text(response) -> str:
    return response.content.decode()


def reloaded(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def english(cast):
    cast.police.language = "en"
    cast.police.save()
    return cast.police


def test_the_account_says_the_language_whatever_the_browser_says(client, cast):
    client.force_login(cast.police)

    page = text(client.get(reverse("start"), headers=ENGLISH))

    assert '<html lang="de"' in page
    assert "Fälle" in page


def test_whoever_chose_english_reads_english(english, opens):
    page = opens(english, "start")

    assert '<html lang="en"' in text(page)
    assert page["Content-Language"] == "en"
    assert "Cases" in text(page)


def test_settings_are_kept_and_logged(cast, sends):
    response = sends(cast.police, "person-prefer", language="en", appearance="dark")

    assert response["Location"] == reverse("person-prefer")
    assert (reloaded(cast.police).language, reloaded(cast.police).appearance) == ("en", "dark")
    entry = audit_log.last().fields
    assert (entry["event"], entry["details"]) == ("person.prefer", {"language": "en", "appearance": "dark"})


def test_what_no_setting_knows_is_refused_beside_the_form(cast, sends):
    response = sends(cast.police, "person-prefer", language="fr", appearance="pink")

    assert response.status_code == 422
    assert reloaded(cast.police).language == "de"


def test_the_switch_leads_back_and_is_kept_by_the_account(cast, sends):
    response = sends(cast.police, "language-choose", language="en", next="/cases/?state=flagged")

    assert response["Location"] == "/cases/?state=flagged"
    assert reloaded(cast.police).language == "en"


def test_before_signing_in_a_cookie_keeps_it(client):
    client.post(reverse("language-choose"), {"language": "en", "next": "/login/"})

    assert client.cookies[settings.LANGUAGE_COOKIE_NAME]["httponly"]
    assert '<html lang="en"' in text(client.get("/login/", headers={"accept-language": "de"}))


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_the_switch_never_leads_elsewhere(client, elsewhere):
    response = client.post(reverse("language-choose"), {"language": "en", "next": elsewhere})

    assert response["Location"] == reverse("start")


def test_a_language_nobody_speaks_here_changes_nothing(client):
    response = client.post(reverse("language-choose"), {"language": "xx"})

    assert response.status_code == 302
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies


@pytest.mark.parametrize(("appearance", "said"), [("dark", True), ("light", True), ("system", False)])
def test_the_appearance_is_said_to_kern_unless_the_computer_decides(cast, opens, appearance, said):
    cast.police.appearance = appearance
    cast.police.save()

    page = text(opens(cast.police, "start"))

    assert (f'data-kern-theme="{appearance}"' in page) is said
    assert ('content="light dark"' in page) is not said


def test_dates_are_written_the_way_of_the_language():
    day = date(2026, 11, 22)

    with override("de"):
        assert day_of(day) == "22.11.2026"
    with override("en"):
        assert day_of(day) == "22 Nov 2026"
        assert "22 Nov 2026, 14:30" in moment(datetime(2026, 11, 22, 13, 30, tzinfo=UTC))


@pytest.mark.parametrize("language", ["de", "en"])
def test_kinds_are_offered_in_the_order_of_their_words(language):
    with override(language):
        words = [str(label) for _value, label in by_label(Kind.choices)]

    assert words == sorted(words, key=folded)


def test_a_crawl_in_english_finds_no_german(english, client):
    """Words of the catalogue that are German and not English, on the pages somebody opens first."""
    client.force_login(english)
    german = {"Fälle", "Fallakte", "Maßnahmen", "Sofort sperren", "Abmelden", "Hilfe zu dieser Seite", "Speichern"}
    german |= {str(message.string) for message in catalogue.read("de") if message.id and _is_a_sentence(message)}

    for name in ("start", "case-list", "conference-list", "measure-list", "notice-list", "case-flag", "person-prefer"):
        page = text(client.get(reverse(name)))
        assert [words for words in german if words in page] == [], name


def _is_a_sentence(message) -> bool:
    return isinstance(message.string, str) and len(message.string.split()) > 3 and "%" not in message.string
