"""THE table of rights: right, role, relation, states of the case. No row, no right.

No superuser, no staff flag, no exception. ``docs/rights.md`` is printed from it.
"""

from dataclasses import dataclass

from fallkonferenz.access.relations import (
    ADMITTED,
    AT_TABLE,
    EVERYWHERE,
    IN_CASE,
    INVITED,
    NO_CASE,
    OF_REGION,
    OWN,
    OWN_DRAFT,
    RECOGNISING,
    RESPONSIBLE,
    WRITTEN,
    Relation,
)
from fallkonferenz.cases.words import OPEN_STATES, State
from fallkonferenz.institutions.kinds import Role

S = State
PROFESSIONAL, MANAGER, COORDINATOR = Role.PROFESSIONAL, Role.CASE_MANAGER, Role.COORDINATOR
OFFICER, ADMINISTRATOR = Role.OFFICER, Role.ADMINISTRATOR

ANY_STATE = tuple(State)
OPEN = OPEN_STATES
AFTER_FLAG = (S.ASSESSED, S.CONFERENCE, S.MEASURES)
AGREEING = (S.CONFERENCE, S.MEASURES)


@dataclass(frozen=True)
class Rule:
    right: str
    role: Role
    relation: Relation
    states: tuple[State, ...] = ANY_STATE


# fmt: off
TABLE = (
    #    right                     role           relation     state of the case
    Rule("case.list",              PROFESSIONAL,  NO_CASE),
    Rule("case.list",              MANAGER,       NO_CASE),
    Rule("case.overview",          PROFESSIONAL,  NO_CASE),
    Rule("case.overview",          MANAGER,       NO_CASE),
    Rule("case.flag",              PROFESSIONAL,  NO_CASE),
    Rule("case.flag",              MANAGER,       NO_CASE),
    Rule("case.read",              PROFESSIONAL,  ADMITTED),
    Rule("case.read",              MANAGER,       ADMITTED),
    Rule("case.sight",             MANAGER,       ADMITTED),
    Rule("case.assess",            MANAGER,       ADMITTED,    (S.FLAGGED,)),
    Rule("case.dismiss",           MANAGER,       ADMITTED,    (S.FLAGGED,)),
    Rule("case.not_high_risk",     MANAGER,       ADMITTED,    (S.ASSESSED,)),
    Rule("case.ask_co_signature",  PROFESSIONAL,  RECOGNISING, (S.ASSESSED,)),
    Rule("case.co_sign",           MANAGER,       ADMITTED,    (S.ASSESSED,)),
    Rule("case.handle_alone",      PROFESSIONAL,  RECOGNISING, (S.ASSESSED,)),
    Rule("case.handle_alone",      MANAGER,       RECOGNISING, (S.ASSESSED,)),
    Rule("case.convene",           MANAGER,       ADMITTED,    (S.ASSESSED,)),
    Rule("case.call_off",          MANAGER,       ADMITTED,    (S.CONFERENCE,)),
    Rule("case.hold",              MANAGER,       ADMITTED,    (S.CONFERENCE,)),
    Rule("case.agree_measures",    MANAGER,       ADMITTED,    (S.CONFERENCE,)),
    Rule("case.follow_up",         MANAGER,       ADMITTED,    (S.MEASURES,)),
    Rule("case.close",             MANAGER,       ADMITTED,    (S.MEASURES,)),
    Rule("case.reopen",            PROFESSIONAL,  ADMITTED,    (S.CLOSED,)),
    Rule("case.reopen",            MANAGER,       ADMITTED,    (S.CLOSED,)),
    Rule("case.report_incident",   PROFESSIONAL,  ADMITTED),
    Rule("case.report_incident",   MANAGER,       ADMITTED),
    Rule("case.confirm_referral",  PROFESSIONAL,  ADMITTED,    OPEN),
    Rule("case.confirm_referral",  MANAGER,       ADMITTED,    OPEN),
    Rule("case.flag_linked",       PROFESSIONAL,  ADMITTED,    OPEN),
    Rule("case.flag_linked",       MANAGER,       ADMITTED,    OPEN),
    Rule("case.record_death",      MANAGER,       ADMITTED,    OPEN),
    Rule("case.close_pair",        MANAGER,       ADMITTED,    OPEN),
    Rule("case.freeze",            MANAGER,       ADMITTED),
    Rule("case.end_sharing",       MANAGER,       ADMITTED,    OPEN),
    Rule("case.leave_uninformed",  MANAGER,       ADMITTED,    OPEN),
    Rule("assessment.add",         PROFESSIONAL,  ADMITTED,    OPEN),
    Rule("assessment.add",         MANAGER,       ADMITTED,    OPEN),
    Rule("entry.add",              PROFESSIONAL,  ADMITTED,    OPEN),
    Rule("entry.add",              MANAGER,       ADMITTED,    OPEN),
    Rule("entry.correct",          PROFESSIONAL,  WRITTEN),
    Rule("entry.correct",          MANAGER,       WRITTEN),
    Rule("party.add",              PROFESSIONAL,  ADMITTED,    OPEN),
    Rule("party.add",              MANAGER,       ADMITTED,    OPEN),
    Rule("contact.set",            PROFESSIONAL,  ADMITTED,    OPEN),
    Rule("contact.set",            MANAGER,       ADMITTED,    OPEN),
    Rule("reference.set",          PROFESSIONAL,  ADMITTED),
    Rule("reference.set",          MANAGER,       ADMITTED),
    Rule("identity.tell",          MANAGER,       ADMITTED,    OPEN),
    Rule("ground.record",          PROFESSIONAL,  ADMITTED),
    Rule("ground.record",          MANAGER,       ADMITTED),
    Rule("ground.list",            PROFESSIONAL,  ADMITTED),
    Rule("ground.list",            MANAGER,       ADMITTED),
    Rule("ground.withdraw",        PROFESSIONAL,  ADMITTED),
    Rule("ground.withdraw",        MANAGER,       ADMITTED),
    Rule("ground.decide",          MANAGER,       ADMITTED,    OPEN),
    Rule("admission.admit",        MANAGER,       ADMITTED,    OPEN),
    Rule("admission.narrow",       MANAGER,       ADMITTED),
    Rule("admission.withdraw",     MANAGER,       ADMITTED),
    Rule("admission.exclude",      MANAGER,       ADMITTED),
    Rule("admission.include",      MANAGER,       ADMITTED),
    Rule("measure.list",           PROFESSIONAL,  NO_CASE),
    Rule("measure.list",           MANAGER,       NO_CASE),
    Rule("measure.read",           PROFESSIONAL,  IN_CASE),
    Rule("measure.read",           MANAGER,       IN_CASE),
    Rule("measure.propose",        PROFESSIONAL,  ADMITTED,    AFTER_FLAG),
    Rule("measure.add",            MANAGER,       ADMITTED,    AGREEING),
    Rule("measure.agree",          MANAGER,       IN_CASE,     AGREEING),
    Rule("measure.drop",           MANAGER,       IN_CASE,     AFTER_FLAG),
    Rule("measure.accept",         PROFESSIONAL,  RESPONSIBLE, AGREEING),
    Rule("measure.accept",         MANAGER,       IN_CASE,     AGREEING),
    Rule("measure.refuse",         PROFESSIONAL,  RESPONSIBLE, AGREEING),
    Rule("measure.refuse",         MANAGER,       IN_CASE,     AGREEING),
    Rule("measure.finish",         PROFESSIONAL,  RESPONSIBLE, AFTER_FLAG),
    Rule("measure.finish",         MANAGER,       IN_CASE,     AFTER_FLAG),
    Rule("measure.overtake",       PROFESSIONAL,  RESPONSIBLE, AFTER_FLAG),
    Rule("measure.overtake",       MANAGER,       IN_CASE,     AFTER_FLAG),
    Rule("measure.decline",        PROFESSIONAL,  RESPONSIBLE, AFTER_FLAG),
    Rule("measure.decline",        MANAGER,       IN_CASE,     AFTER_FLAG),
    Rule("measure.not_undertake",  PROFESSIONAL,  RESPONSIBLE, AFTER_FLAG),
    Rule("measure.not_undertake",  MANAGER,       IN_CASE,     AFTER_FLAG),
    Rule("measure.lack_capacity",  PROFESSIONAL,  RESPONSIBLE, AFTER_FLAG),
    Rule("measure.lack_capacity",  MANAGER,       IN_CASE,     AFTER_FLAG),
    Rule("measure.renew",          MANAGER,       IN_CASE,     AFTER_FLAG),
    Rule("measure.ask",            PROFESSIONAL,  IN_CASE,     AFTER_FLAG),
    Rule("measure.ask",            MANAGER,       IN_CASE,     AFTER_FLAG),
    Rule("conference.list",        PROFESSIONAL,  NO_CASE),
    Rule("conference.list",        MANAGER,       NO_CASE),
    Rule("conference.read",        PROFESSIONAL,  AT_TABLE),
    Rule("conference.read",        MANAGER,       OF_REGION),
    Rule("conference.show",        MANAGER,       OF_REGION),
    Rule("conference.plan",        MANAGER,       NO_CASE),
    Rule("conference.answer",      PROFESSIONAL,  INVITED,     (S.CONFERENCE,)),
    Rule("conference.answer",      MANAGER,       INVITED,     (S.CONFERENCE,)),
    Rule("conference.contribute",  PROFESSIONAL,  INVITED,     (S.CONFERENCE,)),
    Rule("conference.contribute",  MANAGER,       INVITED,     (S.CONFERENCE,)),
    Rule("notice.list",            PROFESSIONAL,  NO_CASE),
    Rule("notice.list",            MANAGER,       NO_CASE),
    Rule("notice.read",            PROFESSIONAL,  OWN),
    Rule("notice.read",            MANAGER,       OWN),
    Rule("draft.list",              PROFESSIONAL,  NO_CASE),
    Rule("draft.list",              MANAGER,       NO_CASE),
    Rule("draft.list",              ADMINISTRATOR, NO_CASE),
    Rule("draft.keep",              PROFESSIONAL,  NO_CASE),
    Rule("draft.keep",              MANAGER,       NO_CASE),
    Rule("draft.keep",              ADMINISTRATOR, NO_CASE),
    Rule("draft.read",              PROFESSIONAL,  OWN_DRAFT),
    Rule("draft.read",              MANAGER,       OWN_DRAFT),
    Rule("draft.read",              ADMINISTRATOR, OWN_DRAFT),
    Rule("draft.discard",           PROFESSIONAL,  OWN_DRAFT),
    Rule("draft.discard",           MANAGER,       OWN_DRAFT),
    Rule("draft.discard",           ADMINISTRATOR, OWN_DRAFT),
    Rule("figures.read",           COORDINATOR,   NO_CASE),
    Rule("keys.read",              OFFICER,       NO_CASE),
    Rule("log.recipients",         OFFICER,       NO_CASE),
    Rule("log.ask_add",            OFFICER,       NO_CASE),
    Rule("log.ask_drop",           OFFICER,       NO_CASE),
    Rule("log.decide",             OFFICER,       NO_CASE),
    Rule("log.unlock",             OFFICER,       NO_CASE),
    Rule("log.lock",               OFFICER,       NO_CASE),
    Rule("log.state",              OFFICER,       NO_CASE),
    Rule("log.timeline",           OFFICER,       NO_CASE),
    Rule("log.entry",              OFFICER,       NO_CASE),
    Rule("log.proof",              OFFICER,       NO_CASE),
    Rule("log.case",               OFFICER,       NO_CASE),
    Rule("log.person",             OFFICER,       NO_CASE),
    Rule("log.findings",           OFFICER,       NO_CASE),
    Rule("log.finding",            OFFICER,       NO_CASE),
    Rule("log.finding_checked",    OFFICER,       NO_CASE),
    Rule("log.sample",             OFFICER,       NO_CASE),
    Rule("log.report",             OFFICER,       NO_CASE),
    Rule("log.report_pdf",         OFFICER,       NO_CASE),
    Rule("region.list",            ADMINISTRATOR, NO_CASE),
    Rule("region.add",             ADMINISTRATOR, NO_CASE),
    Rule("region.change",          ADMINISTRATOR, EVERYWHERE),
    Rule("region.narrow",          ADMINISTRATOR, EVERYWHERE),
    Rule("institution.overview",   ADMINISTRATOR, NO_CASE),
    Rule("institution.list",       ADMINISTRATOR, NO_CASE),
    Rule("institution.add",        ADMINISTRATOR, NO_CASE),
    Rule("institution.change",     ADMINISTRATOR, EVERYWHERE),
    Rule("person.list",            ADMINISTRATOR, NO_CASE),
    Rule("person.add",             ADMINISTRATOR, NO_CASE),
    Rule("person.change",          ADMINISTRATOR, EVERYWHERE),
    Rule("person.invite",          ADMINISTRATOR, EVERYWHERE),
    Rule("person.lock",            ADMINISTRATOR, EVERYWHERE),
    Rule("person.unlock",          ADMINISTRATOR, EVERYWHERE),
    Rule("person.prefer",          PROFESSIONAL,  NO_CASE),
    Rule("person.prefer",          MANAGER,       NO_CASE),
    Rule("person.prefer",          COORDINATOR,   NO_CASE),
    Rule("person.prefer",          OFFICER,       NO_CASE),
    Rule("person.prefer",          ADMINISTRATOR, NO_CASE),
)
# fmt: on


def rules_for(right: str, role: str) -> list[Rule]:
    """The rows for ``right`` and ``role``; KeyError if no row at all names the right, so that a slip of the pen shows."""
    rows = [rule for rule in TABLE if rule.right == right]
    if not rows:
        raise KeyError(right)
    return [rule for rule in rows if rule.role == role]
