"""Answers to a question: the right entries, in order, and nothing that might have been one is passed over in silence."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit import rewrap, xwing
from audit.epoch import SignedRecord
from audit.format import HEADER_BYTES, WRAPPED_BYTES, Kind
from audit.question import Question
from audit.read import ERASED, UNREADABLE, Tally, answers
from audit.source import Row
from tests.audit import keys
from tests.audit.memory import ACTOR, CASE, NOVEMBER_MS, Memory, text

OTHER = UUID(int=9)
SECOND = 1000


@pytest.fixture
def log():
    """Acts of one process, a second apart, tagged with their case."""
    memory = Memory()
    tags = memory.new_tag_key()
    key = memory.open_epoch()
    acts = [
        (text("case.read", case=str(CASE)), CASE, Kind.EVENT),
        (text("case.assess", case=str(CASE), actor=str(OTHER)), CASE, Kind.EVENT),
        (text("case.read", case=str(OTHER), institution=8), OTHER, Kind.EVENT),
        (text("case.list", details={"cases": ["K-1", "K-2"]}), None, Kind.EVENT),
        (text("access.denied", outcome="denied"), None, Kind.EVENT),
        (text("log.timeline", role="officer"), None, Kind.OFFICER_ACCESS),
    ]
    for counter, (said, case, kind) in enumerate(acts, start=1):
        tag = {"case_tag": tags.tag(case)} if case else {}
        memory.write(key, counter, said, kind=kind, unix_ms=NOVEMBER_MS + counter * SECOND, **tag)
    return memory


def ask(log, seed=keys.FIRST_OFFICER, tally=None, **question):
    return [entry.position for entry in answers(log, seed, Question(**question), tally)]


def at(second):
    return datetime.fromtimestamp(NOVEMBER_MS / 1000, UTC) + timedelta(seconds=second)


@pytest.mark.parametrize(
    ("question", "positions"),
    [
        ({}, [0, 1, 2, 3, 4, 5, 6]),
        ({"since": at(2)}, [2, 3, 4, 5, 6]),
        ({"until": at(2)}, [0, 1]),
        ({"since": at(2), "until": at(4)}, [2, 3]),
        ({"actor": ACTOR}, [1, 3, 4, 5, 6]),
        ({"actor": OTHER}, [2]),
        ({"institution": 8}, [3]),
        ({"institution": 0}, []),
        ({"case": CASE}, [1, 2]),
        ({"case": CASE, "code": "K-2"}, [1, 2, 4]),
        ({"code": "K-1"}, [4]),
        ({"event": "case.read"}, [1, 3]),
        ({"event": "case."}, [1, 2, 3, 4]),
        ({"event": "case"}, []),
        ({"kind": Kind.OFFICER_ACCESS}, [6]),
        ({"kind": Kind.EPOCH_OPEN}, [0]),
        ({"outcome": "denied"}, [5]),
        ({"case": CASE, "actor": OTHER, "since": at(2)}, [2]),
    ],
)
def test_a_question_gets_its_answers(log, question, positions):
    assert ask(log, **question) == positions


def test_an_answer_says_when_and_where(log):
    entry = next(answers(log, keys.RECOVERY, Question(event="case.assess")))

    assert (entry.position, entry.event, entry.at, entry.is_readable) == (2, "case.assess", at(2), True)
    assert entry.fields["actor"] == str(OTHER)


def test_answers_come_in_the_order_of_the_source_without_reading_ahead(log):
    log.stored.reverse()
    read = iter(log.stored)
    log.rows = lambda: read

    assert next(answers(log, keys.FIRST_OFFICER, Question(event="case."))).position == 4
    assert next(read).position == 3


def test_whoever_asks_for_a_case_opens_nothing_of_others(log):
    """The entry of another case is damaged, and nobody notices, for its tag says that it is of another."""
    damaged = log.stored[3]
    log.stored[3] = damaged._replace(payload=bytes(len(damaged.payload)))
    tally = Tally()

    assert ask(log, tally=tally, case=CASE) == [1, 2]
    assert tally.unreadable == 0
    assert ask(log, tally=tally, event="case.read") == [1]
    assert tally.unreadable == 1


@pytest.mark.parametrize("period", [None, "2026-11"])
def test_without_the_months_key_all_are_opened(log, period):
    """It was destroyed, or it is another month's under this month's name."""
    log.new_tag_key("2026-10")
    log.tag_keys = {} if period is None else {period: log.tag_keys["2026-10"]}

    assert ask(log, case=CASE) == [1, 2]


def test_months_have_their_own_tags(log):
    december = int(datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp() * 1000)
    key, tags = log.open_epoch(), log.new_tag_key("2026-12")
    log.write(key, 1, text(case=str(CASE)), unix_ms=december, case_tag=tags.tag(CASE))
    log.write(key, 2, text(case=str(CASE)), unix_ms=december + 1000, case_tag=bytes(15) + b"1")  # no key of 2027

    assert ask(log, case=CASE) == [1, 2, 8, 9]


def test_a_tag_that_lies_is_counted(log):
    """By it somebody hides an entry from whoever asks for the case; whoever reads everything sees it."""
    key, tags = log.open_epoch(), log.new_tag_key()
    log.write(key, 1, text(case=str(CASE)), case_tag=tags.tag(OTHER))
    log.write(key, 2, text(), case_tag=tags.tag(OTHER))
    log.write(key, 3, text(case="no UUID"), case_tag=tags.tag(OTHER))
    log.write(key, 4, text(case=str(CASE)), case_tag=tags.tag(CASE))
    log.stored = log.stored[7:]
    tally = Tally()

    assert ask(log, tally=tally) == [7, 8, 9, 10, 11]
    assert tally.mistagged == 3


# What cannot be read ------------------------------------------------------------------------


def test_what_was_erased_is_told_of_when_only_time_is_asked(log):
    log.erase(2)
    tally = Tally()

    erased = list(answers(log, keys.FIRST_OFFICER, Question(), tally))[2]
    assert (erased.event, erased.is_readable, erased.at) == (ERASED, False, at(2))
    assert (tally.seen, tally.matched, tally.erased) == (7, 7, 1)
    assert ask(log, tally=tally, actor=OTHER) == []
    assert tally.erased == 2


def test_an_epoch_sealed_for_others_is_told_of_as_such(log):
    tally = Tally()
    entries = list(answers(log, keys.STRANGER, Question(), tally))

    assert [entry.event for entry in entries] == ["log.epoch_opened", *[UNREADABLE] * 6]
    assert "not sealed for this key" in entries[1].fields["reason"]
    assert tally.unreadable == 6


def test_what_was_wrapped_anew_is_read_by_a_later_officer(log):
    key = log.open_epoch()
    log.write(key, 1, text("case.close"))
    log.rewrap_for(key, keys.STRANGER)

    assert ask(log, keys.STRANGER, event="case.close") == [8]
    assert ask(log, keys.STRANGER, event="case.read") == []


def test_a_bad_wrap_takes_nothing_from_who_could_read_without_it(log):
    (epoch_id,) = log.epochs
    for seed in (keys.FIRST_OFFICER, keys.STRANGER):
        log.rewraps[epoch_id, xwing.key_id(xwing.public_bytes(seed))] = bytes(WRAPPED_BYTES)

    assert ask(log, actor=OTHER) == [2]
    assert ask(log, keys.STRANGER, actor=OTHER) == []


def test_another_key_wrapped_anew_is_noticed(log):
    """The record commits to its key: nobody can be given one under which entries say something else."""
    key, other = log.open_epoch(), log.open_epoch()
    public = xwing.public_bytes(keys.STRANGER)
    false = rewrap.wrap_again(replace(other, id=key.id), log.epochs[key.id], public)
    log.rewraps[key.id, xwing.key_id(public)] = false
    log.write(key, 1, text("case.close"))

    (entry,) = (entry for entry in answers(log, keys.STRANGER, Question()) if entry.position == 9)
    assert "another key" in entry.fields["reason"]


def test_the_entries_everybody_can_read(log):
    key = log.open_epoch()
    log.write_plain(key, 1, Kind.EPOCH_CLOSE, {"last": 1})
    log.write_plain(key, 2, Kind.ERASURE, {"what": "payloads"})

    closed, erasure = list(answers(log, keys.STRANGER, Question()))[-2:]

    assert (closed.event, closed.fields["record"]) == ("log.epoch_closed", {"last": 1})
    assert erasure.event == "log.erasure"


def test_keys_of_many_epochs_are_not_all_kept(log, monkeypatch):
    monkeypatch.setattr("audit.keyring.KEPT", 2)
    epochs = [log.open_epoch() for _ in range(3)]
    for counter in (1, 2):
        for key in epochs:
            log.write(key, counter, text("case.close"))

    assert len(ask(log, event="case.close")) == 6


# What a stranger made -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        *(b"", b"[]", b"5", b'{"event":5}', b"{}", b"\xff", b"[" * 5000),
        b'{"event":"a.b","details":{"why":"\\ud800"}}',
        b'{"event":"a.b","actor":[]}',
        b'{"event":"a.b","case":{}}',
        b'{"event":"a.b","operation":["query"]}',
        b'{"event":"a.b","details":[]}',
        b'{"event":"a.b","institution":true}',
        b'{"event":"a.b","institution":1000000000000000000000000}',
    ],
)
def test_sealed_nonsense_is_unreadable_and_stops_nothing(log, said):
    key = log.open_epoch()
    log.write(key, 1, said or b" ")
    log.write(key, 2, text("case.close"))

    assert ask(log, event="case.close") == [9]
    assert [opened.event for opened in answers(log, keys.FIRST_OFFICER, Question())][-2:] == [UNREADABLE, "case.close"]


RECORDS = st.one_of(
    st.binary(max_size=50),
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.text(max_size=5)
        | st.sampled_from(["fk-audit-epoch-v1", "00" * 32]),
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(
                st.sampled_from(
                    ["format", "origin", "epoch", "recipients", "recipient_list", "commitment", "role", "key"]
                ),
                inner,
            )
        ),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode()),
)


@settings(max_examples=60, deadline=None)
@given(record=RECORDS, header=st.binary(max_size=HEADER_BYTES + 1), payload=st.none() | st.binary(max_size=64))
def test_hostile_bytes_never_raise(record, header, payload):
    key_bytes = (header + bytes(HEADER_BYTES))[16:32]
    memory = Memory(stored=[Row(0, header, payload), Row(1, b"FKA1\x01" + header[5:].ljust(91, b"\0")[:91], payload)])
    memory.epochs = {UUID(bytes=key_bytes): SignedRecord(record, bytes(64))}

    for question in (Question(), Question(case=CASE)):
        assert len(list(answers(memory, keys.FIRST_OFFICER, question))) <= 2


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_record_with_one_field_changed_never_raises(data):

    memory = Memory()
    key = memory.open_epoch()
    memory.write(key, 1)
    fields = json.loads(memory.epochs[key.id].record)
    name = data.draw(st.sampled_from(sorted(fields)))
    fields[name] = data.draw(
        st.none() | st.integers() | st.text(max_size=4) | st.just([{}]) | st.just([None]) | st.just("zz" * 32)
    )
    memory.epochs[key.id] = SignedRecord(json.dumps(fields).encode(), bytes(64))

    assert len(list(answers(memory, keys.FIRST_OFFICER, Question()))) == 2
