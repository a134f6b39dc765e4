"""What stands out in the log and what does not, on both sides of every limit."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from audit.finding import SHOWN, Pattern
from audit.findings import CHECKED, Mark, find, noting
from audit.format import Kind
from audit.patterns import LIMITS, LOOK_AHEAD_DAYS, LOOK_BACK_DAYS, limit
from tests.audit.told import act, at, denied, entry, ms, read

END = 200
MARKS = {"person.change": Mark.RIGHTS, "log.report": Mark.EXPORT, "case.break_glass": Mark.EMERGENCY}


def findings(*entries, since: int = 0, until: int = END, now: int = END, zone=UTC):
    span = {"since_ms": ms(at(since, 0)), "until_ms": ms(at(until, 0)), "now_ms": ms(at(now, 0))}
    return find(entries, **span, marks=MARKS, emergency={"kind": ["necessity"]}, zone=zone)


def patterns(*entries, **given) -> list[str]:
    return [finding.pattern.value for finding in findings(*entries, **given)]


def of(pattern: Pattern, *entries, **given):
    return [finding for finding in findings(*entries, **given) if finding.pattern is pattern]


# Reads without a reason -------------------------------------------------------------------------


@pytest.mark.parametrize("days", [0, 1, limit("reason")])
def test_an_act_within_the_limit_explains_a_read(days):
    assert patterns(read(50), act(50 + days)) == []


@pytest.mark.parametrize("days", [-limit("reason") - 1, -1, limit("reason") + 1])
def test_an_act_before_it_or_beyond_the_limit_explains_nothing(days):
    assert patterns(read(50), act(50 + days)) == ["no_reason"]


@pytest.mark.parametrize("other", [{"institution": 2}, {"case": "d"}])
def test_the_act_of_another_institution_or_on_another_case_explains_nothing(other):
    assert patterns(read(50), act(50, **other)) == ["no_reason"]


def test_a_colleague_of_the_same_institution_explains_it():
    assert patterns(read(50), act(51, actor="b")) == []


def test_a_refused_act_is_none():
    assert patterns(read(50), act(50, outcome="denied")) == ["no_reason"]


def test_reading_again_is_no_reason():
    assert patterns(read(50), read(51)) == ["no_reason", "no_reason"]


def test_nothing_is_said_before_the_time_for_an_act_is_over():
    over = 50 + limit("reason")

    assert patterns(read(50), now=over) == []
    assert patterns(read(50), now=over + 1) == ["no_reason"]
    assert over + 1 == 50 + LOOK_AHEAD_DAYS


def test_an_act_after_the_span_explains_a_read_in_it():
    assert patterns(read(50), act(55), until=51) == []


def test_reads_of_one_person_on_one_day_are_one_finding():
    [finding] = findings(read(50, 9), read(50, 16))

    assert (finding.count, len(finding.entries), finding.who.case) == (2, 2, "c")
    assert finding.began_ms == ms(at(50, 9))
    assert finding.ended_ms == ms(at(50, 16))


@pytest.mark.parametrize(("silent", "said"), [(limit("silence"), "no_reason"), (limit("silence") + 1, "long_silence")])
def test_a_long_silence_is_told_apart(silent, said):
    [finding] = findings(act(10), read(10 + silent))

    assert finding.pattern == said
    assert finding.numbers["days"] == (silent if said == "long_silence" else limit("reason"))


def test_who_knows_less_of_the_past_finds_the_same_under_another_name():
    seen = read(10 + LOOK_BACK_DAYS + 1)
    [near], [far] = findings(seen), findings(act(10), seen)

    assert near.pattern != far.pattern
    assert near.id == far.id


# Volume -----------------------------------------------------------------------------------------


def looks(day: int, count: int, **fields) -> list:
    """Looks at a case on which the institution acts, so that nothing but their number stands out."""
    return [act(day, actor="z"), *(read(day, 9 + number / 60, **fields) for number in range(count))]


def days_of(count: int, *, days: int = limit("known")) -> list:
    return [each for day in range(days) for each in looks(day, count)]


@pytest.mark.parametrize(("count", "said"), [(limit("volume") - 1, []), (limit("volume"), ["volume"])])
def test_a_day_with_few_looks_never_stands_out(count, said):
    assert patterns(*days_of(1), *looks(20, count)) == said


@pytest.mark.parametrize(("more", "said"), [(0, []), (1, ["volume"])])
def test_more_than_three_times_the_usual_stands_out(more, said):
    assert patterns(*days_of(10), *looks(20, limit("times") * 10 + more)) == said


def test_what_is_usual_for_one_person_is_not_for_another():
    assert patterns(*days_of(10), *looks(20, 31, actor="b")) == []  # b is new, and below the limit for the new


@pytest.mark.parametrize(("count", "said"), [(limit("first") - 1, []), (limit("first"), ["first_volume"])])
def test_whoever_is_new_is_measured_by_a_fixed_number(count, said):
    assert patterns(*looks(20, count)) == said


@pytest.mark.parametrize(("days", "said"), [(limit("known") - 1, []), (limit("known"), ["volume"])])
def test_a_past_of_ten_days_is_a_past(days, said):
    assert patterns(*days_of(1, days=days), *looks(20, limit("volume"))) == said


def test_a_day_later_in_the_log_is_no_past():
    assert patterns(*looks(0, limit("volume")), *(each for day in range(1, 12) for each in looks(day, 1))) == []


# Hour -------------------------------------------------------------------------------------------


def worked(hours: list[int], *, days: int = limit("known")) -> list:
    return [entry("access.page", day, hour) for day in range(days) for hour in hours]


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (limit("evening") - 1, []),
        (limit("evening"), ["hour"]),
        (limit("morning") - 1, ["hour"]),
        (limit("morning"), []),
    ],
)
def test_only_nights_stand_out(hour, said):
    assert patterns(*worked([9]), entry("access.page", 20, hour)) == said


@pytest.mark.parametrize(("days", "said"), [(limit("known") - 1, []), (limit("known"), ["hour"])])
def test_the_hour_of_somebody_who_is_new_says_nothing(days, said):
    assert patterns(*worked([9], days=days), entry("access.page", 20, 2)) == said


@pytest.mark.parametrize(("rare", "said"), [(1, []), (0, ["hour"])])
def test_one_in_a_hundred_within_an_hour_of_it_is_usual(rare, said):
    nights = [entry("access.page", 5, 3) for _once in range(rare)]
    others = [entry("access.page", day % 10, 9) for day in range(100 - rare)]

    assert patterns(*nights, *others, entry("access.page", 20, 2)) == said


def test_the_night_is_that_of_the_place():
    late = entry("access.page", 20, 21.5)  # half past ten in the evening in Berlin

    assert patterns(*worked([9]), late) == []
    assert patterns(*worked([9]), late, zone=ZoneInfo("Europe/Berlin")) == ["hour"]


# Denials ----------------------------------------------------------------------------------------


def refusals(count: int, *, minutes: float, **fields) -> list:
    return [denied(20, 10 + number * minutes / 60, **fields) for number in range(count)]


@pytest.mark.parametrize(("count", "said"), [(limit("denials") - 1, []), (limit("denials"), ["denials"])])
def test_refusals_in_a_row_stand_out(count, said):
    assert patterns(*refusals(count, minutes=1)) == said


@pytest.mark.parametrize(("span", "said"), [(limit("row"), ["denials"]), (limit("row") + 0.1, [])])
def test_refusals_that_come_slowly_do_not(span, said):
    assert patterns(*refusals(limit("denials"), minutes=span / (limit("denials") - 1))) == said


def test_very_many_refusals_stand_out_however_slow():
    assert patterns(*refusals(SHOWN, minutes=11)) == []
    assert patterns(*refusals(SHOWN + 1, minutes=11)) == ["denials"]


def test_of_two_people_nobody_is_refused_in_a_row():
    assert patterns(*refusals(4, minutes=1), *refusals(4, minutes=1, actor="b")) == []


def test_who_is_not_signed_in_is_known_by_the_account_that_was_tried():
    tried = {"actor": None, "institution": None, "object": "person 7"}

    [finding] = findings(*refusals(5, minutes=1, **tried))

    assert finding.who.actor == "person 7"


# What is always worth a look --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "said"), [("person.change", ["rights"]), ("log.report", ["export"]), ("person.prefer", [])]
)
def test_marked_events_are_one_finding_a_day_and_person(event, said):
    several = [entry(event, 20, kind=Kind.OFFICER_ACCESS), entry(event, 20), entry(event, 21)]

    assert patterns(*several) == said * 2


def test_emergency_access_is_told_per_case():
    assert (
        patterns(entry("case.break_glass", 20, case="c"), entry("case.break_glass", 20, case="d")) == ["emergency"] * 2
    )


def test_an_event_can_be_marked_by_its_details():
    assert patterns(entry("case.read", 20, details={"kind": "necessity"})) == ["emergency"]
    assert patterns(entry("case.read", 20, details={"kind": "consent"})) == []


def test_a_refused_one_is_a_denial_and_nothing_else():
    assert patterns(entry("person.change", 20, outcome="denied")) == []


# All findings together --------------------------------------------------------------------------


def test_only_what_ended_in_the_span_is_named_but_the_past_before_it_counts():
    entries = [*days_of(1), *looks(20, limit("volume")), *looks(60, limit("volume"))]

    assert patterns(*entries, since=20) == ["volume", "volume"]
    assert patterns(*entries, since=21) == ["volume"]
    assert patterns(*entries, until=20) == []


def test_the_newest_comes_first():
    ends = [finding.ended_ms for finding in findings(read(20), read(40), read(30))]

    assert ends == sorted(ends, reverse=True)


def test_another_entry_makes_another_finding():
    first, second = read(20, 9), read(20, 10)

    assert findings(first)[0].id != findings(first, second)[0].id


def test_a_finding_names_the_earliest_of_many_entries():
    several = [read(20, 10 + number / 600) for number in range(SHOWN + 20)]

    [finding] = of(Pattern.NO_REASON, *several)

    assert len(finding.entries) == SHOWN
    assert finding.count == SHOWN + 20
    assert finding.entries[0].unix_ms == ms(at(20, 10))


def test_what_makes_no_sense_stands_for_nothing():
    odd = entry("case.read", 20, operation=["query"], case={"x": 1}, actor=7, institution=[1], details="emergency")

    assert patterns(odd, entry(CHECKED, 20, details=[], kind=Kind.OFFICER_ACCESS)) == []


def test_every_sentence_gets_its_numbers():
    several = [
        *days_of(10), *looks(20, 31), *looks(21, 40, actor="b"), read(90, case="e"), act(0, case="d"), read(90, case="d"),
        entry("access.page", 22, 2), *refusals(5, minutes=1), entry("person.change", 20), entry("log.report", 20),
        entry("case.break_glass", 20),
    ]  # fmt: skip
    told = {finding.pattern: finding.sentence % finding.numbers for finding in findings(*several)}

    assert set(told) == set(Pattern)
    assert not [sentence for sentence in told.values() if "%" in sentence]


def test_every_limit_has_its_reason():
    assert all(each.says and each.reason for each in LIMITS.values())


WHO = st.sampled_from("ab")
WHEN = st.tuples(st.integers(0, 80), st.sampled_from([2, 9, 10, 10.05, 23]))
ONE = st.one_of(
    st.builds(lambda when, who, case: read(*when, actor=who, case=case), WHEN, WHO, WHO),
    st.builds(lambda when, who, case: act(*when, actor=who, case=case), WHEN, WHO, WHO),
    st.builds(lambda when, who: denied(*when, actor=who), WHEN, WHO),
    st.builds(lambda when, who: entry("person.change", *when, actor=who), WHEN, WHO),
)


@drawn(st.lists(ONE, max_size=60).flatmap(lambda each: st.tuples(st.just(each), st.permutations(each))))
def test_the_order_of_entries_does_not_matter(both):
    one, other = both

    assert findings(*one) == findings(*other)


@drawn(st.lists(ONE, max_size=30), st.lists(ONE, max_size=30))
def test_people_and_cases_of_others_do_not_matter(one, other):
    """What two regions do that share no person, no institution and no case."""
    for each in other:
        each.fields.update({name: each.fields[name] + "2" for name in ("actor", "case") if name in each.fields})
        each.fields["institution"] = 2

    assert {finding.id for finding in findings(*one, *other)} == {
        finding.id for each in (one, other) for finding in findings(*each)
    }


# Checked ----------------------------------------------------------------------------------------


def test_that_a_finding_was_checked_is_read_from_the_log():
    seen = read(20)
    [finding] = findings(seen)
    told = {"finding": finding.id, "note": "Nachgefragt, stimmt."}
    checks = {}

    handed_on = list(noting([seen, entry(CHECKED, 30, kind=Kind.OFFICER_ACCESS, actor="o", details=told)], checks))

    assert len(handed_on) == 2
    assert [(check.actor, check.note) for check in checks[finding.id]] == [("o", "Nachgefragt, stimmt.")]
