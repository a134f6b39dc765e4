"""The secrets of an installation: random, each its own, made once, closed to others on the machine."""

import stat

import pytest

from fallkonferenz.config.guessable import is_guessable
from fallkonferenz.management import new_secrets
from tests.deploy import compose


@pytest.fixture
def folder(tmp_path):
    new_secrets.make(tmp_path / "secrets")
    return tmp_path / "secrets"


def content(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_there_is_one_for_every_service_that_asks(folder):
    declared = compose.read(compose.example_variables())["secrets"]

    assert {*declared} == {path.name for path in folder.iterdir() if path.is_file()}
    assert [path.suffix for path in (folder / "kek").iterdir()] == [".key"]


def test_none_can_be_guessed_and_none_is_used_twice(folder):
    random = [(folder / name).read_text() for name in new_secrets.RANDOM]

    assert not [each for each in random if is_guessable(each, shortest=60)]
    assert len({*random}) == len(random)


def test_the_folder_is_closed_and_what_is_in_it_can_be_lent(folder):
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "kek").stat().st_mode) == 0o755
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()} == {0o444}


def test_what_is_there_already_is_left_as_it_is(folder):
    before = content(folder)
    (folder / "metrics_token").unlink()

    new_secrets.make(folder)

    after = content(folder)
    assert {name for name in before if before[name] != after[name]} == {"metrics_token"}


@pytest.mark.parametrize(
    "secret", ["", "short", "a" * 60, "password-Vq7-dK2nXw9LtR4zYbC8mHs5P", "abababababababababababababababababab"]
)
def test_what_can_be_guessed_is_known(secret):
    assert is_guessable(secret, shortest=20)
