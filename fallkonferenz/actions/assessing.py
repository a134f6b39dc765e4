"""Assessments: a level with reasons. Whoever may write under risk adds one; judgement of others is never overwritten."""

from datetime import datetime, timedelta

from fallkonferenz import clock
from fallkonferenz.actions.gate import action
from fallkonferenz.actions.steps import must_contribute
from fallkonferenz.cases.models import Assessment, Case
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import HIGH_LEVELS, Level, PartyRole, State
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.institutions.models import Person
from fallkonferenz.outbox.queue import enqueue
from fallkonferenz.vault.sealing import CaseVault

RANK = {Level.NOT_RAISED: 0, Level.MEDIUM: 1, Level.HIGH: 2, Level.ACUTE: 3}


@action("assessment.add", notes=("level",))
def add(case: Case, *, by: Person, level: str, reasons: str, reassess_on: datetime | None = None) -> Assessment:
    """Assess (again). Any institution may raise the level of the case; who decides on it may also lower it."""
    assessment = write_assessment(case, by=by, level=level, reasons=reasons)
    if reassess_on:
        case.reassess_on = reassess_on
        case.save()
    return assessment


def write_assessment(case: Case, *, by: Person, level: str, reasons: str, closing: bool = False) -> Assessment:
    must_contribute(by, case, [Section.RISK])
    now = clock.now()
    assessment = Assessment(
        case=case,
        institution=by.own_institution,
        author=by,
        concerns=case.party(PartyRole.AT_RISK),
        level=level,
        at=now,
        closing=closing,
    )
    CaseVault.open(case.pk).seal(assessment, reasons=reasons)
    assessment.save(force_insert=True)
    case.reassessed_at = now
    if _decides(case, by) or RANK[Level(level)] > RANK[Level(case.level or Level.NOT_RAISED)]:
        _set_level(case, level)
    case.save()
    enqueue("assessment.add", case=case.pk, about=assessment.pk, by=by.pk)
    return assessment


def _decides(case: Case, by: Person) -> bool:
    """The first level, the case management, and whoever recognised or leads the case."""
    deciding = (case.recognised_by_id, case.lead_id)
    return not case.level or by.own_institution.kind == Kind.CASE_MANAGEMENT or by.institution_id in deciding


def _set_level(case: Case, level: str) -> None:
    """A changed level starts the clock of waiting anew and takes back a co-signature given for another one."""
    if level == case.level:
        return
    case.level = level
    case.co_signature_asked_at = case.co_signed_by = case.co_signed_at = None
    waiting = case.state in (State.FLAGGED, State.ASSESSED)
    case.confer_by = clock.now() + longest_wait(case) if level in HIGH_LEVELS and waiting else None


def wait_again(case: Case) -> None:
    """A case that goes back to waiting has a limit too; one that ran before goes on."""
    if case.level in HIGH_LEVELS and case.confer_by is None:
        case.confer_by = clock.now() + longest_wait(case)


def longest_wait(case: Case) -> timedelta:
    """How long a case may wait for a scheduled conference, by its level; set per region."""
    if case.level == Level.ACUTE:
        return timedelta(hours=case.region.wait_hours_acute)
    return timedelta(days=case.region.wait_days_high)
