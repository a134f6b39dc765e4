"""What the demo's officers find in the log: a few things that stand out, each with an innocent reason. All invented."""

from fallkonferenz.demo import invented  # noqa: F401 - refuses to load elsewhere

# isort: split
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from audit.patterns import limit
from fallkonferenz import clock
from fallkonferenz.actions.gate import log
from fallkonferenz.cases.models import Case
from fallkonferenz.demo.stories.log_times import Act
from fallkonferenz.demo.stories.telling import People, at

REFUSALS, NIGHT_READS = 7, 3


class Contribution(NamedTuple):
    """When somebody last did something on a case, how many days ago."""

    days_ago: int
    who: str
    case: UUID


def leave(people: People, acts: list[Act]) -> None:
    """After the stories were told: ``acts`` is what their people did, by the log."""
    last = _last_contributions(people, acts)
    _reads_again(people, last, since=limit("reason") + 12, until=limit("silence"), days_ago=limit("reason") + 6)
    _reads_again(people, last, since=limit("silence") + 25, until=400, days_ago=limit("reason") + 4)
    _reads_at_night(people, last)
    _tries_doors(people)
    _gets_another_function(people)


def _last_contributions(people: People, acts: list[Act]) -> list[Contribution]:
    """Per case and institution, the newest first."""
    by_id = {str(person.pk): name for name, person in people.items()}
    newest: dict[tuple[str, int], Act] = {}
    for act in sorted(acts, key=lambda each: each.unix_ms):
        newest[act.case, act.institution] = act
    now = clock.now().timestamp()
    found = [
        Contribution(int(now - act.unix_ms / 1000) // 86_400, by_id[act.actor], UUID(act.case))
        for act in newest.values()
    ]
    return sorted(found)


def _reads_again(people: People, last: list[Contribution], *, since: int, until: int, days_ago: int) -> None:
    """Somebody looks into a case on which the own institution did nothing around that day."""
    fitting = [each for each in last if since + days_ago <= each.days_ago < until + days_ago]
    for each in fitting[:2]:
        for minute in (0, 4):
            _read(people, each, _on(days_ago, "11:20") + timedelta(minutes=minute))


def _reads_at_night(people: People, last: list[Contribution]) -> None:
    """BISS was called out."""
    cases = [each for each in last if each.who == "biss" and each.days_ago < limit("reason")]
    for number in range(NIGHT_READS if cases else 0):
        _read(people, cases[0], _on(6, "02:40") + timedelta(minutes=number))


def _tries_doors(people: People) -> None:
    """A link in an old mail leads to a case that is closed to the school."""
    for number in range(REFUSALS):
        with clock.at(_on(11, "07:48") + timedelta(seconds=50 * number)):
            log(
                "access.denied",
                by=people["school"],
                outcome="denied",
                details={"what": "case-read", "how": "NotVisible"},
            )


def _gets_another_function(people: People) -> None:
    with clock.at(_on(12, "15:30")):
        log(
            "person.change", by=people["administrator"], thing=people["youth_deputy"], details={"changed": ["function"]}
        )


def _read(people: People, what: Contribution, when: datetime) -> None:
    with clock.at(when):
        log("case.read", by=people[what.who], thing=Case(pk=what.case))


def _on(days_ago: int, hour: str) -> datetime:
    return at(timezone.localdate() - timedelta(days=days_ago), hour)
