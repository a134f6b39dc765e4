"""Who may what: the page says what the tables say, to everybody who is signed in."""

import pytest
from django.urls import reverse

from fallkonferenz.access.table import TABLE
from fallkonferenz.institutions.kinds import Kind, Role

PAGE = reverse("rights-read")


def shown_to(client, person):
    client.force_login(person)
    response = client.get(PAGE)
    assert response.status_code == 200
    return response.context["rights"]


def test_everybody_reads_it(client, cast):
    for person in (cast.police, cast.case_manager, cast.coordinator, cast.officer, cast.administrator):
        assert shown_to(client, person).own.role == person.role


def test_every_row_of_the_table_stands_there_once(client, cast):
    rights = shown_to(client, cast.police)

    assert sum(len(role.rows) for role in (rights.own, *rights.others)) == len(TABLE)
    assert {rights.own.role, *(role.role for role in rights.others)} == set(Role)


def test_every_kind_of_institution_stands_there_once(client, cast):
    rights = shown_to(client, cast.biss)

    assert rights.own_kind.kind == Kind.BISS
    assert rights.own_kind.keeps_secrets
    assert len(rights.other_kinds) == len(Kind) - 1


def test_who_has_no_institution_reads_of_all(client, cast):
    assert shown_to(client, cast.officer).own_kind is None


@pytest.mark.django_db
def test_who_is_not_signed_in_is_not_led_to_it(client):
    assert client.get(PAGE).status_code == 302
    assert PAGE not in client.get(reverse("account_login")).content.decode()
