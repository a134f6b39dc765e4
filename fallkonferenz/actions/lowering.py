"""Lowering the level of a case: one institution asks with reasons, another one confirms. And dissent, which changes nothing."""

from django.utils.translation import gettext as _

from fallkonferenz import clock
from fallkonferenz.access import judged, second
from fallkonferenz.access.refusals import Denied, NotNow, NotVisible
from fallkonferenz.actions import levels, results, rhythm
from fallkonferenz.actions.gate import action
from fallkonferenz.actions.steps import must_contribute
from fallkonferenz.cases.levels import is_below
from fallkonferenz.cases.models import Assessment, Case, Dissent, Lowering
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Level, LoweringOutcome, PartyRole
from fallkonferenz.institutions.models import Person
from fallkonferenz.outbox.queue import enqueue
from fallkonferenz.vault.sealing import CaseVault


@action("level.ask_lower")
def ask_lower(case: Case, *, by: Person, to: str, reasons: str) -> Lowering:
    """Ask for the level ``to``, on an own assessment that came to it since the level was set; it holds for seven days."""
    must_contribute(by, case, [Section.RISK])
    _must_know_the_level(case, by)
    if to not in Level or not is_below(to, case.level):
        raise NotNow(_("This level is not below that of the case."))
    if judged.lowerings_visible(by, case).asked().exists():
        raise NotNow(_("A request to lower the level of this case waits for its answer."))
    if case.lowerings.asked().exists():
        raise NotNow(_("Lowering the level of this case cannot be asked for at present."))
    levels.void_requests(case)  # one whose time is over
    lowering = Lowering(
        case=case,
        institution=by.own_institution,
        author=by,
        concerns=case.party(PartyRole.AT_RISK),
        assessment=_own_basis(case, by, to),
        from_level=case.level,
        to_level=to,
    )
    CaseVault.open(case.pk).seal(lowering, reasons=reasons)
    lowering.save(force_insert=True)
    enqueue("level.ask_lower", case=case.pk, about=lowering.pk, by=by.pk)
    return lowering


def _must_know_the_level(case: Case, by: Person) -> None:
    """Who may not read what the level rests on cannot judge that it is too high."""
    if not case.level:
        raise NotNow(_("This case has no level yet."))
    if judged.level_visible(by, case) != case.level:
        raise NotNow(_("The level rests on an assessment your institution may not read: ask the case management."))


def _own_basis(case: Case, by: Person, to: str) -> Assessment:
    """A whole judgement, long or short, made when all was known that raises the level, and not below the own instruments."""
    own = case.assessments.completed().filter(institution=by.own_institution)
    latest: Assessment | None = own.latest_or_none()
    if latest is None or latest.heard is None or is_below(to, latest.level) or levels.has_changed(case, latest):
        raise NotNow(_("Assess the risk anew first: your own assessment has to come to this level or a lower one."))
    found = results.latest_lift(own, CaseVault.open(case.pk))
    if found and is_below(to, found):
        raise NotNow(
            _(
                "An instrument your institution used found a higher level, and no judgement takes that back: answer the same"
                " instrument anew, so far that its result is settled."
            )
        )
    return latest


@action("level.confirm_lower")
def confirm_lower(lowering: Lowering, *, by: Person) -> Lowering:
    """The second person, of another institution that reads and writes under risk: now the level falls."""
    case = _to_be_decided(lowering, by)
    _decide(lowering, by, LoweringOutcome.CONFIRMED)
    levels.lower(case, lowering)
    case.save()
    rhythm.lowered(case, lowering.assessment)
    enqueue("level.confirm_lower", case=case.pk, about=lowering.pk, by=by.pk)
    return lowering


@action("level.refuse_lower")
def refuse_lower(lowering: Lowering, *, by: Person, reasons: str) -> Lowering:
    """The level stays, and the reasons stand beside the request."""
    case = _to_be_decided(lowering, by)
    CaseVault.open(case.pk).seal(lowering, refusal_reasons=reasons)
    _decide(lowering, by, LoweringOutcome.REFUSED)
    enqueue("level.refuse_lower", case=case.pk, about=lowering.pk, by=by.pk)
    return lowering


def _to_be_decided(lowering: Lowering, by: Person) -> Case:
    """Nobody decides on what they cannot read."""
    if not judged.lowerings_visible(by, lowering.case).filter(pk=lowering.pk).exists():
        raise NotVisible
    if why_not := second.why_not(lowering, by):
        raise Denied(why_not)
    if not must_contribute(by, lowering.case, [Section.RISK]).reads(Section.RISK):
        raise Denied(_("Only an institution that reads and writes under risk can decide."))
    if not lowering.can_be_decided or levels.is_overtaken(lowering):
        raise NotNow(_("This request is void: it was decided, the level moved, or seven days have passed."))
    return lowering.case


def _decide(lowering: Lowering, by: Person, outcome: LoweringOutcome) -> None:
    lowering.outcome, lowering.decided_at = outcome, clock.now()
    lowering.decided_by, lowering.decided_institution = by, by.own_institution
    lowering.save(update_fields=["outcome", "decided_at", "decided_by", "decided_institution", "refusal_reasons"])


@action("level.dissent")
def dissent(case: Case, *, by: Person, level: str, reasons: str) -> Dissent:
    """A differing view, shown beside the level to whoever reads it."""
    must_contribute(by, case, [Section.RISK])
    differing = Dissent(
        case=case,
        institution=by.own_institution,
        author=by,
        concerns=case.party(PartyRole.AT_RISK),
        level=level,
    )
    CaseVault.open(case.pk).seal(differing, reasons=reasons)
    differing.save(force_insert=True)
    enqueue("level.dissent", case=case.pk, about=differing.pk, by=by.pk)
    return differing
