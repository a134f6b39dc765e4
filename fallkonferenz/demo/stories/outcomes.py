"""How short cases go on after the conference: measures, what hinders them, closing."""

from collections.abc import Iterable
from datetime import timedelta

from fallkonferenz.actions import admissions, cases, measures
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Closing, Level, ReferralGround
from fallkonferenz.demo.stories.meeting import Meeting
from fallkonferenz.demo.stories.paths import assessed, heard, proposes, table
from fallkonferenz.demo.stories.rows import TASKS, Row, days, hours
from fallkonferenz.demo.stories.telling import MANAGER
from fallkonferenz.measures.models import Lack

# Measures -----------------------------------------------------------------------------------


def running(s: Meeting, row: Row) -> None:
    _agreed(s, row, due=row.age + days(4))


def overdue(s: Meeting, row: Row) -> None:
    _agreed(s, row, due=row.age - days(2))


def nearly_done(s: Meeting, row: Row) -> None:
    """Only the first measure is still open."""
    running(s, row)
    for who in row.others:
        s.done(days(4), who, who, "Erledigt.")


def not_accepted(s: Meeting, row: Row) -> None:
    """One institution says why it cannot, and it goes back to the case management."""
    heard(s, row)
    first, *rest = table(row)
    _agrees(s, rest, due=row.age + days(4))
    _tells(s, row)
    _agrees(s, [first], due=row.age + days(6), taken_on=False)
    s.reports(days(1) + hours(3), first, first, measures.refuse, reason="Liegt bei einer anderen Stelle.")
    s.lead(days(1) + hours(4), rest[0])


def no_place(s: Meeting, row: Row) -> None:
    _agreed(s, row, due=row.age + days(4))
    s.reports(
        days(3), row.who, row.who, measures.lack_capacity, lack=Lack.PLACE, since=s.moment(days(2)).date(),
        instead="Anfrage in zwei weiteren Regionen, bis dahin tägliche Rückmeldung.",
    )  # fmt: skip


def not_undertaken(s: Meeting, row: Row) -> None:
    _agreed(s, row, due=row.age - days(1))
    last = row.others[-1]
    s.reports(days(4), last, last, measures.not_undertake, needed="Ein Gesprächstermin mit Dolmetschen.")
    s.asks(days(5), MANAGER, last, "Telefondolmetschen ist bestellt.")


def alone(s: Meeting, row: Row) -> None:
    """The recognising institution leads; no conference. At level high the case management has co-signed."""
    assessed(s, row)
    proposes(s, row, due=row.age + days(3))
    if row.level == Level.HIGH:
        s.act(cases.ask_co_signature, hours(4), row.who)
        s.act(cases.co_sign, hours(5), MANAGER)
    s.act(cases.handle_alone, hours(6), row.who, reassess_on=s.moment(days(6)).date(), **s.asked)


def person_left_out(s: Meeting, row: Row) -> None:
    """A conflict of interest: one person of the police knows the endangering person."""
    running(s, row)
    s.act(admissions.exclude, days(2), MANAGER, person=s.people["police_deputy"])


def to_be_looked_at_again(s: Meeting, row: Row) -> None:
    """The endangering person has died; the pair is not closed yet."""
    running(s, row)
    s.act(cases.record_death, row.age - days(1), MANAGER, died_at=s.moment(row.age - days(2)))


def frozen(s: Meeting, row: Row) -> None:
    """The person at risk has died: kept unchanged, for the case management alone."""
    running(s, row)
    s.act(cases.freeze, row.age - days(1), MANAGER, died_at=s.moment(row.age - days(2)))


def _agreed(s: Meeting, row: Row, *, due: timedelta) -> None:
    heard(s, row)
    _agrees(s, table(row), due=due)
    _tells(s, row)
    s.lead(days(1) + hours(4), row.who)


def _agrees(s: Meeting, who: Iterable[str], *, due: timedelta, taken_on: bool = True) -> None:
    for each in who:
        what, section = TASKS[each]
        s.agrees(days(1) + hours(2), each, each, what, due, section, taken_on=taken_on)


def _tells(s: Meeting, row: Row) -> None:
    when = days(1) + hours(3)
    teller = next(each for each in table(row) if TASKS[each][1] == Section.VICTIM)
    what = "Der gewaltbetroffenen Person sagen, was vereinbart ist"
    s.agrees(when, "tell", teller, what, when + hours(4), Section.VICTIM, tells_person=True)
    s.done(when + hours(1), teller, "tell", "Gesagt.")


# Closed -------------------------------------------------------------------------------------


def secured(s: Meeting, row: Row) -> None:
    _finished(s, row)
    kept = "Anordnung wird eingehalten."
    s.lowers(days(31), MANAGER, Level.MEDIUM, kept, second="police", confirmed=days(31) + hours(2))
    s.closes(days(32), Closing.SECURED, Level.NOT_RAISED, "Anordnung wird eingehalten, keine neuen Vorfälle.")


def in_custody(s: Meeting, row: Row) -> None:
    _finished(s, row)
    review = s.moment(row.age + days(40)).date()
    s.assesses(days(20) - hours(2), MANAGER, row.level, "In Haft; die Drohungen hören nicht auf.")
    s.closes(days(20), Closing.CUSTODY, Level.MEDIUM, "In Haft; Prüfung vor der Entlassung.", review_on=review)


def handed_over(s: Meeting, row: Row) -> None:
    _finished(s, row)
    s.assesses(days(20) - hours(2), MANAGER, row.level, "Unverändert bis zur Übergabe.")
    s.closes(days(20), Closing.MOVED, Level.MEDIUM, "Die aufnehmende Region hat übernommen.")


def pair_closed(s: Meeting, row: Row) -> None:
    _finished(s, row)
    s.act(cases.record_death, days(12), MANAGER, died_at=s.moment(days(11)))
    s.act(cases.close_pair, days(14), MANAGER, reasons="Die gefährdende Person ist gestorben.")


def _finished(s: Meeting, row: Row) -> None:
    _agreed(s, row, due=days(8))
    for who in table(row):
        s.done(days(7), who, who, "Erledigt.")


def came_back(s: Meeting, row: Row) -> None:
    """Closed after a month, and named again yesterday."""
    secured(s, row)
    grounds = [ReferralGround.JUDGEMENT]
    s.names_again(row.age - days(1), row.who, grounds=grounds, account="Erneuter Vorfall nach dem Abschluss.")
