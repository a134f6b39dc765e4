"""Who has seen a case? Every page that names a case leaves an entry by which the question finds it."""

import pytest
from django.db import transaction
from django.test import Client

from audit.question import Question
from audit.read import open_entries
from fallkonferenz.cases.models import Case
from fallkonferenz.vault.codes import spoken
from tests.audit import keys
from tests.audit import reading as log
from tests.leaks import pages
from tests.leaks.matrix import PEOPLE, TABLE
from tests.support import beyond_row_security
from tests.world import SHARED

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["M", "P"])
def test_whoever_is_shown_the_code_of_a_case_is_found_by_asking_for_it(world, who):
    client, things = pages.signed_in(pages.people()[PEOPLE[who]]), pages.things_of(world)
    with beyond_row_security():
        case = Case.objects.get(pk=world.cases[SHARED])
    question = Question(case=case.pk, code=case.code)
    shown, silent = 0, []
    for route in (route for route in TABLE if "GET" in route.methods and who in route.who):
        text, entries = _asked(client, things.address(route.name, route.about))
        if case.code not in text and spoken(case.code) not in text:
            continue
        shown += 1
        silent += [] if any(question.fits(entry) for entry in entries) else [route.name]
    assert shown
    assert not silent


def _asked(client: Client, address: str) -> tuple[str, list[dict[str, object]]]:
    """What the page says, and what the log says of it."""
    before = len(log.rows()[1])
    with transaction.atomic():
        response = client.get(address)
        epochs, entries = log.rows()
        written = [entry.fields for entry in open_entries(epochs, entries[before:], keys.FIRST_OFFICER)]
        transaction.set_rollback(True)
    return response.content.decode(errors="replace") if response.status_code == 200 else "", written
