"""Opening the log: with a key of this log and its passphrase, one at a time, for a quarter of an hour."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from audit import keyfile
from fallkonferenz import clock
from fallkonferenz.actions.alone import alone
from fallkonferenz.web.audit.unlock import COOKIE
from tests.actions.examples import KEY_FILE, PASSPHRASE
from tests.audit import keys
from tests.audit import reading as audit_log
from tests.officers import with_open_log
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db

TIMELINE = "/log/timeline/"


@pytest.fixture(autouse=True)
def _nobody_has_guessed(cast):
    cache.delete(f"log-unlock:{cast.officer.pk}")


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.officer)
    return client


def key_file(seed: bytes, role: str = "officer") -> bytes:
    with patch.dict(keyfile.COST, memory_kib=8, iterations=1):
        return keyfile.protect(seed, passphrase=PASSPHRASE, label="A key", role=role)


def unlock(desk, *, file=KEY_FILE, passphrase=PASSPHRASE, to=TIMELINE):
    sent = {"file": SimpleUploadedFile("my.key", file), "passphrase": passphrase, "next": to}
    return desk.post(reverse("audit-unlock"), sent)


def is_open(desk) -> bool:
    return desk.get(reverse("audit-person")).status_code == 200


def test_the_log_is_closed_until_a_key_opens_it(desk):
    page = desk.get(TIMELINE)

    assert page.status_code == 409
    assert 'enctype="multipart/form-data"' in page.content.decode()
    assert f'value="{TIMELINE}"' in page.content.decode()


def test_a_key_and_its_passphrase_open_it_and_lead_back(desk):
    answer = unlock(desk)

    assert (answer.status_code, answer["Location"]) == (302, TIMELINE)
    assert is_open(desk)
    entry = audit_log.last("log.unlock")
    assert entry.fields["details"]["key"]
    assert entry.header.kind == 7


@pytest.mark.parametrize("to", ["https://elsewhere.example/", "//elsewhere.example/", "audit-lock", "?x=1", ""])
def test_it_never_leads_anywhere_but_to_a_page_of_this_site(desk, to):
    assert unlock(desk, to=to)["Location"] == reverse("audit-state")
    assert audit_log.last("log.unlock").fields["outcome"] == "ok"


def test_the_browser_keeps_its_half_to_itself(desk):
    cookie = unlock(desk).cookies[COOKIE]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["max-age"] == 15 * 60


def test_outside_of_the_demo_the_cookie_travels_encrypted_only(desk, settings):
    settings.SESSION_COOKIE_SECURE = True

    assert unlock(desk).cookies[COOKIE]["secure"]


def test_the_server_keeps_nothing_that_opens_the_log(desk):
    unlock(desk)

    stored = "".join(repr(session.get_decoded()) for session in Session.objects.all())
    assert keys.FIRST_OFFICER.hex() not in stored
    assert repr(keys.FIRST_OFFICER)[2:-1] not in stored
    assert "sealed" in stored


@pytest.mark.parametrize("lost", ["cookie", "session", "other cookie"])
def test_one_half_alone_opens_nothing(desk, lost):
    unlock(desk)
    if lost == "cookie":
        del desk.cookies[COOKIE]
    elif lost == "session":
        session = desk.session
        del session["log_key"]
        session.save()
    else:
        desk.cookies[COOKIE] = "A" * 44

    assert not is_open(desk)


def test_another_account_cannot_use_it(desk, cast):
    unlock(desk)
    held, half = desk.session["log_key"], desk.cookies[COOKIE].value
    other = cast.administrator
    type(other).objects.filter(pk=other.pk).update(role="data_protection_officer")
    desk.force_login(other)
    session = desk.session
    session["log_key"] = held
    session.save()
    desk.cookies[COOKIE] = half

    assert not is_open(desk)


def test_after_a_quarter_of_an_hour_it_is_closed_however_busy_one_was(desk, monkeypatch):
    unlock(desk)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=14))
    assert is_open(desk)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=15, seconds=1))

    assert not is_open(desk)
    assert "log_key" not in desk.session


def test_closing_it_forgets_both_halves(desk):
    unlock(desk)

    answer = desk.post(reverse("audit-lock"))

    assert answer.cookies[COOKIE]["max-age"] == 0
    assert "log_key" not in desk.session
    assert audit_log.last().event == "log.lock"


def test_a_wrong_passphrase_is_an_entry_and_opens_nothing(desk):
    page = unlock(desk, passphrase="nicht diese Passphrase")

    assert page.status_code == 403
    assert "nicht diese Passphrase" not in page.content.decode()
    entry = audit_log.last("log.unlock_failed")
    assert entry.fields["outcome"] == "denied"
    assert not is_open(desk)


def test_after_five_wrong_passphrases_even_the_right_one_has_to_wait(desk):
    for _attempt in range(5):
        unlock(desk, passphrase="nicht diese Passphrase")

    assert unlock(desk).status_code == 429
    assert not is_open(desk)


@pytest.mark.parametrize(
    ("file", "passphrase"),
    [
        (key_file(keys.STRANGER), PASSPHRASE),
        (key_file(keys.RECOVERY, "recovery"), PASSPHRASE),
        (keyfile.public_file(keyfile.read_public(KEY_FILE).public, label="x", role="officer"), PASSPHRASE),
        (KEY_FILE.replace(b'"memory_kib": 8', b'"memory_kib": 1048576'), PASSPHRASE),
        (b"{}", PASSPHRASE),
        (b"[" * 10_000, PASSPHRASE),
    ],
    ids=["stranger", "recovery", "public half", "asks for a gibibyte", "no key file", "nonsense"],
)
def test_other_files_open_nothing(desk, file, passphrase):
    assert unlock(desk, file=file, passphrase=passphrase).status_code == 403
    assert not is_open(desk)


def test_a_stranger_s_file_costs_nothing(desk):
    with patch.object(keyfile, "unlock") as costly:
        unlock(desk, file=key_file(keys.STRANGER))

    assert not costly.called


def test_a_file_that_is_too_large_is_not_read(desk):
    assert unlock(desk, file=b"x" * 20_000).status_code == 422


def test_while_somebody_else_opens_it_one_is_asked_to_try_again(desk):
    with alone("unlock"):
        page = unlock(desk)

    assert page.status_code == 409
    assert "Gerade öffnet jemand anderes" in page.content.decode()
    assert unlock(desk).status_code == 302


def test_a_key_that_was_dropped_meanwhile_opens_nothing_more(desk, cast):
    with_open_log(desk, cast.officer, keys.SECOND_OFFICER)
    assert is_open(desk)
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_recipient SET until = now() WHERE label = 'Second officer'")

    assert not is_open(desk)


def test_without_a_counter_nobody_may_guess(desk, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1"}}

    assert unlock(desk).status_code == 503
