"""Whoever opens texts of cases is counted: every page of the table, asked for and sent, by those who may."""

import pytest
from django.urls import resolve

from fallkonferenz.drafts.models import Draft
from fallkonferenz.vault.sealing import CaseVault
from fallkonferenz.web.pace import is_paced
from tests.leaks import pages
from tests.leaks.matrix import PEOPLE, TABLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(monkeypatch):
    """The kinds of texts that were opened. A draft is what its reader typed."""
    texts, read = set(), CaseVault.read

    def noted(vault, thing, column):
        if not isinstance(thing, Draft):
            texts.add(f"{thing._meta.model_name}.{column}")
        return read(vault, thing, column)

    monkeypatch.setattr(CaseVault, "read", noted)
    return texts


@pytest.mark.parametrize("who", "PBM")
def test_every_page_that_opens_texts_of_a_case_is_counted(world, opened, who):
    client, things = pages.signed_in(pages.people()[PEOPLE[who]]), pages.things_of(world)
    uncounted = {}
    for route in (route for route in TABLE if who in route.who):
        address = things.address(route.name, route.about)
        for method in {"GET", "POST"} & set(route.methods):
            opened.clear()
            answer = pages.asked(client, address, method)
            if opened and answer.body and not is_paced(resolve(address).func):
                uncounted[method, route.name] = (answer.status, sorted(opened))
    assert uncounted == {}
