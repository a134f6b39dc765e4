"""The navigation shows each role its places, and only those that exist."""

from types import SimpleNamespace

import pytest

from fallkonferenz.institutions.kinds import Role
from fallkonferenz.web import navigation


@pytest.fixture(autouse=True)
def _every_place_exists(monkeypatch):
    monkeypatch.setattr(navigation, "address", lambda name: "/" if name == "start" else f"/{name}/")


def places(role: Role, path: str = "/") -> dict[str, bool]:
    links = navigation.navigation(SimpleNamespace(role=role), path)
    return {link.url: link.current for link in links}


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.OFFICER, Role.ADMINISTRATOR])
def test_who_is_never_admitted_to_a_case_is_not_led_to_cases(role):
    assert not {"/case-list/", "/conference-list/", "/measure-list/"} & set(places(role))


def test_a_page_below_a_place_marks_the_place():
    at = places(Role.PROFESSIONAL, "/case-list/some-case/")

    assert at["/case-list/"]
    assert sum(at.values()) == 1


def test_strangers_see_no_navigation():
    assert navigation.navigation(None, "/") == []


def test_a_place_that_does_not_exist_is_left_out(monkeypatch):
    monkeypatch.undo()

    assert navigation.address("no-such-place") == ""
