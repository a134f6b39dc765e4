"""The state of the log at one glance, without a key."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fallkonferenz import clock
from fallkonferenz.web.audit import reader
from tests.audit.small_log import key_of
from tests.audit.watched import WITNESS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def named(settings):
    settings.AUDIT_WITNESS_URL = "https://witness.example"


@pytest.fixture
def state(client, cast):
    def shown():
        client.force_login(cast.officer)
        page = client.get(reverse("audit-state"))
        assert page.status_code == 200
        return page.context["state"]

    return shown


def facts(state):
    return {str(label): getattr(value, "text", value) for label, value in state.facts}


def test_what_is_placed_is_counted_and_all_is_well(state, given, positions, cast, client):
    given.case()
    positions()

    shown = state()

    assert facts(shown)["Einträge mit Position"] > 2
    assert shown.alarms == []


def test_what_waits_is_counted_and_a_sequencer_that_does_not_run_is_an_alarm(state, given):
    given.case()

    shown = state()

    assert facts(shown)["Einträge, die auf ihre Position warten"] > 2
    assert shown.alarms == ["Einträge erhalten keine Position: Der Protokolldienst läuft nicht."]


def test_an_hour_later_what_waits_is_an_alarm_too(state, given, positions, monkeypatch):
    positions()
    given.case()
    later = clock.now() + timedelta(hours=1)
    shown = state()
    monkeypatch.setattr(shown.__class__, "now", later, raising=False)

    assert len(type(shown)(shown.standing, later, is_witness_named=True).alarms) == 2


def test_a_witness_that_has_not_come_yet_is_noted_and_no_alarm(state, positions):
    positions()

    assert state().notes == ["In den letzten zehn Minuten hat kein Zeuge das Zugriffsprotokoll gesehen."]


def test_a_witness_that_nobody_named_is_an_alarm(state, positions, settings):
    settings.AUDIT_WITNESS_URL = ""
    positions()

    assert state().alarms == [
        "Kein Zeuge ist benannt: Wer die Maschine hat, kann das Zugriffsprotokoll neu schreiben, und niemand sieht es."
    ]
    assert state().notes == []


SILENT = "Seit mehr als einer Stunde hat kein Zeuge gesehen, was im Zugriffsprotokoll dazukam."


def hours_later(shown):
    return type(shown)(shown.standing, clock.now() + timedelta(hours=2), is_witness_named=True)


def test_a_witness_that_does_not_see_what_comes_is_an_alarm_after_an_hour(state, given, positions):
    given.case()
    positions()
    shown = hours_later(state())

    assert (SILENT in shown.alarms, shown.notes) == (True, [])


def test_while_nothing_comes_the_witness_has_nothing_to_see(state, given, positions, cosign):
    given.case()
    positions()
    cosign(WITNESS)

    shown = state()

    assert shown.standing.witnesses == ["witness.example"]
    assert SILENT not in hours_later(shown).alarms


def test_a_row_that_no_witness_signed_is_no_word_of_one(state, given, positions, cosign):
    """Whoever holds the database can put one there."""
    given.case()
    positions()
    cosign(key_of("somebody else"))

    shown = state()

    assert (shown.standing.witnesses, shown.standing.witnessed_at) == ([], None)
    assert SILENT in hours_later(shown).alarms


def test_trouble_is_said_in_words(state, positions, as_superuser):
    positions()
    as_superuser("UPDATE audit_sequencer_state SET trouble = 'tree_broken'")

    assert "nicht mehr das, was unterschrieben wurde" in state().alarms[0]


def test_gaps_are_said_even_when_there_are_none(state, positions, as_superuser):
    positions()
    assert facts(state())["Lücken"] == "keine"

    as_superuser("UPDATE audit_sequencer_state SET gaps = 2")

    assert "2 Einträge wurden herausgenommen" in state().alarms[0]
    assert facts(state())["Lücken"] == "2"


def test_counters_that_nobody_explained_yet_are_noted_without_claiming_that_something_is_gone(
    state, given, positions, as_superuser
):
    given.case()
    positions()
    as_superuser("UPDATE audit_open_epoch SET last = 5, missing = '{3,4}'")

    assert "bei 2 Nummern" in " ".join(state().notes)


def test_without_a_connection_to_read_it_says_so(client, cast, monkeypatch):
    monkeypatch.setattr(reader, "ALIAS", "no reader")
    client.force_login(cast.officer)

    assert "kann hier nicht gelesen werden" in client.get(reverse("audit-state")).content.decode()
