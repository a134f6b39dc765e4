"""Naming codes is counted: nobody tries them one by one, and while nobody can count, nobody may name one."""

import pytest
from django.utils import timezone

from fallkonferenz import clock
from fallkonferenz.vault.codes import new_code
from fallkonferenz.web.naming import MOST
from tests.flagging import flag
from tests.web.signing_in import counting_anew


@pytest.fixture
def names(client, cast, settings):
    counting_anew(settings)
    client.force_login(cast.police)

    def name(code: str):
        told = {
            "relationship": "partners",
            "grounds": ["judgement"],
            "firearms": "unknown",
            "happened_at": f"{timezone.localtime(clock.now()):%Y-%m-%dT%H:%M}",
            "account": "Streit in der Wohnung.",
            "source": "own",
            "person_knows": "yes",
            "children": 0,
            "named_code": code,
        }
        return flag(client, **told)

    return name


def test_the_eleventh_code_of_an_hour_is_refused_and_nothing_typed_is_lost(names):
    for _attempt in range(MOST):
        assert "keinen Fall mit der Fallkennung" in names(new_code()).content.decode()

    response = names(new_code())

    assert response.status_code == 409
    assert "zu viele Fallkennungen" in response.content.decode()
    assert "Streit in der Wohnung." in response.content.decode()


def test_flagging_without_a_code_is_never_counted(names):
    for _attempt in range(MOST + 1):
        assert names("").status_code == 302


def test_without_the_broker_no_code_can_be_named(names, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}

    assert names(new_code()).status_code == 503
    assert names("").status_code == 302
