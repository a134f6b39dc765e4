"""Looking for a case by its code: one slip is forgiven, and a case that is hidden is as if it were not there."""

from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fallkonferenz.actions.admissions import exclude
from fallkonferenz.vault.codes import ALPHABET, is_code, near, new_code, spoken
from tests.audit import reading as audit_log

pytestmark = pytest.mark.django_db

FOUND = "Meinten Sie diesen Fall?"


@pytest.fixture
def case(given):
    return given.case()


def other_than(character: str) -> str:
    return ALPHABET[(ALPHABET.index(character) + 1) % len(ALPHABET)]


def slips(code: str) -> dict[str, str]:
    swap = next(place for place in range(9) if code[place] != code[place + 1])
    return {
        "wrong": code[:3] + other_than(code[3]) + code[4:],
        "missing": code[:5] + code[6:],
        "too many": code[:7] + other_than(code[7]) + code[7:],
        "swapped": code[:swap] + code[swap + 1] + code[swap] + code[swap + 2 :],
    }


def searched(client, typed: str):
    with CaptureQueriesContext(connection) as queries:
        response = client.post(reverse("case-list"), {"code": typed})
    return response, len(queries)


@pytest.mark.parametrize("slip", ["wrong", "missing", "too many", "swapped"])
def test_a_code_with_one_slip_finds_the_case_that_was_meant(cast, case, client, slip):
    client.force_login(cast.police)

    response, _queries = searched(client, slips(case.code)[slip])

    text = response.content.decode()
    assert response.status_code == 200
    assert FOUND in text
    assert spoken(case.code) in text
    assert audit_log.last().fields["details"] == {"cases": [case.code]}


def test_the_right_code_is_found_without_a_question(cast, case, client):
    client.force_login(cast.police)

    response, _queries = searched(client, spoken(case.code))

    assert response.status_code == 302
    assert response.url == reverse("case-read", args=[case.pk])


def test_a_code_in_an_address_finds_nothing(cast, case, client):
    """It is not looked at, so that nobody gets used to writing one there."""
    client.force_login(cast.police)

    response = client.get(reverse("case-list"), {"code": other_than(case.code[0]) + case.code[1:]})

    assert response.status_code == 200
    assert FOUND not in response.content.decode()


def test_two_slips_find_nothing_and_say_what_is_wrong(cast, case, client):
    client.force_login(cast.police)
    twice = other_than(case.code[0]) + other_than(case.code[1]) + case.code[2:]

    response, _queries = searched(client, twice)

    assert response.status_code == 422
    assert spoken(case.code) not in response.content.decode()


@pytest.mark.parametrize("who", ["stranger", "far_manager", "excluded"])
@pytest.mark.parametrize("slip", ["wrong", "missing", "too many", "swapped"])
def test_a_hidden_case_answers_like_one_that_does_not_exist(cast, case, client, who, slip):
    """The same bytes but for what was typed, and the same number of queries: nobody can feel for codes."""
    client.force_login(_kept_out(cast, case) if who == "excluded" else getattr(cast, who))

    searched(client, new_code())  # the first request of a session does more

    def answer(code: str):
        typed = slips(code)[slip]
        response, queries = searched(client, typed)
        return response.status_code, queries, _without(response, typed)

    assert answer(case.code) == answer(_nobodys())


def _kept_out(cast, case):
    deputy = cast.named("police-a-deputy")
    exclude(case, by=cast.case_manager, person=deputy)
    return deputy


def _nobodys() -> str:
    """With no two neighbours alike, so that every slip can be made."""
    return next(code for code in iter(new_code, "") if all(a != b for a, b in pairwise(code)))


def _without(response, typed: str) -> str:
    token = str(response.context["csrf_token"])
    return response.content.decode().replace(typed, "").replace(token, "")


def test_whatever_is_typed_at_most_a_few_codes_are_looked_for():
    for typed in ("", "A", "?" * 10, "Ä" * 9, "0" * 10, "0" * 11, "X" * 40, new_code()[:9], new_code() + "7"):
        assert len(near(typed)) <= 32
        assert all(map(is_code, near(typed)))
