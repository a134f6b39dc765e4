"""Figures for the coordinator and keys for the officer: numbers and labels, and nothing of any case."""

from datetime import date
from itertools import product

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given as drawn
from hypothesis import strategies as st

from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import Denied
from fallkonferenz.actions import figures, measures
from fallkonferenz.actions.masking import SMALL, Figure, masked
from fallkonferenz.cases.words import State
from fallkonferenz.measures.models import Lack
from tests.audit import reading as audit_log
from tests.support import as_worker, beyond_row_security

COUNTS = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 7), max_size=4)


def rows(person=None, sql: str = "SELECT * FROM figures()") -> list[tuple]:
    with acting_as(person), connection.cursor() as cursor:
        cursor.execute(sql)
        return sorted(cursor.fetchall())


@pytest.fixture
def region(cast, given):
    """Five open cases, one of them with a measure that found no place, and one of another institution."""
    for _ in range(5):
        given.flagged()
    case = given.case(at=State.MEASURES)
    given.assessed(given.flagged(by=cast.police))
    lacking = next(measure for measure in given.all_measures(case) if measure.responsible == cast.police.institution)
    measures.lack_capacity(
        lacking, by=cast.case_manager, lack=Lack.PLACE, since=date(2026, 1, 2), instead="Warteplatz."
    )


# The function of the database -------------------------------------------------------------------


def test_the_coordinator_gets_the_counts_of_the_own_region(cast, region):
    assert rows(cast.coordinator) == [
        ("cases", "assessed", 1),
        ("cases", "flagged", 5),
        ("cases", "measures", 1),
        ("measures", "agreed", 1),
        ("measures", "no_capacity place", 1),
        ("referrals", "biss", 6),
        ("referrals", "police", 1),
    ]


@pytest.mark.parametrize("who", ["police", "case_manager", "officer", "administrator", "far_manager"])
def test_nobody_else_gets_a_number_even_behind_the_first_lock(cast, region, who):
    assert rows(getattr(cast, who)) == []
    assert rows(None) == []


def test_a_coordinator_of_another_region_gets_none(cast, region):
    house = cast.coordinator.institution
    house.region = cast.far_manager.institution.region
    house.save()

    assert rows(cast.coordinator) == []


def test_a_closed_account_gets_none(cast, region):
    coordinator = cast.coordinator
    with acting_as(coordinator), connection.cursor() as cursor:
        cursor.execute("UPDATE institutions_person SET is_active = false WHERE id = %s", [coordinator.pk])
        cursor.execute("SELECT count(*) FROM figures()")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("table", ["cases_case", "cases_entry", "cases_assessment", "measures_measure"])
def test_the_setting_opens_no_row_to_the_web_role(cast, region, table):
    counted = f"SELECT count(*) FROM {table}"  # noqa: S608 - names of our own tables

    with acting_as(cast.coordinator), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.figures', 'on', true)")
        cursor.execute(counted)
        assert cursor.fetchone() == (0,)


def test_the_setting_ends_with_the_call(cast, region):
    asked = "SELECT (SELECT count(*) FROM figures()), current_setting('app.figures', true)"

    assert rows(cast.coordinator, asked)[0][1] in ("", None)


def test_only_the_web_role_may_call_it(cast, region):
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname LIKE 'fk\\_%' AND NOT rolsuper"
            " AND has_function_privilege(oid, 'figures()', 'execute')"
        )
        assert {name for (name,) in cursor.fetchall()} == {"fk_owner", "fk_web"}
    with as_worker(), connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege('figures()', 'execute')")
        assert cursor.fetchone() == (False,)


# Masking ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "shown", "total"),
    [
        ({}, {}, 0),
        ({"a": 0}, {"a": 0}, 0),
        ({"a": 5, "b": 0}, {"a": 5, "b": 0}, 5),
        ({"a": 4}, {"a": None}, None),
        ({"a": 3, "b": 9, "c": 20}, {"a": None, "b": None, "c": 20}, 32),
        ({"a": 2, "b": 3, "c": 20}, {"a": None, "b": None, "c": 20}, 25),
        ({"a": 1, "b": 1, "c": 20}, {"a": None, "b": None, "c": None}, 22),
        ({"a": 4, "b": 4}, {"a": None, "b": None}, None),
    ],
)
def test_small_numbers_and_those_that_give_them_away_are_not_shown(counts, shown, total):
    table = masked(counts)

    assert {name: figure.number for name, figure in table.rows.items()} == shown
    assert table.total.number == total


@drawn(COUNTS)
def test_nobody_can_calculate_a_small_number(counts):
    """Every table that looks the same is tried: each hidden small number has at least two possibilities."""
    seen = masked(counts)
    names = [name for name, figure in seen.rows.items() if figure.number is None]
    alike = [
        values
        for values in product(*(possible(seen.rows[name]) for name in names))
        if seen.total.number is None
        or sum(values) + sum(figure.number or 0 for figure in seen.rows.values()) == seen.total.number
    ]
    for place, name in enumerate(names):
        if seen.rows[name].is_small:
            assert len({values[place] for values in alike}) > 1


def possible(figure: Figure) -> range:
    return range(1, SMALL) if figure.is_small else range(SMALL, 30)


@drawn(COUNTS)
def test_what_is_shown_is_true(counts):
    for name, figure in masked(counts).rows.items():
        assert figure.number in (None, counts[name])
        assert figure.is_small == (0 < counts[name] < SMALL)


# Screens ----------------------------------------------------------------------------------------


def test_the_screen_shows_numbers_and_hides_small_ones(client, cast, region):
    client.force_login(cast.coordinator)

    response = client.get(reverse("figures-read"))

    tables = {table.key: [row[1] for row in table.rows] for table in response.context["tables"]}
    assert len(tables["cases"]) == 5  # four states and the total, which would give the others away
    assert {number for number in tables["cases"] if number.isdigit()} == {"0"}
    assert not {number for numbers in tables.values() for number in numbers} & set("123456")
    assert audit_log.last().event == "figures.read"


@pytest.mark.parametrize(("url", "may"), [("figures-read", {"coordinator"}), ("keys-read", {"officer"})])
def test_a_screen_opens_to_its_role_only(client, cast, url, may):
    for who in ("police", "case_manager", "coordinator", "officer", "administrator"):
        client.force_login(getattr(cast, who))
        assert client.get(reverse(url)).status_code == (200 if who in may else 403), who


def test_the_reading_refuses_too(cast):
    with pytest.raises(Denied):
        figures.figures(by=cast.case_manager)


def test_the_officer_sees_whose_keys_open_the_log(client, cast):
    client.force_login(cast.officer)

    response = client.get(reverse("keys-read"))

    assert len(response.context["rows"]) == 3
    assert all(len(row[2].replace(" ", "")) == 16 for row in response.context["rows"])
    assert audit_log.last().event == "keys.read"
    assert len(audit_log.last().fields["details"]["keys"]) == 3
