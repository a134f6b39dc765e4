"""The board's rows are copies: they say what the measures say, whatever was done, for those who take part and nobody else."""

import os
from datetime import timedelta
from threading import Thread

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction

from fallkonferenz import clock
from fallkonferenz.access import board, grants
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import admissions, measures
from fallkonferenz.cases.models import Participation
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import GroundKind, State
from fallkonferenz.measures.models import Duty
from tests.support import beyond_row_security
from tests.waiting import wait_until

COLUMNS = "institution_id, case_id, measure_id, responsible_id, state, due_at"
DRIFTED = f"""
(SELECT {COLUMNS} FROM measures_duty EXCEPT SELECT {COLUMNS} FROM measures_obliged)
UNION ALL (SELECT {COLUMNS} FROM measures_obliged EXCEPT SELECT {COLUMNS} FROM measures_duty)
"""  # noqa: S608 - constants

pytestmark = pytest.mark.django_db


def drifted():
    with beyond_row_security(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.duties', 'on', true)")
        cursor.execute(DRIFTED)
        rows = cursor.fetchall()
        cursor.execute("SELECT set_config('app.duties', '', true)")
    return rows


def has(person, measure, show=board.OPEN):
    with acting_as(person):
        return measure.pk in {row.pk for row in board.page(person, show=show, cases=[measure.case]).rows}


@pytest.fixture
def planned(cast, given):
    """The police proposes, counselling contributes."""
    case = given.case(at=State.CONFERENCE)
    asked = {"what": "Begleitung.", "reveals": [Section.LEGAL.value], "due_at": clock.now() + timedelta(days=3)}
    return measures.propose(case, by=cast.police, contributing=[cast.biss.institution], **asked)


def test_all_that_was_done_in_many_cases_left_no_drift(world):
    with beyond_row_security():
        assert Duty.objects.count() > 10
    assert drifted() == []


def test_a_measure_stands_on_the_boards_of_all_it_obliges(cast, planned):
    assert has(cast.police, planned)
    assert has(cast.biss, planned)
    assert not has(cast.shelter, planned)


def test_it_follows_every_step(cast, planned):
    measures.drop(planned, by=cast.case_manager, reason="Erledigt.")

    assert not has(cast.biss, planned)
    assert has(cast.biss, planned, board.SETTLED)
    assert drifted() == []


def test_who_is_responsible_instead_has_it_instead(cast, planned):
    agreed = measures.agree(planned, by=cast.case_manager)
    refused = measures.refuse(agreed, by=cast.police, reason="Nicht bei uns.")
    due = clock.now() + timedelta(days=9)
    measures.renew(refused, by=cast.case_manager, due_at=due, responsible=cast.case_manager.institution)

    assert has(cast.case_manager, planned)
    assert has(cast.biss, planned)
    assert not has(cast.police, planned)
    assert drifted() == []


def test_who_leaves_the_case_has_it_no_longer_and_who_comes_back_has_it_again(cast, planned):
    house = cast.biss.institution
    admissions.withdraw(planned.case, by=cast.case_manager, institution=house)
    assert not has(cast.biss, planned)
    with beyond_row_security():
        assert not Duty.objects.filter(institution=house, measure=planned).exists()

    admissions.admit(
        planned.case, by=cast.case_manager, institution=house, basis=GroundKind.PUBLIC_TASK, reasons="Wieder dabei."
    )
    assert has(cast.biss, planned)
    assert drifted() == []


JOINS = """
INSERT INTO cases_participation (id, case_id, institution_id, flagging, leads, since, state, sort_at)
SELECT gen_random_uuid(), c.id, %s, true, false, now(), c.state, c.state_since FROM cases_case c WHERE c.id = %s
"""


@pytest.mark.django_db(transaction=True)
def test_a_step_of_which_a_newcomer_cannot_know_is_on_its_board_too(cast, planned):
    """Who flags a known pair joins the case before it holds it; meanwhile a colleague settles the measure."""
    house = cast.biss.institution
    admissions.withdraw(planned.case, by=cast.case_manager, institution=house)
    with psycopg.connect(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"]) as newcomer:
        newcomer.execute(JOINS, [house.pk, planned.case_id])
        measures.drop(planned, by=cast.case_manager, reason="Erledigt.")

    assert drifted() == []
    assert has(cast.biss, planned, board.SETTLED)


def waits_for_a_lock(others):
    others.execute("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
    return others.fetchone() is not None


@pytest.mark.django_db(transaction=True)
def test_an_admission_that_runs_out_waits_for_a_step_and_no_step_for_it(cast, planned):
    """A step holds the case, then lists whom the measure obliges; the other way round both would wait for ever."""
    with beyond_row_security():
        admission = Participation.objects.get(case=planned.case, institution=cast.biss.institution)
        Participation.objects.filter(pk=admission.pk).update(until=clock.now() - timedelta(hours=1))
    ran_out = Thread(target=lambda: (grants.run_out(admission), connections.close_all()))
    with psycopg.connect(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"]) as step:
        step.execute("SELECT FROM cases_case WHERE id = %s FOR UPDATE", [planned.case_id])
        ran_out.start()
        with beyond_row_security(), connection.cursor() as others:
            wait_until(lambda: waits_for_a_lock(others))
        step.execute("UPDATE measures_measure SET due_at = now() WHERE id = %s", [planned.pk])
    ran_out.join()

    with beyond_row_security():
        assert not Participation.objects.filter(pk=admission.pk).exists()
    assert drifted() == []


def test_nobody_writes_it_and_nobody_reads_that_of_another_institution(cast, planned):
    with acting_as(cast.shelter):
        assert not Duty.objects.filter(measure=planned).exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            Duty.objects.filter(measure=planned).update(due_at=clock.now())
