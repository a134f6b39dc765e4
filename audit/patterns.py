"""What stands out, and from what number on. The one table of limits, each with its reason.

Pure Python. Days are ordinals in the zone of the installation; entries of one day and one person are a group.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from statistics import median_low
from typing import NamedTuple

from audit.finding import Finding, Group, Pattern, Who
from audit.words import N_


class Limit(NamedTuple):
    value: int
    says: str
    reason: str


# fmt: off
LIMITS = {
    "reason": Limit(14,
        N_("days from a read on in which an act of the institution explains it; what it did before explains nothing"),
        N_("Who reads in order to act does so within two weeks: that is how far a conference is prepared ahead.")),
    "silence": Limit(60,
        N_("days without an act of the institution, after which a read of the case stands out"),
        N_("Reassessments come every thirty days at the latest; who let two of them pass has left the work on the case.")),
    "volume": Limit(20,
        N_("looks at cases on one day, below which no day stands out"),
        N_("The day of a long conference has as many; below it the comparison would only measure quiet days.")),
    "times": Limit(3,
        N_("times the person's own usual day"),
        N_("Twice as much happens after every holiday; three times as much has a cause one can ask about.")),
    "known": Limit(10,
        N_("earlier days of the same person, from which on there is something to compare with"),
        N_("Two working weeks: fewer days say nothing about what is usual.")),
    "first": Limit(40,
        N_("looks at cases on one day by somebody who is not known yet"),
        N_("Twice what stands out in others: whoever is new has to read up on the cases.")),
    "evening": Limit(22,
        N_("o’clock, when the night begins"),
        N_("Late duties end at 22 o’clock.")),
    "morning": Limit(6,
        N_("o’clock, when the night ends"),
        N_("Early duties begin at 6 o’clock.")),
    "rare": Limit(1,
        N_("percent of the person's own earlier entries within an hour of it, below which an hour is unusual"),
        N_("Whoever works in shifts has far more of them at night; one in a hundred is an exception.")),
    "denials": Limit(5,
        N_("refusals in a row"),
        N_("One slip is followed by a second try or two; five are not an oversight any more.")),
    "row": Limit(10,
        N_("minutes in which they come"),
        N_("Trying out goes fast; refusals spread over a day are what a page with outdated links brings.")),
}
# fmt: on
LOOK_BACK_DAYS = LIMITS["silence"].value
LOOK_AHEAD_DAYS = LIMITS["reason"].value + 1

Days = Mapping[int, Group]
Hours = Mapping[int, Counter[int]]


def limit(name: str) -> int:
    return LIMITS[name].value


def is_night(hour: int) -> bool:
    return hour >= limit("evening") or hour < limit("morning")


def reads_without_reason(
    reads: Mapping[tuple[int, str], Group], acts: set[int], case: str, institution: int | None, today: int
) -> Iterator[Finding]:
    """Reads of one case from one institution, per day and person, once the days for an act after them are over.

    An act before the read is no later reason: somebody whose part is over has none to look again.
    """
    days = limit("reason")
    for (day, actor), group in reads.items():
        if day + days >= today or any(0 <= act - day <= days for act in acts):
            continue
        who = Who(actor, institution, case)
        silent = day - max((act for act in acts if act < day), default=day)
        if silent > limit("silence"):
            yield Finding.of(Pattern.LONG_SILENCE, who, group, days=silent)
        else:
            yield Finding.of(Pattern.NO_REASON, who, group, days=days)


def unusual_volume(who: Who, days: Days) -> Iterator[Finding]:
    """Against the person's own earlier days; whoever is new is measured against a fixed number."""
    earlier: list[int] = []
    for day in sorted(days):
        group = days[day]
        if len(earlier) < limit("known"):
            if group.count >= limit("first"):
                yield Finding.of(Pattern.FIRST_VOLUME, who, group)
        elif group.count >= limit("volume") and group.count > limit("times") * (usual := median_low(earlier)):
            yield Finding.of(Pattern.VOLUME, who, group, usual=usual)
        earlier.append(group.count)


def unusual_hour(who: Who, hours: Hours, nights: Mapping[int, Mapping[int, Group]]) -> Iterator[Finding]:
    """Nights of somebody who otherwise does not work at these hours; the entries of one day are one finding."""
    past: Counter[int] = Counter()
    for known, day in enumerate(sorted(hours)):
        if known >= limit("known"):
            rare = [group for hour, group in sorted(nights.get(day, {}).items()) if _is_rare(past, hour)]
            if rare:
                yield Finding.of(Pattern.HOUR, who, _together(rare))
        past.update(hours[day])


def _is_rare(past: Counter[int], hour: int) -> bool:
    near = sum(past[(hour + shift) % 24] for shift in (-1, 0, 1))
    return 100 * near < limit("rare") * past.total()


def denials_in_a_row(who: Who, days: Days) -> Iterator[Finding]:
    """More of them on a day than a group can name are many in any case."""
    for group in days.values():
        if group.count > len(group.earliest) or _come_fast([place.unix_ms for place in group.earliest]):
            yield Finding.of(Pattern.DENIALS, who, group)


def _come_fast(times: list[int]) -> bool:
    several, within = limit("denials"), limit("row") * 60_000
    return any(last - first <= within for first, last in zip(times, times[several - 1 :], strict=False))


def _together(groups: list[Group]) -> Group:
    together = Group()
    for group in groups:
        together.merge(group)
    return together
