"""The job that makes backups does so by the command written for it, and is given no key of a case."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.db import connection

from fallkonferenz.management.backups import sets
from tests.database import OWN

ROOT = Path(__file__).parents[2]
JOB = yaml.safe_load((ROOT / "deploy" / "backup.yml").read_text())["services"]["backup"]


def address() -> str:
    params = connection.get_connection_params()
    return f"postgresql://{params['user']}:{params['password']}@/{OWN}?host={params['host']}"


@pytest.mark.django_db(transaction=True)
def test_it_makes_a_backup_by_its_command(tmp_path):
    secret, folder = tmp_path / "administrator_database_url", tmp_path / "backups"
    secret.write_text(address())
    said = {
        name: value.replace(f"/run/secrets/{secret.name}", str(secret)) for name, value in JOB["environment"].items()
    }
    program, *words = [word.replace("/backups", str(folder)) for word in JOB["command"]]
    assert program == "python"

    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env={"PATH": os.environ["PATH"], **said}, capture_output=True, text=True
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert sets.newest(folder).is_dir()
    assert "sha256" in done.stdout


def test_it_gets_one_secret_and_no_key():
    assert JOB["secrets"] == ["administrator_database_url"]
    assert JOB["volumes"] == ["./backups:/backups"]
    assert not [name for name in JOB["environment"] if "KEK" in name or "INSTANCE_KEY" in name]


def test_it_is_as_closed_as_the_services():
    assert JOB["read_only"] is True
    assert JOB["cap_drop"] == ["ALL"]
    assert JOB["security_opt"] == ["no-new-privileges:true"]
    assert JOB["user"] == "10001:10001"
    assert JOB["networks"] == ["services"]
    assert "ports" not in JOB
