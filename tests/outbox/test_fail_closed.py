"""No entry in the log, no act: for every task of the registry, forced by taking the right to write away."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail

from audit.log import AuditUnavailable
from fallkonferenz import clock
from fallkonferenz.actions import admissions, cases, drafts, entries, grounds, rounds
from fallkonferenz.actions.background import TASKS
from fallkonferenz.actions.delivery import deliver
from fallkonferenz.actions.drafts import Page
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Closing, GroundKind, Level, Source, State
from tests.assessing import begun
from tests.given import JUDGED
from tests.outbox.working import do, due, fingerprint, revoke_the_log
from tests.support import as_worker

pytestmark = pytest.mark.django_db

TABLES = (
    "outbox_message",
    "outbox_notice",
    "cases_participation",
    "cases_admission",
    "measures_measure",
    "drafts_draft",
)

DAY = timedelta(days=1)


@pytest.fixture
def everything_is_due(cast, given):
    """A world in which every task finds something to do; gives the moment in which it does."""
    start = clock.now()
    soon = clock.today() + DAY
    waiting = given.assessed(given.flagged(), level=Level.ACUTE)
    cases.leave_uninformed(waiting, by=cast.case_manager, reasons="Gefahr.", review_on=soon)
    given.released(waiting, Section.VICTIM, by=cast.biss, to=cast.case_manager)
    grounds.withdraw(waiting, by=cast.biss, discloser=cast.biss.institution, recipient=cast.case_manager.institution)
    admissions.admit(
        waiting,
        by=cast.case_manager,
        institution=cast.police.institution,
        basis=GroundKind.POLICE_TRANSMISSION,
        reasons="Gefahr.",
        until=start + DAY,
    )
    running = given.held(given.case(at=State.CONFERENCE))
    given.measure(running, due_at=start + 40.5 * DAY)
    given.measures_agreed(running)
    begun(running, by=cast.police)
    closed = given.case(at=State.MEASURES)
    given.outcomes(closed)
    why = {"why": Closing.CUSTODY, "level": Level.NOT_RAISED, "reasons": "In Haft.", "review_on": soon}
    cases.close(closed, by=cast.case_manager, **why, **JUDGED)
    do(deliver)
    again = given.flagged()
    with clock.at(start + 2 * DAY):
        # The incident asks for an assessment on its day.
        entries.report_incident(again, by=cast.biss, happened_at=start, source=Source.TOLD, text="Bericht.")
    drafts.keep(Page(uuid4(), "case.flag", "/cases/flag/", None, {"account": ""}), {"account": ["Text."]}, by=cast.biss)
    return start + 40 * DAY


def test_what_cannot_be_logged_does_not_happen(everything_is_due):
    with clock.at(everything_is_due):
        found = {name: due(task) for name, task in TASKS.items()}
        before, sent = fingerprint(TABLES), len(mail.outbox)
        revoke_the_log()
        for name, pks in found.items():
            assert pks, f"nothing is due for {name}: this test would prove nothing"
            for pk in pks:
                with as_worker(), pytest.raises(AuditUnavailable):
                    TASKS[name](pk)
            assert fingerprint(TABLES) == before, name

    assert len(mail.outbox) == sent


def test_the_same_happens_as_soon_as_it_can_be_logged(everything_is_due):
    with clock.at(everything_is_due):
        for name, task in TASKS.items():
            assert do(task), name
        assert not any(due(task) for task in rounds.WATCHING)


def test_every_task_belongs_to_a_round():
    assert {*rounds.DELIVERING, *rounds.WATCHING} == {*TASKS.values()}
