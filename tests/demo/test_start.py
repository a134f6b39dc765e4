"""What ends a command at once, and with which sentence."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError

from fallkonferenz.config.checks import settings_are_safe
from fallkonferenz.demo.accounts import PEOPLE
from fallkonferenz.demo.children import StartFailed
from fallkonferenz.demo.prepare import refuse_a_database_in_use
from fallkonferenz.demo.run import run
from fallkonferenz.institutions.models import Person

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
    assert "FALLKONFERENZ_KEK_DIR must name a folder" in done.stderr


@pytest.fixture
def production(settings):
    settings.TESTING = settings.DEMO = False
    settings.SECRET_KEY = "0123456789abcdefghijklmnopqrstuvwxyz-0123456789-abc"
    settings.ALLOWED_HOSTS = ["fallkonferenz.example"]
    settings.PUBLIC_ADDRESS = "https://fallkonferenz.example"
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
    ],
)
def test_an_unsafe_setting_is_named(production, setting, value, sentence):
    setattr(production, setting, value)

    assert sentence in sentences()


def test_the_demo_may_start_as_it_is(production):
    production.DEMO = True
    production.SECRET_KEY = "short"

    assert sentences() == ""
