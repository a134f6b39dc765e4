"""What must hold for every act, whatever it does: who is refused, what is logged, that no entry means no act."""

import json
from collections.abc import Callable, Iterator
from copy import copy, deepcopy

import pytest
from django.db import connection, transaction

from audit.log import AuditUnavailable
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import Denied, NotNow, NotVisible
from fallkonferenz.access.table import TABLE
from fallkonferenz.actions import admissions, gate
from fallkonferenz.actions.events import EVENTS
from fallkonferenz.cases.words import (
    CHANGES,
    Closing,
    Dismissal,
    Firearms,
    Level,
    PartyRole,
    ReferralGround,
    Relationship,
    State,
)
from fallkonferenz.measures.models import Lack
from tests.actions.examples import CANARY, EXAMPLES
from tests.audit import reading as audit_log
from tests.checksums import changed, checksums
from tests.support import beyond_row_security, nothing_can_be_logged

pytestmark = pytest.mark.django_db

OF_A_CASE = {"admitted", "assessing", "recognising", "responsible", "invited"}

# Officers read the log and never a case: no entry says how dangerous, who to whom, what happened or how it ended.
CHOICES = (Level, Firearms, CHANGES, Relationship, PartyRole, ReferralGround, Dismissal, Closing, Lack)
SAID_OF_A_CASE = {str(word) for words in CHOICES for word in words}

# Nobody here takes part in the case of an example: they must not even learn that it exists.
OUTSIDERS = ("stranger", "far_manager", "coordinator", "officer", "administrator")


def relations(right):
    return {str(rule.relation) for rule in TABLE if rule.right == right}


def roles(right):
    return {rule.role for rule in TABLE if rule.right == right}


class Staged:
    """An example on its stage: built once, tried by several people, each in a savepoint that is rolled back."""

    def __init__(self, example, given):
        self.example, self.cast = example, given.cast
        self.by = getattr(given.cast, example.by)
        self.thing, self.facts = example.scene(given)

    def afresh(self):
        """As it was built: no rollback takes back what an act does to the objects in memory."""
        again = copy(self)
        again.by, again.thing, again.facts = deepcopy((self.by, self.thing, self.facts))
        return again

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


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=str)
def test_what_holds_for_every_act(given, subtests, example):
    """Building the stage takes longer than all that is tried on it, so it is built once."""
    stage = Staged(example, given)
    for holds in _what_holds_for(example):
        with subtests.test(holds.__name__), transaction.atomic():
            holds(stage.afresh())
            transaction.set_rollback(True)


def _what_holds_for(example) -> Iterator[Callable[[Staged], None]]:
    yield it_is_done_and_the_log_says_who_did_what_where_and_why
    yield without_an_entry_it_does_not_happen
    yield a_role_without_a_row_in_the_table_is_refused
    if relations(example.right) <= OF_A_CASE:
        yield whoever_takes_no_part_is_told_nothing


def it_is_done_and_the_log_says_who_did_what_where_and_why(stage):
    stage.done()

    right, entry = stage.example.right, audit_log.last().fields
    assert entry["event"] == right
    assert entry["outcome"] == "ok"
    assert entry["purpose"]
    who = {"actor": str(stage.by.pk), "role": stage.by.role, "institution": stage.by.institution_id}
    assert {name: entry.get(name) for name in who} == who
    if relations(right) <= OF_A_CASE:
        assert entry["case"]
    written = json.dumps([each.fields for each in audit_log.entries()], ensure_ascii=False)
    assert CANARY not in written
    assert not set(_words(entry["details"])) & SAID_OF_A_CASE


def _words(details) -> Iterator[str]:
    if isinstance(details, dict):
        details = details.values()
    for each in details:
        if isinstance(each, dict | list):
            yield from _words(each)
        else:
            yield str(each)


def without_an_entry_it_does_not_happen(stage):
    nothing_can_be_logged()
    before = checksums()

    with pytest.raises(AuditUnavailable), transaction.atomic():
        stage.done()

    assert changed(before) == []


def a_role_without_a_row_in_the_table_is_refused(stage):
    """Everybody around the case whose role the table does not name, and a closed account of one that it does."""
    cast, allowed = stage.cast, roles(stage.example.right)
    around = [cast.police, cast.biss, cast.case_manager, cast.coordinator, cast.officer, cast.administrator]
    closed = type(stage.by).objects.get(pk=stage.by.pk)
    closed.is_active = False

    for person in [closed, *(each for each in around if each.role not in allowed)]:
        assert stage.refused(Denied, NotVisible, by=person)


def whoever_takes_no_part_is_told_nothing(stage):
    """A stranger, somebody who is excluded, somebody whose institution has left: for them there is no such thing."""
    deputy = stage.cast.named(f"{stage.by.institution.kind}-a-deputy")
    admissions.exclude(stage.case, by=stage.cast.case_manager, person=deputy)
    before = checksums()

    told = {stage.refused(NotVisible, by=person) for person in (deputy, *(getattr(stage.cast, x) for x in OUTSIDERS))}
    _leave(stage.case, stage.by.institution)
    told.add(stage.refused(NotVisible, by=stage.by))

    assert len(told) == 1
    assert set(changed(before)) <= {"cases_participation", "cases_casegroupright", "measures_duty"}


def _leave(case, institution):
    with beyond_row_security(), connection.cursor() as cursor:
        where = "case_id = %s AND institution_id = %s"
        cursor.execute(f"DELETE FROM cases_participation WHERE {where}", [case.pk, institution.pk])  # noqa: S608


OF_AN_ASSESSMENT = (
    *(
        f"assessment.{act}"
        for act in ("read", "answer", "judge", "complete", "discard", "add_instrument", "drop_instrument")
    ),
    *(f"level.{act}_lower" for act in ("read", "confirm", "refuse")),
)
PARTS = (
    "measure.",
    "conference.",
    "entry.correct",
    *OF_AN_ASSESSMENT,
)  # done to a part of a case, which asks the same of its case
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
