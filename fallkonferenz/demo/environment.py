"""What the demo's processes find in their environment.

Services that DATABASE_URL and REDIS_URL name are used; private ones stand in for those that are missing.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from fallkonferenz.database import READER, SEQUENCER, WEB
from fallkonferenz.demo import keys
from fallkonferenz.demo.binaries import BinariesMissing
from fallkonferenz.demo.home import HomeRefused
from fallkonferenz.demo.postgres import ADMINISTRATOR
from fallkonferenz.demo.services import PrivateServices
from fallkonferenz.demo.witness import Witness

ORIGIN = "demo.fallkonferenz.example/audit"
ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"


# Which services the caller brings; noted at import, before anything is added to the environment.
GIVEN = {name for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name) or os.environ.get(f"{name}_FILE")}


def common(services: PrivateServices) -> dict[str, str]:
    """The same for every process, whatever its role in the database."""
    folder = services.secrets.folder
    addresses = {} if "REDIS_URL" in GIVEN else {"REDIS_URL": services.valkey.url()}
    return {
        "FALLKONFERENZ_DEMO": "1",
        "SECRET_KEY_FILE": str(services.secrets.path("secret-key")),
        "FALLKONFERENZ_KEK_DIR": str(keys.kek_folder(folder)),
        "FALLKONFERENZ_AUDIT_INSTANCE_KEY_FILE": str(keys.instance_key(folder)),
        "FALLKONFERENZ_AUDIT_TAG_KEY_FILE": str(keys.tag_key(folder)),
        "FALLKONFERENZ_AUDIT_ORIGIN": ORIGIN,
        **_watched(services),
        **addresses,
    }


def _watched(services: PrivateServices) -> dict[str, str]:
    """By a witness that lives beside the private database; another database has another past."""
    if "DATABASE_URL" in GIVEN:
        return {}
    witness = Witness(services.home, services.secrets)
    return {
        "FALLKONFERENZ_AUDIT_POLICY_FILE": str(witness.policy(ORIGIN)),
        "FALLKONFERENZ_AUDIT_WITNESS_URL": witness.url,
        "FALLKONFERENZ_AUDIT_WITNESSED_FILE": str(witness.folder / "witnessed"),
    }


def logged_in_as(role: str, services: PrivateServices) -> dict[str, str]:
    """A process that really logs in as ``role``; a given database lends its connection instead."""
    found = {**common(services), **_told_only(role, services)}
    if "DATABASE_URL" in GIVEN:
        return {**found, "DATABASE_ROLE": role}
    return {**found, "DATABASE_URL": services.postgres.url(role)}


def _told_only(role: str, services: PrivateServices) -> dict[str, str]:
    if role == SEQUENCER:
        return {"FALLKONFERENZ_AUDIT_LOG_KEY_FILE": str(keys.log_key(services.secrets.folder))}
    if role == WEB and "DATABASE_URL" not in GIVEN:
        return {"FALLKONFERENZ_AUDIT_READER_DATABASE_URL": services.postgres.url(READER)}
    return {}


def of_the_administrator(services: PrivateServices) -> dict[str, str]:
    """For the one process that makes roles and tables."""
    if "DATABASE_URL" in GIVEN:
        return common(services)
    return {
        **common(services),
        "DATABASE_URL": services.postgres.url(ADMINISTRATOR),
        "FK_WEB_PASSWORD_FILE": str(services.secrets.path("postgres-fk_web")),
        "FK_WORKER_PASSWORD_FILE": str(services.secrets.path("postgres-fk_worker")),
        "FK_SEQUENCER_PASSWORD_FILE": str(services.secrets.path("postgres-fk_sequencer")),
        "FK_READER_PASSWORD_FILE": str(services.secrets.path("postgres-fk_reader")),
    }


def adopt() -> None:
    """Let a command that belongs to the demo find the demo's services by itself."""
    try:
        os.environ.update(logged_in_as("fk_web", PrivateServices(VAR)))
    except (BinariesMissing, HomeRefused) as refusal:
        raise ImproperlyConfigured(str(refusal)) from None
