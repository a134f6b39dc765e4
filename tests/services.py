"""The services a test run uses: private ones, or those of DATABASE_URL and REDIS_URL.

The controlling process starts them; the workers of xdist inherit their addresses. Several runs in
one clone each take a slot of their own under ``var``.
"""

import os
from itertools import count
from pathlib import Path

from fallkonferenz.demo import keys
from fallkonferenz.demo.children import Supervisor
from fallkonferenz.demo.home import HomeRefused
from fallkonferenz.demo.postgres import ADMINISTRATOR, CARELESS
from fallkonferenz.demo.services import PrivateServices

VAR = Path(__file__).resolve().parents[1] / "var"
IS_CONTROLLER = "PYTEST_XDIST_WORKER" not in os.environ

_supervisor = Supervisor()
_services: list[PrivateServices] = []


def note_addresses() -> None:
    """Put into the environment where the services will be, so that the settings can be read."""
    if not IS_CONTROLLER:
        return
    services = _claim_a_slot()
    _services.append(services)
    services.valkey.choose_port()
    folder = services.secrets.folder
    os.environ.setdefault("DATABASE_URL", services.postgres.url(ADMINISTRATOR, "postgres"))
    os.environ.setdefault("REDIS_URL", services.valkey.url())
    os.environ.update(
        DJANGO_SETTINGS_MODULE="fallkonferenz.config.settings",
        DATABASE_ROLE="fk_web",
        SECRET_KEY=services.secrets.text("secret-key"),
        FALLKONFERENZ_KEK_DIR=str(keys.kek_folder(folder)),
        FALLKONFERENZ_AUDIT_INSTANCE_KEY_FILE=str(keys.instance_key(folder)),
        FALLKONFERENZ_AUDIT_TAG_KEY_FILE=str(keys.tag_key(folder)),
        FALLKONFERENZ_AUDIT_ORIGIN="tests.fallkonferenz.example/audit",
        FALLKONFERENZ_TEST_RUN=str(os.getpid()),
        FALLKONFERENZ_FILES_AN_HOUR="1000000",  # the tests of a run share their people and one hour
        DJANGO_ALLOW_ASYNC_UNSAFE="1",  # Playwright runs a loop in the thread of the test
    )


def start() -> None:
    for services in _services:
        services.forget_data()
        services.start(_supervisor)


def end() -> None:
    _supervisor.end()
    for services in _services:
        services.release()


def _claim_a_slot() -> PrivateServices:
    VAR.mkdir(exist_ok=True)
    for slot in count():
        services = PrivateServices(VAR / f"test-{slot}", postgres_settings=CARELESS)
        try:
            services.claim()
        except HomeRefused:
            continue
        return services
    raise AssertionError("unreachable")
