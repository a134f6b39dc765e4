"""A log that cannot be written shows nothing and changes nothing: once for every address, as somebody who may and as a stranger.

Acts and readings: ``tests/actions/test_every_act.py``; tasks: ``tests/outbox/test_fail_closed.py``.
"""

import pytest
from django.test import Client

from tests.checksums import SESSIONS, changed, checksums
from tests.leaks import pages
from tests.leaks.matrix import PEOPLE, TABLE
from tests.support import nothing_can_be_logged

pytestmark = pytest.mark.django_db

FAULT = 500
STRANGER = "S"


def client_of(who: str) -> Client:
    client = pages.signed_in(pages.people()[PEOPLE[who]])
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_address_answers_while_nothing_can_be_logged(world, method):
    things = pages.things_of(world)
    clients = {who: client_of(who) for who in PEOPLE}
    nothing_can_be_logged()
    before = checksums(without=SESSIONS)
    answered = {}
    for route in [route for route in TABLE if method in route.methods]:
        for who in {route.who[0], STRANGER}:
            answer = pages.asked(clients[who], things.address(route.name, route.about), method)
            if answer.status < FAULT or "kanari" in answer.text:
                answered[who, route.name] = answer.status

    assert answered == {}
    assert changed(before, without=SESSIONS) == []
