"""The steps of a case, beside flagging: assess, dismiss, decide, convene, agree, follow up, close."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from fallkonferenz import clock
from fallkonferenz.access import grants
from fallkonferenz.access.refusals import Denied, NotNow
from fallkonferenz.actions import rhythm
from fallkonferenz.actions.assessing import write_assessment
from fallkonferenz.actions.firearms import record, record_together
from fallkonferenz.actions.gate import action
from fallkonferenz.actions.steps import in_same_state, log_linked, take, take_together
from fallkonferenz.cases.conditions import REPEAT, is_reassessed
from fallkonferenz.cases.models import Case, Referral
from fallkonferenz.cases.words import AskedAt, Because, Closing, Dismissal
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.outbox.queue import enqueue
from fallkonferenz.vault.sealing import CaseVault

MONTH = timedelta(days=365) / 12
# Ends after which both persons go on living with what is announced for them.
GOES_ON = (Closing.NOT_HIGH_RISK, Closing.SECURED, Closing.CUSTODY, Closing.MOVED)


@action("case.assess")
def assess(
    case: Case, *, by: Person, firearms: str, firearms_note: str = "", level: str = "", **judgement: Any
) -> Case:
    """Take the assessments as complete; a level given here, with the rest of a judgement, is the case management's own."""
    if level:
        write_assessment(case, by=by, level=level, **judgement)
    record(case, by=by, step=AskedAt.ASSESS, answer=firearms, note=firearms_note)
    return take(case, "assess", by=by)


@action("case.dismiss")
def dismiss(case: Case, *, by: Person, why: str, reasons: str) -> Case:
    """Close a flag that is double, for somebody else or a mistake (``why`` is a Dismissal)."""
    if case.must_confer and why == Dismissal.NOT_COMPETENT:
        raise NotNow(REPEAT)
    return _closed(case, "dismiss", by=by, closing=Closing.DISMISSED, reasons=f"{Dismissal(why).label}: {reasons}")


@action("case.not_high_risk", notes=("counselling",))
def not_high_risk(
    case: Case, *, by: Person, counselling: Institution, reasons: str, firearms: str, firearms_note: str = ""
) -> Case:
    """Close and name the institution whose regular counselling goes on."""
    record(case, by=by, step=AskedAt.NOT_HIGH_RISK, answer=firearms, note=firearms_note)
    return _closed(
        case, "not_high_risk", by=by, closing=Closing.NOT_HIGH_RISK, reasons=f"{counselling.name}: {reasons}"
    )


@action("case.ask_co_signature")
def ask_co_signature(case: Case, *, by: Person) -> Case:
    """The recognising institution wants to handle the case alone and asks the case management to co-sign."""
    case.co_signature_asked_at = clock.now()
    case.save()
    enqueue("case.ask_co_signature", case=case.pk, by=by.pk)
    return case


@action("case.co_sign")
def co_sign(case: Case, *, by: Person) -> Case:
    if case.co_signature_asked_at is None:
        raise NotNow(_("The institution that recognised the case has not asked to handle it alone."))
    if case.recognised_by_id == by.institution_id:
        raise Denied(_("Another institution has to co-sign."))
    case.co_signed_by, case.co_signed_at = by, clock.now()
    case.save()
    enqueue("case.co_sign", case=case.pk, by=by.pk)
    return case


@action("case.handle_alone", notes=("reassess_on",))
def handle_alone(case: Case, *, by: Person, reassess_on: date, firearms: str, firearms_note: str = "") -> Case:
    """The recognising institution decides and leads; its proposed measures count as agreed."""
    rhythm.plan_for(case, reassess_on)
    record(case, by=by, step=AskedAt.HANDLE_ALONE, answer=firearms, note=firearms_note)
    case.lead = by.own_institution
    take(case, "handle_alone", by=by)
    for measure in case.measures.proposed().filter(responsible=by.own_institution):
        measure.agreed_at = clock.now()
        measure.agree()
        measure.save()
    return case


@action("case.agree_measures", notes=("lead",))
def agree_measures(case: Case, *, by: Person, lead: Institution, firearms: str, firearms_note: str = "") -> Case:
    """The conference is done: measures run, one institution leads. The lead gives no further sight."""
    if not case.participations.live().filter(institution=lead).exists():
        raise NotNow(_("Only an institution that is admitted can take the lead."))
    together = in_same_state(case)
    for each in together:
        each.lead = lead
    record_together(together, by=by, step=AskedAt.AGREE_MEASURES, answer=firearms, note=firearms_note)
    return take_together(together, "agree_measures", by=by)[0]


@action("case.close", notes=("review_on",))
def close(
    case: Case,
    *,
    by: Person,
    why: str,
    level: str,
    reasons: str,
    firearms: str,
    firearms_note: str = "",
    review_on: date | None = None,
    **judgement: Any,
) -> Case:
    """Close with a closing assessment, a whole judgement; ``why`` is a Closing. Custody alone needs a review date.

    The closing assessment is none of those that were due before: nobody closes past a date.
    """
    if case.reassessments.due().exists():
        raise NotNow(is_reassessed.reason)
    write_assessment(case, by=by, level=level, reasons=reasons, closing=True, **judgement)
    record(case, by=by, step=AskedAt.CLOSE, answer=firearms, note=firearms_note)
    case.review_on = review_on
    return _closed(case, "close", by=by, closing=why, reasons=reasons)


@action("case.end_sharing")
def end_sharing(case: Case, *, by: Person, reasons: str) -> Case:
    """Close because sharing was withdrawn and no other ground carries the case."""
    return _closed(case, "end_sharing", by=by, closing=Closing.SHARING_ENDED, reasons=reasons)


@action("case.record_death")
def record_death(case: Case, *, by: Person, died_at: datetime) -> Case:
    """The endangering person has died: the linked cases are to be assessed anew before this pair closes."""
    case.endangering_died_at = died_at
    case.save()
    for each in case.linked_open():
        rhythm.at_once(each, Because.DEATH)
        enqueue("case.reassess", case=each.pk, by=by.pk)
    return case


@action("case.close_pair")
def close_pair(case: Case, *, by: Person, reasons: str) -> Case:
    """Close only this pair after the endangering person's death."""
    return _closed(case, "close_pair", by=by, closing=Closing.DEATH, reasons=reasons)


@action("case.freeze")
def freeze(case: Case, *, by: Person, died_at: datetime) -> Case:
    """The person at risk has died: the case is kept unchanged, for the case management alone, and is not erased.

    Linked cases are about the same person, so they are frozen with it.
    """
    for each in [case, *case.linked().filter(frozen_at=None)]:
        each.frozen_at = died_at
        each.save()
        grants.freeze(each, by=by)
        log_linked("case.freeze", each, pressed=case, by=by)
    return case


@action("case.leave_uninformed", notes=("review_on",))
def leave_uninformed(case: Case, *, by: Person, reasons: str, review_on: date) -> Case:
    """Why the endangering person is not informed, and when that is looked at again (Art. 14 (5) GDPR)."""
    CaseVault.open(case.pk).seal(case, uninformed_reasons=reasons)
    case.uninformed_review_on = review_on
    case.save()
    return case


@action("case.confirm_referral", notes=("referral",))
def confirm_referral(case: Case, *, by: Person, referral: Referral) -> Referral:
    """Confirm what somebody else typed: by the referring institution, or by the case management from a letter."""
    if by.role != Role.CASE_MANAGER and referral.institution_id != by.institution_id:
        raise Denied(_("Only the institution that referred can confirm this."))
    if referral.case_id != case.pk or not referral.is_to_be_confirmed:
        raise NotNow(_("This referral is not waiting to be confirmed."))
    referral.confirmed_at = clock.now()
    referral.save(update_fields=["confirmed_at"])
    return referral


def _closed(case: Case, step: str, *, by: Person, closing: str, reasons: str) -> Case:
    case.closing = closing
    CaseVault.open(case.pk).seal(case, closing_reasons=reasons)
    take(case, step, by=by)
    rhythm.ended(case, for_good=closing not in GOES_ON)
    region = case.region
    others_until = clock.now() + timedelta(days=region.readable_days_others)
    management_until = case.last_referral_at + region.readable_months_management * MONTH
    # A case that ran for longer than that is not lost to the case management before it is to the others.
    grants.keep_readable(case, by=by, management_until=max(management_until, others_until), others_until=others_until)
    return case
