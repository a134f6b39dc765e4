"""The result of one assessment beside the others of the case: over time, side by side, and what has superseded it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fallkonferenz import clock
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import State
from fallkonferenz.web.presenters.assessments import history
from tests.assessing import begun, completed

READ = "assessment-read"


@pytest.fixture
def case(given):
    return given.case(at=State.ASSESSED)


def test_the_result_stands_beside_those_of_others_that_may_be_read(case, cast, given, opens):
    own = completed(case, by=cast.police)
    other = completed(case, by=cast.biss)
    page = opens(cast.police, READ, own.pk)
    assert reverse(READ, args=[other.pk]) not in page.content.decode()

    given.released(case, Section.RISK, by=cast.biss, to=cast.police)
    page = opens(cast.police, READ, own.pk)
    shown = page.context["history"]
    assert len(shown.rows) == len(shown.beside_columns) - 1 == 3
    assert reverse(READ, args=[other.pk]) in page.content.decode()
    assert "Nebeneinander" in page.content.decode()


def test_others_stay_hidden_while_the_own_one_is_open(case, cast, opens):
    own = completed(case, by=cast.police)
    begun(case, by=cast.police)

    assert len(opens(cast.police, READ, own.pk).context["history"].rows) == 1


def test_a_superseded_one_says_so_and_leads_to_the_newer(case, cast, opens):
    first = completed(case, by=cast.police)
    with clock.at(clock.now() + timedelta(hours=1)):
        newer = completed(case, by=cast.police)

        for reader in (cast.police, cast.case_manager):
            page = opens(reader, READ, first.pk).content.decode()
            assert "Durch eine neuere Einschätzung ersetzt" in page
            assert f'href="{reverse(READ, args=[newer.pk])}"' in page.partition('id="decided"')[0]
        assert "ersetzt" not in opens(cast.police, READ, newer.pk).content.decode()


def test_what_does_not_fit_beside_each_other_is_said(case, cast, opens, monkeypatch):
    completed(case, by=cast.police)
    monkeypatch.setattr(history, "MOST_BESIDE", 1)
    shown = opens(cast.case_manager, "assessment-list", case.pk).context["list"]

    assert len(shown.beside_columns) == 2
    assert shown.beside_more.startswith("1 weitere Einrichtung")
    assert len(shown.rows) == 2


def test_the_result_asks_no_more_often_however_many_there_are(case, cast, client):
    own = completed(case, by=cast.police)
    client.force_login(cast.police)

    def asked() -> int:
        address = reverse(READ, args=[own.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    before = asked()
    for by in (cast.police, cast.case_manager):
        completed(case, by=by)
    assert asked() == before <= 25
