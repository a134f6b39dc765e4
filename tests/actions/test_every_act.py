"""What must hold for every act, whatever it does: who is refused, what is logged, that no entry means no act."""

import json

import pytest
from django.db import connection, transaction

from audit.log import AuditUnavailable
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import Denied, NotNow, NotVisible
from fallkonferenz.access.table import TABLE
from fallkonferenz.actions import admissions, gate
from fallkonferenz.actions.events import EVENTS
from fallkonferenz.cases.words import State
from tests.actions.examples import CANARY, EXAMPLES
from tests.audit import reading as audit_log
from tests.checksums import changed, checksums
from tests.support import beyond_row_security, nothing_can_be_logged

pytestmark = pytest.mark.django_db

OF_A_CASE = {"admitted", "recognising", "responsible", "invited"}

# Nobody here takes part in the case of an example: they must not even learn that it exists.
OUTSIDERS = ("stranger", "far_manager", "coordinator", "officer", "administrator")


def relations(right):
    return {str(rule.relation) for rule in TABLE if rule.right == right}


def roles(right):
    return {rule.role for rule in TABLE if rule.right == right}


every_act = pytest.mark.parametrize("example", EXAMPLES.values(), ids=str)
every_act_of_a_case = pytest.mark.parametrize(
    "example", [each for each in EXAMPLES.values() if relations(each.right) <= OF_A_CASE], ids=str
)


class Staged:
    """An example on its stage: built once, tried by several people, each in a savepoint that is rolled back."""

    def __init__(self, example, given):
        self.example = example
        self.by = getattr(given.cast, example.by)
        self.thing, self.facts = example.scene(given)

    def done(self, *, by=None):
        thing = () if self.thing is None else (self.thing,)
        return self.example.act(*thing, by=by or self.by, **self.facts)

    def refused(self, *refusals, by):
        with pytest.raises(refusals) as refused, transaction.atomic():
            self.done(by=by)
        return refused.value.sentence

    @property
    def case(self):
        with acting_as(self.by):
            return gate.case_of(self.thing)


def test_every_act_has_an_example():
    assert EXAMPLES.keys() == gate.ACTIONS.keys() | gate.READINGS.keys()


@every_act
def test_it_is_done_and_the_log_says_who_did_what_where_and_why(given, example):
    stage = Staged(example, given)

    stage.done()

    entry = audit_log.last().fields
    assert entry["event"] == example.right
    assert entry["outcome"] == "ok"
    assert entry["purpose"]
    who = {"actor": str(stage.by.pk), "role": stage.by.role, "institution": stage.by.institution_id}
    assert {name: entry.get(name) for name in who} == who
    if relations(example.right) <= OF_A_CASE:
        assert entry["case"]
    written = json.dumps([each.fields for each in audit_log.entries()], ensure_ascii=False)
    assert CANARY not in written


@every_act
def test_without_an_entry_it_does_not_happen(given, example):
    stage = Staged(example, given)
    nothing_can_be_logged()
    before = checksums()

    with pytest.raises(AuditUnavailable), transaction.atomic():
        stage.done()

    assert changed(before) == []


@every_act
def test_a_role_without_a_row_in_the_table_is_refused(given, example):
    """Everybody around the case whose role the table does not name, and a closed account of one that it does."""
    stage = Staged(example, given)
    cast = given.cast
    around = [cast.police, cast.biss, cast.case_manager, cast.coordinator, cast.officer, cast.administrator]
    closed = type(stage.by).objects.get(pk=stage.by.pk)
    closed.is_active = False

    for person in [closed, *(each for each in around if each.role not in roles(example.right))]:
        assert stage.refused(Denied, NotVisible, by=person)


@every_act_of_a_case
def test_whoever_takes_no_part_is_told_nothing(given, example):
    """A stranger, somebody who is excluded, somebody whose institution has left: for them there is no such thing."""
    stage = Staged(example, given)
    deputy = given.cast.named(f"{stage.by.institution.kind}-a-deputy")
    admissions.exclude(stage.case, by=given.cast.case_manager, person=deputy)
    before = checksums()

    told = {stage.refused(NotVisible, by=person) for person in (deputy, *(getattr(given.cast, x) for x in OUTSIDERS))}
    _leave(stage.case, stage.by.institution)
    told.add(stage.refused(NotVisible, by=stage.by))

    assert len(told) == 1
    assert set(changed(before)) <= {"cases_participation", "cases_casegroupright"}


def _leave(case, institution):
    with beyond_row_security(), connection.cursor() as cursor:
        where = "case_id = %s AND institution_id = %s"
        cursor.execute(f"DELETE FROM cases_participation WHERE {where}", [case.pk, institution.pk])  # noqa: S608


PARTS = ("measure.", "conference.", "entry.correct")  # done to a part of a case, which asks the same of its case
TO_THE_CASE = [right for right in EXAMPLES if relations(right) <= OF_A_CASE and not right.startswith(PARTS)]


def _possible(right):
    return {state for rule in TABLE if rule.right == right for state in rule.states}


@pytest.mark.parametrize("state", list(State))
def test_in_a_wrong_state_it_is_refused_with_the_state_in_the_sentence(given, state):
    """For whatever is done to a case itself."""
    case = given.case(at=state)
    wrong = [right for right in TO_THE_CASE if state not in _possible(right)]

    assert wrong
    for right in wrong:
        by = getattr(given.cast, EXAMPLES[right].by)
        with pytest.raises(NotNow) as refused, transaction.atomic():
            EXAMPLES[right].act(case, by=by)
        assert str(state.label) in refused.value.sentence


def test_rights_acts_and_events_name_each_other():
    rights = {rule.right for rule in TABLE}
    acts = gate.ACTIONS.keys() | gate.READINGS.keys()

    assert acts <= rights
    assert rights <= {event.name for event in EVENTS}
