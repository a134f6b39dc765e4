"""What docker-compose.yml starts really starts, with no more than it is given there, and can be seen to be well."""

import json
import re
import time
from http.client import HTTPConnection

import psycopg
import pytest

from fallkonferenz.demo.postgres import ADMINISTRATOR
from tests.deploy.conftest import RUNNING

HOST = "fallkonferenz.example"
WITNESSED = "SELECT DISTINCT witness FROM audit_cosignature"
OWN_TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = %s"


def ask(running, path, **headers):
    connection = HTTPConnection("127.0.0.1", running.port, timeout=20)
    connection.request("GET", path, headers={"Host": HOST, "X-Forwarded-Proto": "https", **headers})
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response, body


def connected(running, user):
    if user == ADMINISTRATOR:
        return psycopg.connect(running.private.postgres.url(ADMINISTRATOR))
    return psycopg.connect((running.secrets / f"{user}_database_url").read_text())


def test_each_service_becomes_healthy(running):
    assert running.never_healthy == {}


def test_the_installation_becomes_ready(running):
    deadline = time.monotonic() + 30
    while (said := ask(running, "/readyz")[1]) != "ok" and time.monotonic() < deadline:
        time.sleep(0.5)

    assert said == "ok"


def test_it_serves_the_login_and_its_look(running):
    response, body = ask(running, "/login/")
    assert response.status == 200
    assert response.getheader("Strict-Transport-Security")
    assert "__Host-fk_csrf" in response.getheader("Set-Cookie", "")

    (style,) = [part.partition('"')[0] for part in body.split('href="') if "app." in part.partition('"')[0]]
    response, _css = ask(running, style)
    assert response.status == 200
    assert "immutable" in response.getheader("Cache-Control", "")


def test_another_host_is_not_served(running):
    response, _body = ask(running, "/login/", Host="elsewhere.example")

    assert response.status == 400


def test_figures_of_all_web_processes_are_read_with_the_token(running):
    token = (running.secrets / "metrics_token").read_text()

    response, body = ask(running, "/metrics", Authorization=f"Bearer {token}")

    assert response.status == 200
    assert re.search(r"^fallkonferenz_web_processes [1-9]", body, re.MULTILINE)
    assert "fallkonferenz_database_answers 1.0" in body
    assert ask(running, "/metrics")[0].status == 404


@pytest.mark.parametrize(
    ("role", "user"), [(f"fk_{user}", user) for user in ("web", "worker", "sequencer", "reader", "retention")]
)
def test_the_roles_that_serve_own_nothing(running, role, user):
    with connected(running, user) as connection:
        assert connection.execute("SELECT session_user, current_user").fetchone() == (role, role)
        assert connection.execute(OWN_TABLES, [role]).fetchone() == (0,)


def test_the_owner_of_the_tables_cannot_log_in(running):
    with connected(running, ADMINISTRATOR) as connection:
        assert connection.execute(OWN_TABLES, ["fk_owner"]).fetchone() > (30,)
        assert connection.execute("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'fk_owner'").fetchone() == (False,)


def test_what_was_done_is_signed_and_witnessed(running):
    """An entry of this installation gets as far as another authority."""
    deadline = time.monotonic() + 30
    with connected(running, "reader") as reader:
        while not (found := reader.execute(WITNESSED).fetchall()) and time.monotonic() < deadline:
            time.sleep(0.5)
    assert {name for (name,) in found} == {f"witness.{HOST}"}
    assert (running.folder / "volumes" / "witnessed" / "checkpoint").read_bytes().startswith(f"{HOST}/audit\n".encode())


def test_the_job_that_erases_finds_nothing_yet(running):
    done = running.runs("retention")

    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_the_job_can_be_done_again(running):
    done = running.runs("migrate")

    assert done.returncode == 0, done.stderr
    assert "No migrations to apply." in done.stdout


def test_nothing_is_written_beside_the_folders_in_memory(running):
    assert running.snapshot() == running.written_before


def test_what_is_logged_is_data(running):
    ask(running, "/nothing/is/here?word=kanarienvogel")

    for name in RUNNING:
        text = (running.folder / f"{name}.log").read_text()
        assert [line for line in text.splitlines() if not is_json(line)] == []
        assert "kanarienvogel" not in text
    web = (running.folder / "web.log").read_text()
    assert '"route": "no route", "status": 404' in web


def is_json(line):
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def test_nobody_starts_before_the_officers_keys_are_loaded(prepared):
    assert "Datenschutzbeauftragten; geladen sind 0." in prepared.refused_without_officers


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        ("web", {"FALLKONFERENZ_DEMO": "1"}, "FALLKONFERENZ_DEMO must not be set where people reach it."),
        (
            "web",
            {"FALLKONFERENZ_DEMO": "1", "FALLKONFERENZ_ADDRESS": "http://localhost"},
            "This was built without the demo; FALLKONFERENZ_DEMO must not be set.",
        ),
        ("web", {"TRUSTED_PROXIES": "0"}, "TRUSTED_PROXIES must say how many proxies stand in front; one ends TLS."),
        ("deliver", {"SECRET_KEY_FILE": "", "SECRET_KEY": "short"}, "SECRET_KEY needs at least 50 random characters."),
        ("web", {"DATABASE_URL_FILE": "administrator"}, "The database role administrator owns tables"),
        ("deliver", {"DATABASE_URL_FILE": "administrator"}, "The database role administrator owns tables"),
        ("sequencer", {"DATABASE_URL_FILE": "administrator"}, "The sequencer connects as fk_sequencer"),
        ("sequencer", {"FALLKONFERENZ_AUDIT_LOG_KEY_FILE": ""}, "must name the key that signs checkpoints"),
        ("web", {"FALLKONFERENZ_AUDIT_TAG_KEY_FILE": ""}, "must name the key that the tags of cases are made under"),
        ("web", {"FALLKONFERENZ_AUDIT_POLICY_FILE": "/none"}, "must name a policy that can be used"),
    ],
    ids=[
        "demo",
        "built without the demo",
        "no proxy",
        "short secret",
        "web as administrator",
        "deliver as administrator",
        "sequencer as administrator",
        "no key of the log",
        "no key of the tags",
        "no policy",
    ],
)
def test_an_unsafe_start_ends_with_a_sentence(prepared, tmp_path, name, change, sentence):
    if "DATABASE_URL_FILE" in change:
        change = {"DATABASE_URL_FILE": str(prepared.secrets / "administrator_database_url")}

    done = prepared.runs(name, **change, PORT="0", PROMETHEUS_MULTIPROC_DIR=str(tmp_path))

    assert done.returncode != 0
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
