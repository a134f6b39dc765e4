"""How far a short case goes: each path is a few steps after the one before it, up to the conference."""

from datetime import timedelta

from fallkonferenz.actions import cases, conferences, measures
from fallkonferenz.actions.flagging import Release
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import (
    Dismissal,
    GivenBy,
    GroundForm,
    GroundKind,
    ReferralGround,
    Source,
)
from fallkonferenz.conferences.models import Mode
from fallkonferenz.demo.stories.meeting import Meeting
from fallkonferenz.demo.stories.rows import TASKS, Row, days, hours
from fallkonferenz.demo.stories.telling import MANAGER
from fallkonferenz.institutions.kinds import BEARERS_OF_SECRETS

OPENED = (Section.INCIDENT, Section.RISK, Section.VICTIM, Section.PROTECTION, Section.CHILDREN)
REASONS = "Gefahr für Leib und Leben."


# Flagged ------------------------------------------------------------------------------------


def flagged(s: Meeting, row: Row) -> None:
    bearer = s.institution(row.who).kind in BEARERS_OF_SECRETS
    _flag(s, row, row.who, release=_release() if bearer else None)


def to_be_confirmed(s: Meeting, row: Row) -> None:
    """Told on the telephone, typed by the case management."""
    _flag(s, row, MANAGER, on_behalf_of=s.institution(row.who), source=Source.TOLD)


def referred_twice(s: Meeting, row: Row) -> None:
    flagged(s, row)
    grounds = [ReferralGround.VISIBLE_HIGH_RISK]
    s.names_again(hours(5), row.others[0], grounds=grounds, account="Zweite Meldung zu demselben Paar.")


def not_pursued(s: Meeting, row: Row) -> None:
    flagged(s, row)
    s.act(cases.dismiss, hours(3), MANAGER, why=Dismissal.NOT_COMPETENT, reasons="Andere Region, dort gemeldet.")


def double(s: Meeting, row: Row) -> None:
    flagged(s, row)
    s.act(cases.dismiss, hours(3), MANAGER, why=Dismissal.DOUBLE, reasons="Besteht schon unter einem anderen Code.")


def _flag(s: Meeting, row: Row, who: str, **told: object) -> None:
    grounds = [ReferralGround.JUDGEMENT]
    s.flags(
        hours(0), who, ("PERSON-1", "PERSON-2"),
        relationship=row.relationship, grounds=grounds, account=row.account, **told,
    )  # fmt: skip


def _release() -> Release:
    return Release(given_by=GivenBy.PERSON, form=GroundForm.WRITTEN, sections=list(OPENED))


# Assessed -----------------------------------------------------------------------------------


def assessed(s: Meeting, row: Row) -> None:
    flagged(s, row)
    for who in row.others:
        s.admits(hours(1), who, GroundKind.POLICE_TRANSMISSION, REASONS)
    s.is_assessed(hours(2), row.level, row.reasons)


def asks_to_co_sign(s: Meeting, row: Row) -> None:
    """The recognising institution wants to handle it alone."""
    assessed(s, row)
    proposes(s, row, due=row.age + days(5))
    s.act(cases.ask_co_signature, hours(4), row.who)


def called_off(s: Meeting, row: Row) -> None:
    convened(s, row, starts=days(1))
    s.act(conferences.call_off, hours(20), MANAGER, reason="Zwei Beteiligte erkrankt; neuer Termin wird gesucht.")


def sharing_stopped(s: Meeting, row: Row) -> None:
    """The release towards the first of the others was withdrawn yesterday; the case management has to decide."""
    assessed(s, row)
    s.releases(hours(3), row.who, row.others[:1], (Section.INCIDENT, Section.RISK))
    s.withdraws(row.age - days(1), row.who, row.others[0])


def sharing_ended(s: Meeting, row: Row) -> None:
    assessed(s, row)
    s.releases(hours(3), row.who, row.others[:1], (Section.INCIDENT, Section.RISK))
    s.withdraws(days(4), row.who, row.others[0])
    s.act(cases.end_sharing, days(5), MANAGER, reasons="Entbindung widerrufen, kein anderer Grund trägt.")


def regular_counselling(s: Meeting, row: Row) -> None:
    assessed(s, row)
    s.act(
        cases.not_high_risk,
        days(1),
        MANAGER,
        counselling=s.institution("counselling"),
        reasons="Kein Hochrisikofall; die Beratung läuft weiter.",
        **s.asked,
    )


# In conference ------------------------------------------------------------------------------


def convened(s: Meeting, row: Row, *, starts: timedelta) -> None:
    assessed(s, row)
    s.plans(hours(3), starts=starts, mode=Mode.VIDEO)
    s.convenes(hours(4), *table(row))


def ad_hoc_tomorrow(s: Meeting, row: Row) -> None:
    convened(s, row, starts=row.age + days(1))
    s.accept(hours(5), row.who)


def on_agenda(s: Meeting, row: Row) -> None:
    """On the agenda of the next scheduled conference, which several cases share."""
    assessed(s, row)
    s.convenes(hours(4), *table(row))
    s.accept(hours(6), row.who)


def heard(s: Meeting, row: Row) -> None:
    """Heard, and nothing agreed yet."""
    convened(s, row, starts=days(1))
    s.accept(hours(5), *table(row))
    s.holds(days(1) + hours(1), *table(row), view="Möchte in der Wohnung bleiben.", by=row.who)


def table(row: Row) -> tuple[str, ...]:
    return (row.who, *row.others)


def proposes(s: Meeting, row: Row, *, due: timedelta) -> None:
    what, section = TASKS[row.who]
    s.measures[row.who] = s.act(measures.propose, hours(3), row.who, what=what, reveals=[section], due_at=s.moment(due))
