"""The incidents of a case in the order in which they happened, what they and the assessments say, and what is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from fallkonferenz import clock
from fallkonferenz.access import judged, scope
from fallkonferenz.access.anew import reassessments_visible
from fallkonferenz.access.sight import Sight
from fallkonferenz.actions import results
from fallkonferenz.actions.gate import reading
from fallkonferenz.actions.reading import Opened, open_rows
from fallkonferenz.cases.models import Assessment, Case, Reassessment, Referral
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import ReferralGround
from fallkonferenz.institutions.models import Person
from fallkonferenz.vault.sealing import CaseVault
from risk.criteria import Criterion, criteria

OF_RISK = ("visible_high_risk", "judgement")  # criteria that tell what stands in the section on risk


@dataclass(frozen=True)
class Incidents:
    """As one reader may see them: counted is only what this reader may read. The latter three are the section on risk."""

    case: Case
    incidents: list[Opened]
    criteria: list[Criterion]
    reads_risk: bool
    reassessments: list[Reassessment]
    firearms: list[Opened]


@reading("incident.list")
def incidents(case: Case, *, by: Person) -> Incidents:
    """Corrected entries are left out: what stands now is what they were corrected to."""
    sight = scope.sections_visible(by, case)
    vault = CaseVault.open(case.pk)
    told = scope.entries_visible(by, case).filter(section=Section.INCIDENT, corrected_by=None).order_by("-happened_at")
    opened = open_rows(vault, told, "text")
    reads_risk = sight.reads(Section.RISK)
    return Incidents(
        case=case,
        incidents=opened,
        criteria=_criteria(case, sight, opened, vault, by),
        reads_risk=reads_risk,
        reassessments=list(reassessments_visible(by, case).order_by("-due_at")) if reads_risk else [],
        firearms=open_rows(vault, judged.firearms_visible(by, case), "note") if reads_risk else [],
    )


def _criteria(case: Case, sight: Sight, told: list[Opened], vault: CaseVault, by: Person) -> list[Criterion]:
    reads_risk = sight.reads(Section.RISK)
    assessments = _that_hold(scope.assessments_visible(by, case), case) if reads_risk else []
    last = {each.institution_id: each.judgement_level for each in assessments}
    found = criteria(
        today=clock.today(),
        results=_lifts(assessments, vault),
        judgements=last.values(),
        events=[_day(opened.row.happened_at) for opened in told],
        repeats=_repeats(scope.referrals_visible(by, sight, case)),
        least=case.region.escalation_events,
    )
    return [each for each in found if reads_risk or each.key not in OF_RISK]


def _repeats(referrals: Iterable[Referral]) -> list[date]:
    """When the closed case was taken up again; a further referral of an open one is no repeat."""
    return [_day(row.entered_at) for row in referrals if ReferralGround.REPEAT in row.grounds]


def _that_hold(assessments: QuerySet[Assessment], case: Case) -> list[Assessment]:
    """Those since the case was last taken up, the oldest first."""
    if case.reopened_at:
        assessments = assessments.filter(completed_at__gte=case.reopened_at)
    return list(assessments.order_by("completed_at").prefetch_related("instruments"))


def _lifts(assessments: list[Assessment], vault: CaseVault) -> list[str]:
    """What each institution's latest result of each instrument lifts to; neither a judgement nor a refusal takes it back."""
    latest: dict[tuple[UUID, str], str] = {}
    for each in assessments:
        for used in each.instruments.all():
            lift = results.lift_of(used, vault)
            if lift is not None:
                latest[each.institution_id, used.instrument] = lift
    return list(latest.values())


def _day(at: datetime) -> date:
    return timezone.localdate(at)
