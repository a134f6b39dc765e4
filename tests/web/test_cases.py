"""The case list and the case file, through the screens."""

import pytest
from django.urls import reverse

from fallkonferenz.cases.words import State


def opened(client, person, name="case-read", *args):
    client.force_login(person)
    return client.get(reverse(name, args=args))


@pytest.mark.parametrize("state", list(State))
def test_the_case_file_opens_in_every_state(client, cast, given, state):
    case = given.case(at=state)

    for person in (cast.case_manager, cast.biss, cast.police):
        response = opened(client, person, "case-read", case.pk)

        assert response.status_code == 200
        assert str(case) in response.content.decode()


def test_the_list_shows_what_opens(client, cast, given):
    case = given.case()

    assert str(case) in opened(client, cast.police, "case-list").content.decode()
    assert str(case) not in opened(client, cast.stranger, "case-list").content.decode()
    assert opened(client, cast.stranger, "case-read", case.pk).status_code == 404


def test_start(client, cast, given):
    case = given.case()

    for person in cast.everybody:
        assert opened(client, person, "start").status_code == 200
    assert str(case) in opened(client, cast.case_manager, "start").content.decode()
