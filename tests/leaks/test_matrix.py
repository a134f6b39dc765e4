"""Every person x every address x every method, out of the reviewed table. What is hidden answers like what is not there."""

import pytest

from tests.leaks import pages
from tests.leaks.matrix import OF_THE_CASE, OPEN, PEOPLE, SAFE, TABLE, sees

pytestmark = pytest.mark.django_db

NEVER = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
LOGIN, FORBIDDEN, NOT_THERE, NO_METHOD = 302, 403, 404, 405
SHOWN = {200, 409}  # the page, or why not now
DONE = {200, 302, 409, 422}  # and: done, or the form is incomplete


@pytest.fixture
def things(world):
    return pages.things_of(world)


def client_of(who):
    return pages.signed_in(pages.people()[PEOPLE[who]])


def test_no_address_is_missing_in_the_table():
    assert sorted(pages.names()) == sorted([*(route.name for route in TABLE), *OPEN])


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_gets_what_the_table_says(things, who):
    """But for what is hidden: that is asked below, together with what does not exist."""
    client = client_of(who)
    wrong = {}
    for route in TABLE:
        for method in ("GET", "POST"):
            if method in route.methods and is_hidden(who, route):
                continue
            answer = pages.asked(client, things.address(route.name, route.about), method)
            if answer.status not in expected(who, route, method):
                wrong[method, route.name] = answer.status
    assert wrong == {}


def expected(who, route, method):
    if method not in route.methods:
        return {NO_METHOD}
    if not sees(who, route):
        return {NOT_THERE}
    if who not in route.who:
        return {FORBIDDEN}
    return SHOWN if method in SAFE else DONE


@pytest.mark.parametrize("who", PEOPLE)
def test_what_is_hidden_answers_like_what_does_not_exist(things, who):
    """As the table says, with the same bytes, the same headers and the same number of queries."""
    client = client_of(who)
    different = []
    for route in TABLE:
        if not is_hidden(who, route):
            continue
        known, unknown = things.address(route.name, route.about), things.nowhere(route.name, route.about)
        for method in {"GET", "POST"} & set(route.methods):
            answer = pages.counted(client, known, method)
            if answer.status not in expected(who, route, method) or answer != pages.counted(client, unknown, method):
                different.append((method, route.name))
    assert different == []


def is_hidden(who, route):
    """What is no part of a case, like the list of accounts, hides from all who may not keep it."""
    if route.about in OF_THE_CASE:
        return not sees(who, route)
    return bool(route.about) and who not in route.who


@pytest.mark.parametrize("who", ["M", "S"])
def test_other_methods_are_refused_before_anything_is_looked_for(things, who):
    client = client_of(who)
    for route in TABLE:
        for method in NEVER:
            answer = pages.asked(client, things.address(route.name, route.about), method)
            assert answer.status == NO_METHOD, f"{method} {route.name}"


@pytest.mark.parametrize("who", ["M", "S"])
def test_head_is_get_without_a_body(things, who):
    client = client_of(who)
    for route in [route for route in TABLE if "HEAD" in route.methods]:
        get, head = (pages.asked(client, things.address(route.name, route.about), method) for method in ("GET", "HEAD"))
        assert (head.status, head.body) == (get.status, b""), route.name


def test_who_is_not_signed_in_is_led_to_the_login_from_everywhere(things, client):
    for route in TABLE:
        for url in (things.address(route.name, route.about), things.nowhere(route.name, route.about)):
            for method in ("GET", "POST"):
                answer = pages.asked(client, url, method)
                assert (answer.status, answer.body) == (LOGIN, b""), f"{method} {route.name}"
                assert dict(answer.headers)["Location"].startswith("/login/")
