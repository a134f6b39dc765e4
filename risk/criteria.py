"""The four criteria by which a case is referred to a conference, computed from what is recorded.

They are those of SafeLives ("Marac referral criteria: definitions"): visible high risk, professional judgement,
escalation, repeat. Each stands for itself; none takes another back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from risk.shape import Words

ESCALATION = 3  # events in twelve months; some areas ask for five
FEWEST, MOST = 2, 5
HIGH = frozenset({"high", "acute"})

VISIBLE = Words(
    "Mindestens ein Instrument hebt den Fall auf „hoch“ oder „akut“.",
    "At least one instrument lifts the case to “high” or “acute”.",
)
JUDGEMENT = Words(
    "Mindestens eine fachliche Einschätzung lautet „hoch“ oder „akut“, was auch immer gezählt wurde.",
    "At least one professional judgement is “high” or “acute”, whatever was counted.",
)
ACCUMULATED = Words(
    "Mindestens {least} Vorfälle in zwölf Monaten. Vorfälle desselben Tages zählen einmal.",
    "At least {least} incidents in twelve months. Incidents of the same day count once.",
)
REPEATED = Words(
    "Das Paar wurde in den letzten zwölf Monaten wieder gemeldet, nachdem der Fall geschlossen war: wegen eines Vorfalls "
    "höchstens zwölf Monate nach der letzten Meldung. Eine weitere Meldung zu einem offenen Fall ist keine Wiederholung.",
    "The pair was referred again in the last twelve months, after the case had been closed: for an incident not more than "
    "twelve months after the last referral. A further referral of an open case is no repeat.",
)


@dataclass(frozen=True)
class Criterion:
    """``counted`` is how many facts speak for it, of the kind that ``rule`` names."""

    key: str
    met: bool
    rule: Words
    counted: int


def criteria(
    *,
    today: date,
    results: Iterable[str] = (),
    judgements: Iterable[str] = (),
    events: Iterable[date] = (),
    repeats: Iterable[date] = (),
    least: int = ESCALATION,
) -> tuple[Criterion, ...]:
    """Of one pair. ``results`` are the levels that instruments lift to, ``judgements`` those that people gave.

    ``events`` are days on which something happened, ``repeats`` days on which a closed case was taken up again (for
    what ``is_repeat``). Of both count the last twelve months, nothing that lies ahead of ``today``, and a day once.
    ``least`` is how many events are an escalation.
    """
    recent, repeated = ({day for day in days if year_before(today) <= day <= today} for days in (events, repeats))
    return (
        _counted("visible_high_risk", sum(level in HIGH for level in results), 1, VISIBLE),
        _counted("judgement", sum(level in HIGH for level in judgements), 1, JUDGEMENT),
        _counted("escalation", len(recent), least, ACCUMULATED),
        _counted("repeat", len(repeated), 1, REPEATED),
    )


def _counted(key: str, counted: int, least: int, rule: Words) -> Criterion:
    return Criterion(key, counted >= least, Words(*(said.format(least=least) for said in rule)), counted)


def is_repeat(day: date, last_referral: date) -> bool:
    """Whether what happened then is a repeat: not more than twelve months after, so the very day a year later still is one."""
    return day <= year_after(last_referral)


def year_after(day: date) -> date:
    """The same day of the next year; of 29 February the 28th."""
    return _in_year(day, day.year + 1)


def year_before(day: date) -> date:
    return _in_year(day, day.year - 1)


def _in_year(day: date, year: int) -> date:
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)
