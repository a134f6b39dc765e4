"""Who comes in, who does not, for how long, and what the log says of it."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.utils import timezone

from audit.log import AuditUnavailable
from fallkonferenz.access.refusals import Unavailable
from fallkonferenz.config import settings as project
from fallkonferenz.web.adapter import TOO_MANY, WRONG
from tests.audit import reading as audit_log
from tests.web.signing_in import PASSPHRASE, break_the_log, counting_anew, sign_in, with_passphrase

PROTECTED = "/passphrase/"
LONG = "Wolke und Anker;" * 8  # 128 characters


@pytest.fixture(autouse=True)
def _own_counters(settings):
    counting_anew(settings)


@pytest.fixture
def police(cast):
    return with_passphrase(cast.police)


def is_in(client: Client) -> bool:
    return client.get(PROTECTED).status_code == 200


def test_passphrases_are_kept_as_argon2id():
    with override_settings(PASSWORD_HASHERS=project.PASSWORD_HASHERS):
        assert make_password(PASSPHRASE).startswith("argon2$argon2id$")


@pytest.mark.parametrize("name", ["username", "email"])
def test_user_name_and_e_mail_address_both_lead_in(client, police, name):
    response = sign_in(client, getattr(police, name).upper())

    assert response.status_code == 302
    assert is_in(client)
    assert audit_log.last("session.login").header is not None
    assert audit_log.last("session.login").fields["actor"] == str(police.pk)


def test_the_session_id_changes_at_login_and_with_the_passphrase(client, police):
    client.get("/login/")
    client.session["before"] = True
    before = client.session.session_key
    sign_in(client, police.username)
    inside = client.session.session_key
    change_passphrase(client)

    assert len({before, inside, client.session.session_key}) == 3
    assert is_in(client)
    assert not Session.objects.filter(pk__in=[before, inside]).exists()


def change_passphrase(client, new: str = "vier-Worte-ohne-Sinn-am-Ufer", old: str = PASSPHRASE):
    return client.post(PROTECTED, {"oldpassword": old, "password1": new, "password2": new})


@pytest.mark.parametrize("wrong", ["passphrase", "unknown", "closed", "institution_left", "never_set"])
def test_every_wrong_attempt_gets_the_same_words_and_an_entry(client, cast, police, wrong):
    login, passphrase = police.username, PASSPHRASE
    if wrong == "passphrase":
        passphrase = "eine-ganz-andere-Passphrase"
    if wrong == "unknown":
        login = "niemand"
    if wrong == "never_set":
        login = cast.biss.username
    if wrong == "closed":
        police.is_active = False
        police.save()
    if wrong == "institution_left":
        police.institution.active = False
        police.institution.save()

    response = sign_in(client, login, passphrase)

    assert response.status_code == 200
    assert str(WRONG) in response.content.decode()
    assert not is_in(client)
    failed = audit_log.last("session.login_failed")
    assert failed.fields["outcome"] == "denied"
    assert ("object" in failed.fields) == (wrong != "unknown")
    assert login not in str(failed.fields)


@pytest.mark.parametrize("name", ["username", "email"])
def test_a_known_name_takes_as_long_as_an_unknown_one(client, cast, police, monkeypatch, name):
    """Counted in hashes, because only they take time: one for each attempt, whoever is named."""
    made = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: made.append(given) or encode(*given))
    unknown = {"username": "niemand", "email": "niemand@example.org"}

    hashes = []
    for login in (getattr(police, name), unknown[name], getattr(cast.biss, name)):
        sign_in(client, login, "eine-ganz-andere-Passphrase")
        hashes.append(len(made))

    assert hashes == [1, 2, 3]


def test_six_attempts_are_too_many_under_either_name(client, police):
    names = [police.username, police.email, police.username.upper()]
    for number in range(5):
        sign_in(client, names[number % 3], "falsch-falsch-falsch-falsch")

    response = sign_in(client, police.email)

    assert str(TOO_MANY) in response.content.decode()
    assert not is_in(client)
    assert audit_log.last("session.login_failed").fields["details"] == {"how": "too_many"}


def test_without_the_broker_nobody_comes_in(client, police, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}

    response = sign_in(client, police.username)

    assert response.status_code == 503
    assert str(Unavailable.default) in response.content.decode()
    assert not is_in(client)
    assert audit_log.last().event == "access.denied"


def test_without_an_entry_there_is_no_session(client, police):
    client.raise_request_exception = False
    break_the_log()

    response = sign_in(client, police.username)

    assert response.status_code == 500
    assert not client.cookies.get("fk_session") or not is_in(client)
    assert not Session.objects.exists()


def test_without_an_entry_the_passphrase_stays(client, police):
    client.force_login(police)
    is_in(client)
    break_the_log()

    with pytest.raises(AuditUnavailable):
        change_passphrase(client)

    police.refresh_from_db()
    assert police.check_password(PASSPHRASE)


def test_fifteen_idle_minutes_end_a_session(client, police):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.force_login(police)
        for _ in range(3):
            clock.shift(timedelta(minutes=14))
            assert is_in(client)
        clock.shift(timedelta(minutes=15, seconds=1))
        assert not is_in(client)


def test_ten_hours_end_a_session_however_busy_it_is(client, police):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, police.username)
        for _ in range(59):
            clock.shift(timedelta(minutes=10))
            assert is_in(client)
        clock.shift(timedelta(minutes=10))
        assert not is_in(client)
    assert audit_log.last("session.logout").fields["details"] == {"how": "ten_hours"}


@pytest.mark.parametrize("closed", ["person", "institution"])
def test_closing_an_account_ends_its_sessions_with_the_next_request(client, police, closed):
    client.force_login(police)
    assert is_in(client)

    if closed == "person":
        police.is_active = False
        police.save()
    else:
        police.institution.active = False
        police.institution.save()

    assert not is_in(client)


def test_logging_out_kills_the_cookie_clears_the_browser_and_is_noted(client, police):
    sign_in(client, police.username)
    cookie = client.cookies["fk_session"].value

    response = client.post("/logout/", {"next": "/locked/"})

    assert response["Location"] == "/locked/"
    assert response["Clear-Site-Data"] == '"*"'
    client.cookies["fk_session"] = cookie
    assert not is_in(client)
    assert audit_log.last("session.logout").fields["details"] == {"how": "asked"}


def test_the_own_passphrase_is_changed_and_other_sessions_end(client, police):
    elsewhere = Client()
    elsewhere.force_login(police)
    client.force_login(police)

    assert change_passphrase(client).status_code == 302

    assert is_in(client)
    assert not is_in(elsewhere)
    assert audit_log.last("session.passphrase").fields["actor"] == str(police.pk)


@pytest.mark.parametrize(
    "poor", ["zu-kurz", "aaaaaaaaaaaaaaa", "passwordpassword", "1q2w3e4r5t6y7u8i9o0p", "police-a@example.org"]
)
def test_a_poor_passphrase_is_refused(client, police, poor):
    client.force_login(police)

    change_passphrase(client, new=poor)

    police.refresh_from_db()
    assert police.check_password(PASSPHRASE)


def test_a_long_passphrase_is_taken_whole(client, police):
    client.force_login(police)

    assert change_passphrase(client, new=LONG).status_code == 302

    assert sign_in(Client(), police.username, LONG[:-1]).status_code == 200
    assert sign_in(Client(), police.username, LONG).status_code == 302


def test_the_present_passphrase_is_asked_for(client, police):
    client.force_login(police)

    change_passphrase(client, old="nicht-die-richtige-Passphrase")

    police.refresh_from_db()
    assert police.check_password(PASSPHRASE)


@pytest.mark.parametrize("path", ["/signup/", "/password/reset/", "/email/", "/inactive/", "/password/set/"])
def test_nothing_else_of_allauth_is_open(client, police, path):
    client.force_login(police)

    assert client.get(path).status_code == 404


def test_a_fragment_for_nobody_leads_the_whole_page_to_the_login(client, db):
    response = client.get(PROTECTED, headers={"hx-request": "true"})

    assert response["HX-Redirect"] == "/login/"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"]
)
def test_after_login_nobody_is_led_elsewhere(client, police, elsewhere):
    response = client.post("/login/", {"login": police.username, "password": PASSPHRASE, "next": elsewhere})

    assert response["Location"] == "/"
