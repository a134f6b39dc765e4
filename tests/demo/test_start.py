"""What ends a command at once, and with which sentence."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError

from audit import new_policy
from audit.signing import SigningKey
from fallkonferenz.config.checks import settings_are_safe
from fallkonferenz.demo.accounts import PEOPLE
from fallkonferenz.demo.children import StartFailed
from fallkonferenz.demo.prepare import refuse_a_database_in_use
from fallkonferenz.demo.run import run
from fallkonferenz.institutions.models import Person
from tests.audit import made

ROOT = Path(__file__).resolve().parents[2]
BARE = {"PATH": os.environ["PATH"]}
ADDRESSES = {**BARE, "DATABASE_URL": "postgresql:///nowhere", "REDIS_URL": "redis://localhost:1"}


def manage(command, environment):
    return subprocess.run(
        [sys.executable, "manage.py", command], cwd=ROOT, env=environment, capture_output=True, text=True
    )


def test_a_taken_port_is_a_sentence_with_a_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(StartFailed, match=f"Port {port} is taken; .* PORT={port + 1}"):
            run(port)


@pytest.mark.parametrize(
    ("missing", "command"), [("DATABASE_URL", "migrate"), ("REDIS_URL", "deliver"), ("SECRET_KEY", "check")]
)
def test_a_missing_service_or_secret_ends_every_command_with_one_sentence(missing, command):
    environment = {"SECRET_KEY": "s" * 50, **ADDRESSES}
    del environment[missing]

    done = manage(command, environment)

    assert done.returncode == 1
    assert done.stderr.startswith(f"{missing} (or {missing}_FILE) is not set: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_database_that_somebody_named_is_not_taken_for_the_demo_s():
    done = manage("demo_load", ADDRESSES)

    assert done.returncode == 1
    assert done.stderr.startswith("demo_load works on the demo only")


def test_the_demo_is_not_loaded_beside_real_people(cast):
    with pytest.raises(CommandError, match="has accounts already"):
        refuse_a_database_in_use()


def test_the_demo_s_own_database_stays_the_demo_s(cast):
    Person.objects.filter(pk=cast.biss.pk).update(username=PEOPLE[0].login)

    refuse_a_database_in_use()


@pytest.mark.parametrize("module", ["accounts", "passphrases", "stories", "stories.case_a"])
def test_outside_the_demo_nothing_invented_can_be_imported(module):
    program = [sys.executable, "-c", f"import fallkonferenz.demo.{module}"]

    done = subprocess.run(program, cwd=ROOT, env=ADDRESSES, capture_output=True, text=True)

    assert "it belongs to the demo and the tests only" in done.stderr


def test_outside_the_demo_an_unsafe_setting_ends_every_command():
    done = manage("check", {**ADDRESSES, "SECRET_KEY": "short"})

    assert done.returncode == 1
    assert "SECRET_KEY needs at least 50 random characters." in done.stderr
    assert "TRUSTED_PROXIES must say how many proxies stand in front" in done.stderr


@pytest.fixture
def production(settings):
    settings.TESTING = settings.DEMO = False
    settings.SECRET_KEY = "Vq7-dK2nXw9LtR4zYbC8mHs5PfJ1gEu6Ta3oUi0NxBkQrWlZyMv"
    settings.TRUSTED_PROXIES = 1
    settings.ALLOWED_HOSTS = ["fallkonferenz.example"]
    settings.PUBLIC_ADDRESS = "https://fallkonferenz.example"
    settings.AUDIT_READER_DATABASE_URL = (
        "postgresql://fk_reader:Gq8-tKw3LvX9sRb2YzNc7mHd5PfJ1eUa4To@database/fallkonferenz"
    )
    settings.AUDIT_WITHOUT_WITNESS = True
    return settings


def sentences():
    return " ".join(str(error.msg) for error in settings_are_safe())


def test_a_whole_configuration_may_start(production):
    assert sentences() == ""


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("DEBUG", True, "DEBUG shows"),
        ("SECRET_KEY", "a" * 60, "SECRET_KEY needs"),
        ("ALLOWED_HOSTS", [], "ALLOWED_HOSTS must name the hosts"),
        ("ALLOWED_HOSTS", ["*"], "an asterisk is none"),
        ("PUBLIC_ADDRESS", "http://fallkonferenz.example", "https://"),
        ("FALLKONFERENZ_KEK_DIR", "/nowhere", "key-encrypting key"),
        ("AUDIT_INSTANCE_KEY_FILE", "/nowhere", "Ed25519"),
        ("AUDIT_ORIGIN", "", "a name"),
        ("FALLKONFERENZ_KEK_DIR", str(ROOT / "var" / "keys" / "kek"), "made by the demo"),
        ("SECRET_KEY", "changeme-Vq7-dK2nXw9LtR4zYbC8mHs5PfJ1gEu6Ta3oUi0NxBk", "SECRET_KEY needs"),
        ("TRUSTED_PROXIES", 0, "TRUSTED_PROXIES must say"),
        ("REDIS_URL", "redis://broker:6379/0", "The password in REDIS_URL"),
        ("REDIS_URL", "redis://:valkey@broker:6379/0", "The password in REDIS_URL"),
        ("METRICS_TOKEN", "0123456789", "FALLKONFERENZ_METRICS_TOKEN needs"),
        ("AUDIT_TAG_KEY_FILE", "/nowhere", "the tags of cases"),
        ("AUDIT_LOG_KEY_FILE", "/anywhere", "for the sequencer alone"),
        ("AUDIT_READER_DATABASE_URL", "", "must lead in as fk_reader"),
        (
            "AUDIT_READER_DATABASE_URL",
            "postgresql://fk_web:Gq8-tKw3LvX9sRb2YzNc7mHd5PfJ1eUa4To@d/f",
            "lead in as fk_reader",
        ),
        ("AUDIT_READER_DATABASE_URL", "postgresql://fk_reader:geheim@d/f", "that cannot be guessed"),
        ("AUDIT_POLICY_FILE", "/nowhere", "a policy that can be used"),
        ("AUDIT_WITNESS_URL", "https://witness.example", "with the witness that is asked"),
    ],
)
def test_an_unsafe_setting_is_named(production, setting, value, sentence):
    setattr(production, setting, value)

    assert sentence in sentences()


@pytest.mark.parametrize("quorum", ["w", "none", None])
def test_who_has_no_witness_says_so_on_purpose(production, tmp_path, quorum):
    production.AUDIT_WITHOUT_WITNESS = False
    if quorum:
        (tmp_path / "policy").write_bytes(made.policy_text(quorum=f"quorum {quorum}"))
        production.AUDIT_POLICY_FILE = str(tmp_path / "policy")
        assert "FALLKONFERENZ_AUDIT_WITHOUT_WITNESS=1" in sentences(), "nobody is asked"
        production.AUDIT_WITNESS_URL = "https://witness.example"

    assert ("No witness watches over the log" in sentences()) is (quorum != "w")


@pytest.mark.parametrize(("needed", "is_met"), [("any", True), ("all", False)])
def test_a_quorum_is_one_that_the_witness_that_is_asked_can_meet(production, tmp_path, needed, is_met):
    second = SigningKey(bytes(range(1, 33)), bytes(range(33, 65))).as_witness("second.example")[1].key.vkey()
    more = (f"witness v {second}", f"group both {needed} w v")
    (tmp_path / "policy").write_bytes(made.policy_text(*more, quorum="quorum both"))
    production.AUDIT_POLICY_FILE = str(tmp_path / "policy")
    production.AUDIT_WITNESS_URL = "https://witness.example"

    assert ("a policy that can be used" not in sentences()) is is_met


def test_a_witness_that_signs_in_two_ways_is_one(production, tmp_path):
    """As ``make policy`` writes it."""
    text = new_policy.write(
        made.LOG_KEY, bytes(32), origin=made.ORIGIN, witnesses=[new_policy.lines_of(made.WITNESS_KEY, "w.example")]
    )
    (tmp_path / "policy").write_text(text)
    production.AUDIT_POLICY_FILE = str(tmp_path / "policy")
    production.AUDIT_WITNESS_URL = "https://witness.example"

    assert "a policy that can be used" not in sentences()


@pytest.mark.parametrize("password", [None, "", "fk_web", "postgres-postgres-postgres", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa"])
def test_a_database_password_that_could_be_guessed_is_named(production, monkeypatch, password):
    monkeypatch.setitem(production.DATABASES["default"], "PASSWORD", password)

    assert "The password in DATABASE_URL" in sentences()


def test_who_opens_no_texts_needs_no_key_for_them(production):
    production.DATABASE_ROLE = "fk_worker"
    production.FALLKONFERENZ_KEK_DIR = ""

    assert sentences() == ""


def test_the_demo_may_start_as_it_is(production):
    production.DEMO = True
    production.PUBLIC_ADDRESS = "http://localhost:8000"
    production.SECRET_KEY = "short"

    assert sentences() == ""


def test_the_demo_is_nothing_for_the_public(production):
    production.DEMO = True

    assert "FALLKONFERENZ_DEMO must not be set where people reach it." in sentences()


def test_what_was_built_without_the_demo_refuses_to_be_one(production, monkeypatch):
    production.DEMO = True
    production.PUBLIC_ADDRESS = "http://localhost:8000"
    monkeypatch.setattr("fallkonferenz.config.checks.find_spec", lambda name: None)

    assert "This was built without the demo" in sentences()
