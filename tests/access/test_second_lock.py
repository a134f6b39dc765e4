"""The second lock alone: every filter of the application left out, the database still shows only what is open.

Grounds of sharing are the first lock's affair: the second knows who takes part, whose a row is and the section rights.
"""

from contextlib import suppress

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from fallkonferenz.access.frame import acting_as
from fallkonferenz.cases.models import Assessment, Case, CaseGroupRight, Entry, Participation
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures.models import Measure
from fallkonferenz.vault.sealing import CaseVault
from tests.assessing import judged
from tests.support import as_worker, beyond_row_security
from tests.world import OTHER, SHARED

pytestmark = pytest.mark.django_db

JUDGEMENTS = (
    "cases_assessment",
    "cases_assessmentinstrument",
    "cases_itemanswers",
    "cases_hearing",
    "cases_dissent",
    "cases_lowering",
)
LOCKED = (
    "cases_case",
    "cases_entry",
    *JUDGEMENTS,
    "cases_firearmsanswer",
    "cases_reassessment",
    "measures_measure",
    "measures_duty",
)


def seen(table):
    """Every key the database gives out when nobody filters."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table}")  # noqa: S608 - one of LOCKED
        return {str(key) for (key,) in cursor.fetchall()}


def content():
    return set().union(*(seen(table) for table in LOCKED if table != "cases_case"))


def everybody():
    return list(Person.objects.select_related("institution__region"))


def test_an_unfiltered_query_shows_each_person_what_the_table_opens_and_no_more(world):
    for person in everybody():
        with acting_as(person):
            found = {key for key in content() if key in world.rows}
        expected = {key for key, spot in world.rows.items() if world.may_view(person, spot)}
        assert found == expected, person.username


def test_an_unfiltered_query_shows_each_person_the_cases_they_take_part_in(world):
    names = {key: name for name, key in world.cases.items() if name in (SHARED, OTHER)}
    for person in everybody():
        with acting_as(person):
            found = {names[key] for key in seen("cases_case") if key in names}
        assert found == {name for name in names.values() if world.takes_part(person, name)}, person.username


@pytest.mark.parametrize("table", LOCKED)
def test_nobody_acting_sees_nothing(world, table):
    assert seen(table) == set()
    with acting_as(None):
        assert seen(table) == set()


@pytest.mark.parametrize("table", LOCKED)
def test_a_closed_account_sees_nothing(world, cast, table):
    cast.police.is_active = False

    with acting_as(cast.police):
        assert seen(table) == set()


@pytest.mark.parametrize("table", LOCKED)
def test_an_aggregate_tells_no_more_than_the_rows(world, cast, table):
    with acting_as(cast.stranger), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), max(id::text) FROM {table}")  # noqa: S608
        count, last = cursor.fetchone()
        assert (count, last) == (len(seen(table)), max(seen(table), default=None))


def test_the_frame_ends_with_its_block(world, cast):
    with acting_as(cast.police):
        assert seen("cases_case")
        with acting_as(cast.stranger):
            assert world.cases[SHARED] not in seen("cases_case")
        assert world.cases[SHARED] in seen("cases_case")
    assert seen("cases_case") == set()


def test_the_frame_ends_with_an_error_too(world, cast):
    with acting_as(cast.case_manager):
        with pytest.raises(LookupError), acting_as(cast.police):
            raise LookupError
        assert world.cases[OTHER] in seen("cases_case")
    assert seen("cases_case") == set()


# Forging rows -------------------------------------------------------------------------------


def forged(person, case, section, institution):
    """An entry as nobody's form would send it."""
    entry = Entry(
        case=case,
        section=section,
        institution=institution,
        author=person,
        concerns=case.parties.first(),
        happened_at=timezone.now(),
        source="own",
        nature="fact",
    )
    CaseVault.open(case.pk).seal(entry, text="Gefälscht.")
    entry.save(force_insert=True)


@pytest.mark.parametrize(
    ("section", "name"),
    [("risk", "biss"), ("victim", "police"), ("protection", "police"), ("health", "police")],
    ids=["in another's name", "a section that does not exist for it", "protection", "health"],
)
def test_an_entry_is_written_in_ones_own_name_and_where_one_may(world, cast, section, name):
    with acting_as(cast.police):
        case = Case.objects.get(pk=world.cases[SHARED])
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            forged(cast.police, case, section, getattr(cast, name).institution)
        forged(cast.police, case, "risk", cast.police.institution)


def test_reading_is_not_writing(world, cast):
    prosecution = cast.of("prosecution")
    with acting_as(prosecution):
        case = Case.objects.get(pk=world.cases[SHARED])
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            forged(prosecution, case, "incident", prosecution.institution)


def test_an_assessment_is_written_in_ones_own_name(world, cast):
    with acting_as(cast.police):
        others = Assessment.objects.exclude(institution=cast.police.institution).first()
        others.pk = others.id = type(others)._meta.pk.get_default()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            others.save(force_insert=True)


@pytest.mark.parametrize(
    "table",
    ["cases_entry", "cases_dissent", "cases_firearmsanswer", "cases_party", "cases_admission", "cases_incident"],
)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_what_was_written_stays(world, cast, table, statement):
    with (
        acting_as(cast.case_manager),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_what_was_completed_is_not_discarded(world, cast):
    """Assessments that are being made can be; the policy finds no other one."""
    with acting_as(cast.case_manager), connection.cursor() as cursor:
        for table in ("cases_assessment", "cases_assessmentinstrument", "cases_itemanswers", "cases_hearing"):
            before = seen(table)
            with transaction.atomic(), suppress(DatabaseError), transaction.atomic():
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - one of four names
            assert before
            assert seen(table) == before


def test_an_assessment_that_is_being_made_is_its_institutions_own(world, cast):
    """Nobody else sees a row of it, not even who reads all answers."""
    tables = ("cases_assessment", "cases_assessmentinstrument", "cases_itemanswers", "cases_hearing")
    with acting_as(cast.police):
        before = {table: seen(table) for table in tables}
        judged(Case.objects.get(pk=world.cases[SHARED]), by=cast.police)
        made = {table: seen(table) - before[table] for table in tables}

    assert all(len(rows) == 1 for rows in made.values())
    with acting_as(cast.case_manager):
        for table in tables:
            assert not seen(table) & made[table]


@pytest.mark.parametrize("table", ["cases_case", "cases_ground", "measures_measure", "measures_reveal", "audit_entry"])
def test_nothing_is_deleted(world, cast, table):
    with (
        acting_as(cast.case_manager),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def test_a_stranger_changes_no_case_and_no_measure(world, cast):
    with acting_as(cast.stranger):
        assert Case.objects.exclude(pk=world.cases[OTHER]).update(must_confer=True) == 0
        assert Measure.objects.update(tells_person=False) == 0


def test_a_measure_is_moved_by_those_who_see_it_only(world, cast):
    with acting_as(cast.of("prison")):
        visible = seen("measures_measure")
        assert Measure.objects.update(tells_person=False) == len(visible) == 1


# Admission and rights -----------------------------------------------------------------------


def test_no_right_without_an_admission(world, cast):
    held = CaseGroupRight.objects.filter(content_object=world.cases[SHARED]).first()
    right = CaseGroupRight(
        content_object_id=held.content_object_id,
        permission_id=held.permission_id,
        group_id=cast.stranger.institution_id,
    )
    with pytest.raises(IntegrityError, match="right_needs_participation"), transaction.atomic():
        CaseGroupRight.objects.bulk_create([right])


def test_with_the_admission_all_rights_are_gone(world, cast):
    Participation.objects.filter(case=world.cases[SHARED], institution=cast.police.institution).delete()

    assert not CaseGroupRight.objects.filter(
        content_object=world.cases[SHARED], group=cast.police.institution_id
    ).exists()


def test_no_right_is_an_orphan(world):
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM cases_casegroupright r LEFT JOIN cases_participation p"
            " ON p.case_id = r.content_object_id AND p.institution_id = r.group_id WHERE p.id IS NULL"
        )
        assert cursor.fetchone() == (0,)


def test_the_copied_state_has_not_drifted(world):
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM cases_participation p JOIN cases_case c ON c.id = p.case_id"
            " WHERE p.state <> c.state OR p.sort_at <> c.state_since"
        )
        assert cursor.fetchone() == (0,)


def test_nobody_holds_a_right_on_all_cases_or_as_a_person():
    """guardian would let a right on the model open every row."""
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM auth_group_permissions), (SELECT count(*) FROM cases_caseuserright)"
        )
        assert cursor.fetchone() == (0, 0)


def test_the_known_bound_whoever_has_the_web_role_can_admit(world, cast):
    """Participation has no policy: one that asks participation would recurse. Its history and the log are the guard.

    Only ``access.grants`` writes there (``test_only_grants_admits``); from then on the lock opens, as it should.
    """
    with acting_as(cast.stranger):
        Participation.objects.create(
            case_id=world.cases[SHARED], institution=cast.stranger.institution, state="measures", sort_at=timezone.now()
        )
        assert world.cases[SHARED] in seen("cases_case")
        assert {world.rows[key].by for key in content() if key in world.rows} <= {"biss b", "police b"}


# The catalogue ------------------------------------------------------------------------------


def rows_of(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def test_the_lock_is_forced_on_its_tables():
    """Forced: not even the tables' owner passes."""
    found = rows_of("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")

    assert set(LOCKED) <= {name for (name,) in found}


def test_the_roles_own_nothing_and_pass_nothing():
    assert rows_of("SELECT tablename FROM pg_tables WHERE tableowner IN ('fk_web', 'fk_worker')") == []
    assert (
        rows_of(
            "SELECT rolname FROM pg_roles WHERE rolname IN ('fk_web', 'fk_worker')"
            " AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)"
        )
        == []
    )
    assert rows_of("SELECT 1 WHERE has_schema_privilege('fk_web', 'public', 'CREATE')") == []
    assert rows_of("SELECT 1 WHERE pg_has_role('fk_web', 'fk_owner', 'MEMBER')") == []


SEALED = [
    (model._meta.db_table, model._meta.get_field(name).column)
    for model in apps.get_models()
    for name in getattr(getattr(model, "Privacy", None), "sealed", ())
]


def test_the_worker_reads_no_sealed_column():
    for table, column in SEALED:
        assert rows_of("SELECT has_column_privilege('fk_worker', %s, %s, 'SELECT')", table, column) == [(False,)], (
            table,
            column,
        )


def test_the_worker_reads_no_key():
    keys = rows_of("SELECT has_any_column_privilege('fk_worker', 'vault_casekey', 'SELECT')")

    assert keys == [(False,)]


def test_the_worker_sees_that_something_is_due_and_writes_no_content(world):
    with as_worker():
        assert seen("measures_measure")
        for statement in ("INSERT INTO cases_entry DEFAULT VALUES", "UPDATE cases_case SET level = 'high'"):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_every_policy_on_the_web_role_asks_who_takes_part():
    policies = rows_of(
        "SELECT tablename, policyname, coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies"
        " WHERE 'fk_web' = ANY (roles) AND tablename = ANY (%s)",
        list(LOCKED),
    )
    free = [
        name for _table, name, asked in policies if "cases_participation" not in asked or "cases_exclusion" not in asked
    ]

    assert free == ["case_flagged"]  # a new case has nobody yet
