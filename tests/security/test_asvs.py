"""Checks of the OWASP Application Security Verification Standard 5.0 that no other test asks; each names its number."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from fallkonferenz.web.forms.administration import PersonForm
from tests.audit import reading as audit_log
from tests.leaks import pages
from tests.leaks.matrix import PEOPLE, TABLE
from tests.web.signing_in import counting_anew, sign_in, with_passphrase

ROOT = Path(__file__).parents[2]
PASSING_BY = {"raw", "extra", "RawSQL"}
OF_OPERATORS = "management"  # commands that name tables out of the catalogue; nobody's typing gets there


def ours() -> list[Path]:
    return [
        path for path in (ROOT / "fallkonferenz").rglob("*.py") if not {"migrations", OF_OPERATORS} & set(path.parts)
    ]


def calls(path: Path) -> list[tuple[str, ast.Call]]:
    found = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return [(getattr(call.func, "attr", getattr(call.func, "id", "")), call) for call in found]


def test_1_2_4_no_question_to_the_database_is_put_together_from_text():
    raw = [f"{path.name}:{call.lineno}" for path in ours() for name, call in calls(path) if name in PASSING_BY]
    built = [
        f"{path.name}:{call.lineno}"
        for path in ours()
        for name, call in calls(path)
        if name == "execute" and call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert raw + built == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["a@example.org\r\nBcc: b@example.org", "a@example.org\nb@example.org", "a@b\x00.org"]
)
def test_1_3_11_no_address_brings_a_header_along(address):
    form = PersonForm({"email": address, "username": "x", "name": "X", "role": "officer"})

    assert "email" in form.errors


PRODUCTION = {
    "DATABASE_URL": "postgresql://fk_web:x@localhost/fallkonferenz",
    "REDIS_URL": "redis://:x@localhost:6379/0",
    "SECRET_KEY": "not used for anything but being there, and long enough for it",
    "ALLOWED_HOSTS": "fk.example",
    "TRUSTED_PROXIES": "1",
}
ASK = """
import json
from fallkonferenz.config import settings as s
print(json.dumps({name: getattr(s, name, None) for name in dir(s) if name.isupper() and isinstance(getattr(s, name), (str, int, bool))}))
"""


@pytest.fixture(scope="module")
def production() -> dict:
    """The settings of an installation, as a process of its own reads them."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    said = subprocess.run([sys.executable, "-c", ASK], env=kept | PRODUCTION, cwd=ROOT, capture_output=True, check=True)
    return json.loads(said.stdout)


@pytest.mark.parametrize("cookie", ["SESSION", "CSRF", "LANGUAGE"])
def test_3_3_1_to_3_3_4_a_cookie_belongs_to_this_host_and_to_no_script(production, cookie):
    assert production[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
    assert production[f"{cookie}_COOKIE_SECURE"] is True
    assert production[f"{cookie}_COOKIE_HTTPONLY"] is True
    assert production[f"{cookie}_COOKIE_SAMESITE"] == "Strict"


def test_3_4_1_browsers_come_back_by_https_only_for_a_year_at_least(production):
    assert production["SECURE_HSTS_SECONDS"] >= 365 * 24 * 60 * 60
    assert production["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["M", "A", None])
def test_3_4_3_to_3_4_6_and_4_1_1_every_answer_says_what_it_is_and_what_it_may(world, who):
    things = pages.things_of(world)
    client = pages.signed_in(pages.people()[PEOPLE[who]]) if who else Client()
    for route in TABLE:
        answer = client.get(things.address(route.name, route.about))
        assert HEADERS.items() <= dict(answer.items()).items(), route.name
        assert "default-src 'none'" in answer["Content-Security-Policy"], route.name
        assert "unsafe" not in answer["Content-Security-Policy"], route.name
        assert not answer.content or answer["Content-Type"] == "text/html; charset=utf-8", route.name


@pytest.mark.django_db
def test_4_1_3_a_forged_address_gives_no_further_attempts(client, cast, settings):
    counting_anew(settings)
    with_passphrase(cast.police)

    forged = [{"x-forwarded-for": f"192.0.2.{number}"} for number in range(8)]
    answers = [
        client.post("/login/", {"login": cast.police.username, "password": "x"}, headers=each) for each in forged
    ]

    assert sign_in(client, cast.police.username).status_code != 302
    assert any(b"zu viele" in answer.content.lower() for answer in answers) or answers[-1].status_code == 429


TELLING_NOTHING = ("UUIDConverter", "IntConverter", "FingerprintConverter")


def test_14_2_1_no_address_has_room_for_a_name_or_a_text():
    """Keys, numbers, fingerprints, the names of screens, steps and instruments, and a token of an invitation, used once."""
    rooms = {
        (pattern.name, name): type(converter).__name__
        for pattern in _patterns(get_resolver().url_patterns)
        for name, converter in pattern.pattern.converters.items()
    }
    texts = {where for where, kind in rooms.items() if kind not in TELLING_NOTHING}
    named = {
        ("help-read", "screen"),
        ("case-flag-step", "step"),
        ("assessment-answer", "instrument"),
        ("assessment-drop_instrument", "instrument"),
        ("instrument-read", "key"),
    }
    assert texts <= named | {("invitation-accept", "token")}


def _patterns(patterns: list) -> list[URLPattern]:
    nested = [_patterns(each.url_patterns) for each in patterns if not isinstance(each, URLPattern)]
    return [each for each in patterns if isinstance(each, URLPattern)] + [each for group in nested for each in group]


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["P", "M", "C", "O", "A"])
def test_16_2_1_and_16_3_every_look_leaves_an_entry_whoever_looks(world, who):
    things = pages.things_of(world)
    client = pages.signed_in(pages.people()[PEOPLE[who]])
    for route in [route for route in TABLE if "GET" in route.methods]:
        before = written()
        client.get(things.address(route.name, route.about))
        assert written() > before, route.name


def written() -> int:
    with audit_log.as_reader() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry")
        return cursor.fetchone()[0]
