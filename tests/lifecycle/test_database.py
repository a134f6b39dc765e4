"""The database keeps the machine too: whoever goes past the application meets its trigger and its constraint."""

from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction

from fallkonferenz.access.frame import acting_as
from fallkonferenz.cases.lifecycle import legal_steps
from fallkonferenz.cases.models import Case, Participation
from fallkonferenz.cases.words import State
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db

PATHS = {
    "flagged": (),
    "assessed": ("assessed",),
    "conference": ("assessed", "conference"),
    "measures": ("assessed", "measures"),
    "closed": ("closed",),
}


def by_queryset(case, state):
    Case.objects.filter(pk=case.pk).update(state=state)


def by_sql(case, state):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET state = %s WHERE id = %s", [state, case.pk])


def by_sql_of_a_superuser(case, state):
    with beyond_row_security():
        by_sql(case, state)


WAYS = (by_queryset, by_sql, by_sql_of_a_superuser)


@pytest.fixture
def case(cast, given):
    with acting_as(cast.case_manager):
        yield given.flagged()


def walked(case, state):
    for each in PATHS[state]:
        by_queryset(case, each)


def refused(way, case, state):
    try:
        with transaction.atomic():
            way(case, state)
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(("source", "way"), list(product(State, WAYS)))
def test_only_the_pairs_of_the_machine_can_be_updated(case, source, way):
    walked(case, source)
    taken = set()
    for target in State:
        with transaction.atomic():
            if not refused(way, case, target):
                taken.add((source, target))
            transaction.set_rollback(True)

    assert taken == {pair for pair in legal_steps(Case) if pair[0] == source} | {(source, source)}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("unknown", ["", "CLOSED", "archived", "closed "])
def test_an_unknown_state_is_refused(case, way, unknown):
    assert refused(way, case, unknown)


@pytest.mark.parametrize("state", [state for state in State if state != State.FLAGGED])
def test_a_case_begins_as_flagged(cast, case, state):
    copied = [field.column for field in Case._meta.concrete_fields if field.column not in ("id", "code", "state")]
    columns = ", ".join(copied)
    with beyond_row_security(), pytest.raises(IntegrityError), connection.cursor() as cursor, transaction.atomic():
        cursor.execute(
            f"INSERT INTO cases_case (id, code, state, {columns})"  # noqa: S608 - names of our own columns
            f" SELECT gen_random_uuid(), 'X', %s, {columns} FROM cases_case WHERE id = %s",
            [state, case.pk],
        )


@pytest.mark.parametrize("state", ["assessed", "closed", "conference", "measures"])
def test_the_list_follows_each_change_of_state_and_nothing_else(case, state):
    before = set(Participation.objects.filter(case=case).values_list("state", "sort_at"))
    Case.objects.filter(pk=case.pk).update(must_confer=True, level="high")
    assert set(Participation.objects.filter(case=case).values_list("state", "sort_at")) == before

    walked(case, state)

    with beyond_row_security():
        assert set(Participation.objects.filter(case=case).values_list("state", flat=True)) == {state}


def test_nobody_runs_the_functions_behind_the_triggers_by_hand():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace"
            " WHERE nspname = 'public' AND prosecdef AND has_function_privilege('fk_web', p.oid, 'EXECUTE')"
        )
        # The code of a known pair and the coordinator's figures: both ask who acts and answer nothing else. The log's:
        # a request that another officer decides, and how far an entry has come.
        assert sorted(name for (name,) in cursor.fetchall()) == [
            "audit_decide",
            "audit_level_of",
            "case_named",
            "figures",
        ]


def test_every_function_with_the_owners_rights_has_a_fixed_search_path():
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname FROM pg_proc WHERE prosecdef AND proconfig IS NULL")
        assert cursor.fetchall() == []


def test_they_look_at_temporary_tables_last():
    """Unless it is named, pg_temp comes first: whoever made a temporary table of the same name would be believed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = 'public'"
            " AND prosecdef AND array_to_string(proconfig, ' ') NOT LIKE '%search_path=%pg_temp'"
        )
        assert cursor.fetchall() == []
