"""People are told once, by access at the moment of telling, and the mail says nothing."""

from datetime import timedelta

import pytest
from django.db import connection

from fallkonferenz import clock
from fallkonferenz.access.recipients import WHO
from fallkonferenz.actions import admissions, measures
from fallkonferenz.actions.delivery import deliver
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import State
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.institutions.models import Person
from fallkonferenz.outbox.models import Message, Notice
from fallkonferenz.outbox.queue import enqueue
from tests.audit import reading as audit_log
from tests.outbox.working import do, messages, sweep, told
from tests.support import as_worker, beyond_row_security

pytestmark = pytest.mark.django_db


def deputy(cast, kind=Kind.CASE_MANAGEMENT):
    return cast.named(f"{kind}-a-deputy")


def test_the_case_management_is_told_of_a_flag_and_who_flagged_is_not(cast, given):
    given.flagged(by=cast.biss)

    sweep()

    assert cast.case_manager in told("case.flag")
    assert cast.biss not in told("case.flag")
    assert not {cast.stranger, cast.far_manager, cast.officer, cast.administrator} & told("case.flag")


def test_a_colleague_of_who_acted_is_told(cast, given):
    given.flagged(by=cast.biss)

    sweep()

    assert deputy(cast, Kind.BISS) in told("case.flag")


def test_a_second_round_finds_nothing_left(given):
    given.flagged()

    assert sweep() > 0
    before = Notice.objects.count()

    assert sweep() == 0
    assert Notice.objects.count() == before


def test_somebody_excluded_is_not_told(cast, given):
    case = given.flagged()
    admissions.exclude(case, by=deputy(cast), person=cast.case_manager)

    sweep()

    assert cast.case_manager not in told("case.flag")
    assert deputy(cast) in told("case.flag")


def test_somebody_whose_account_is_closed_is_not_told(cast, given):
    given.flagged()
    with beyond_row_security():
        Person.objects.filter(pk=cast.case_manager.pk).update(is_active=False)

    sweep()

    assert cast.case_manager not in told("case.flag")


def test_an_institution_that_left_before_the_telling_is_not_told(cast, given):
    case = given.flagged()
    given.admitted(case, cast.police)
    admissions.withdraw(case, by=cast.case_manager, institution=cast.police.institution)

    sweep()

    assert not told("admission.admit")


def test_who_is_admitted_is_told_and_the_others_are_not(cast, given):
    given.admitted(given.flagged(), cast.police)

    sweep()

    assert {person.institution for person in told("admission.admit")} == {cast.police.institution}


def test_an_entry_is_told_to_nobody_who_may_not_see_it(cast, given):
    case = given.flagged()
    given.admitted(case, cast.police, cast.shelter)
    given.entry(case, by=cast.biss, section=Section.VICTIM)

    sweep()

    assert {person.institution for person in told("entry.add")} == {cast.biss.institution}


def test_an_entry_is_told_to_whom_a_release_opens_it(cast, given):
    case = given.flagged()
    given.admitted(case, cast.police)
    given.released(case, Section.VICTIM, by=cast.biss, to=cast.case_manager)
    given.entry(case, by=cast.biss, section=Section.VICTIM)

    sweep()

    assert cast.case_manager in told("entry.add")
    assert cast.police not in told("entry.add")


def test_an_assessment_is_told_to_whom_may_see_it(cast, given):
    case = given.flagged()
    given.admitted(case, cast.police, cast.school)
    given.assessed(case)

    sweep()

    assert cast.police in told("assessment.add")
    assert cast.school not in told("assessment.add")


def test_a_measure_is_told_to_those_it_obliges(cast, given):
    case = given.case(at=State.CONFERENCE)
    measure = given.measure(case, responsible=cast.police)
    measures.ask(measure, by=cast.police, text="Bis wann?")

    sweep()

    assert {person.institution.kind for person in told("measure.add")} == {Kind.POLICE, Kind.CASE_MANAGEMENT}
    assert cast.case_manager not in told("measure.add")
    assert cast.case_manager in told("measure.ask")
    assert cast.police not in told("measure.ask")


def test_nobody_is_told_before_it_is_due(given, cast):
    case = given.flagged()
    enqueue("case.reassess", case=case.pk, at=clock.now() + timedelta(hours=1))

    sweep()
    assert not told("case.reassess")

    with clock.at(clock.now() + timedelta(hours=2)):
        sweep()
    assert told("case.reassess")


def test_every_kind_that_a_walk_writes_has_its_row(given):
    given.case(at=State.CLOSED)

    with beyond_row_security():
        written = set(Message.objects.values_list("kind", flat=True))

    assert written <= WHO.keys()
    sweep()
    assert not Message.objects.filter(delivered_at=None).exists()


def test_a_kind_without_a_row_waits_and_keeps_nobody_else_waiting(given, caplog):
    enqueue("nobody.knows", case=given.flagged().pk)

    sweep()

    assert told("case.flag")
    unknown = Message.objects.get(kind="nobody.knows")
    assert unknown.delivered_at is None
    assert unknown.attempts == 1
    assert unknown.due_at > clock.now()
    assert "nobody.knows" not in caplog.text


def test_the_log_says_who_was_told_of_what(cast, given):
    case = given.flagged()

    sweep()

    entry = audit_log.last("outbox.deliver").fields
    assert entry["role"] == "system"
    assert "actor" not in entry
    assert entry["case"] == str(case.pk)
    assert entry["details"]["kind"] == "case.flag"
    assert str(cast.case_manager.pk) in entry["details"]["told"]
    assert len(audit_log.entries("outbox.deliver")) == messages("case.flag")


def test_the_worker_reads_no_sealed_column(given):
    given.case(at=State.MEASURES)
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped"
            " AND a.atttypid = 'bytea'::regtype AND has_column_privilege('fk_worker', c.oid, a.attnum, 'SELECT')"
        )
        readable = {table for table, _column in cursor.fetchall()}

    # Public keys and signatures of the log; and the tag key of the month, which every writer of it needs.
    assert readable <= {
        "audit_recipient",
        "audit_recipient_request",
        "audit_checkpoint",
        "audit_cosignature",
        "audit_tag_key",
    }


def test_a_message_in_somebody_elses_hand_is_left_alone(given):
    given.flagged()

    assert do(deliver)
    with as_worker():
        assert not deliver(Message.objects.get().pk)
