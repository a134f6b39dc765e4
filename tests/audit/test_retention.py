"""What is past its time is erased, said in the log, and nothing else is; killed in the middle, it goes on."""

from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from audit import erasing, instance, levels, log, retention, tagkeys, tags
from audit.erasing import Erasure, What
from audit.format import Header, Kind
from audit.retention import NotAllowed
from audit.sealing import CannotOpen
from tests.audit import keys
from tests.audit import reading as audit_log
from tests.audit.conftest import ACCESS, CASE, record
from tests.audit.victim import sequence

committed = pytest.mark.django_db(transaction=True)

IN_OCTOBER = 1_792_022_400_000  # 2026-10-14: before the database's own clock
LATER = "2027-12-31T12:00Z"  # entries of 2026 are kept to the end of this year


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    """For a sequencer, which is not there in these tests."""
    monkeypatch.setattr(levels, "wait_from_now_on", lambda: None)


def in_year(year):
    return time_machine.travel(datetime(year, 1, 2, 12, tzinfo=UTC), tick=False)


@contextmanager
def as_retention():
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE fk_retention")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE fk_web")


def written_now(*, event="test.read", **given):
    with transaction.atomic():
        record(event, **given)


def erase(erasures=None):
    with as_retention():
        return {done.erasure.what: done.count for done in retention.run(erasures or retention.routine(timezone.now()))}


def stored(columns, table="audit_entry", more=""):
    with audit_log.as_reader() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} {more}")
        return cursor.fetchall()


def kinds_left():
    return sorted(
        Header.unpack(bytes(header)).kind.name for (header,) in stored("header", more="WHERE payload IS NOT NULL")
    )


def said():
    """The erasures that the log speaks of, each seen to be signed."""
    public = instance.load(audit_instance_key()).public_key()
    payloads = [
        (Header.unpack(bytes(header)).kind, bytes(payload))
        for header, payload in stored(
            "header, payload", more="WHERE get_byte(header, 4) IN (4, 5) ORDER BY at, counter"
        )
    ]
    found = [(kind, erasing.checked(payload, [public]).erasure) for kind, payload in payloads]
    assert all(kind is erasure.header_kind for kind, erasure in found)
    return [erasure for _, erasure in found]


def audit_instance_key():
    return settings.AUDIT_INSTANCE_KEY_FILE


# What is due --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "kept_from"),
    [
        ("2027-12-31T22:59Z", "2026-01-01T00:00+01:00"),
        ("2027-12-31T23:00Z", "2027-01-01T00:00+01:00"),  # the year ends in Berlin
        ("2028-02-29T12:00Z", "2027-01-01T00:00+01:00"),
    ],
)
def test_an_entry_is_kept_to_the_end_of_the_year_after_its_own(now, kept_from):
    found = retention.cutoffs(datetime.fromisoformat(now))

    assert set(found.values()) == {datetime.fromisoformat(kept_from)}
    assert found.keys() == set(erasing.ERASABLE)


@pytest.mark.parametrize("years", [{}, {"event": 1}, {"event": 0, "officer_access": 1}, {"event": 1, "reads": 1}])
def test_a_setting_that_forgets_a_kind_or_keeps_less_than_a_year_is_refused(settings, years):
    settings.AUDIT_RETENTION = years

    with pytest.raises(NotAllowed):
        retention.cutoffs(timezone.now())


# The routine --------------------------------------------------------------------------------------


@committed
def test_what_is_past_its_time_goes_and_its_keys_after_it():
    written_now(case=CASE)
    written_now(event=ACCESS.name)
    log.forget_epoch()

    with in_year(2028):
        assert erase() == {What.PAYLOADS: 1, What.EPOCHS: 1}
    assert kinds_left() == ["EPOCH_OPEN", "EPOCH_OPEN", "ERASURE", "ERASURE", "ERASURE"]
    assert [record is None for (record,) in stored("record", "audit_epoch", "ORDER BY at")] == [True, False]
    assert [erasure.what for erasure in said()] == [What.PAYLOADS, What.PAYLOADS, What.EPOCHS]
    assert {(erasure.ground, erasure.approved_by) for erasure in said()} == {(retention.LAW, ("schedule",))}


@committed
def test_what_is_not_past_its_time_stays_and_nothing_is_said():
    written_now(case=CASE)

    with time_machine.travel(LATER, tick=False):
        assert erase() == {}
    assert kinds_left() == ["EPOCH_OPEN", "EVENT"]
    assert said() == []


@committed
def test_officers_accesses_may_be_kept_longer(settings):
    settings.AUDIT_RETENTION = {"event": 1, "officer_access": 2}
    written_now()
    written_now(event=ACCESS.name)
    log.forget_epoch()

    with in_year(2028):
        assert erase() == {What.PAYLOADS: 1}
    assert kinds_left() == ["EPOCH_OPEN", "EPOCH_OPEN", "ERASURE", "OFFICER_ACCESS"]
    with in_year(2029):
        erase()
    assert "OFFICER_ACCESS" not in kinds_left()


@committed
def test_a_second_run_finds_nothing_to_do():
    written_now()
    log.forget_epoch()

    with in_year(2028):
        erase()
        assert erase() == {}
    assert len(said()) == 2


@committed
def test_the_writers_copy_of_a_past_months_key_goes_and_the_officers_stays():
    tags.tag_of(CASE, IN_OCTOBER)
    written_now(case=CASE)

    assert erase() == {What.HELD_TAG_KEYS: 1}
    assert [
        (held is None, record is None) for held, record in stored("held, record", "audit_tag_key", "ORDER BY period")
    ] == [
        (True, False),
        (False, False),
    ]


@committed
def test_a_months_key_goes_for_good_when_its_entries_did():
    tags.tag_of(CASE, IN_OCTOBER)
    erase()

    with in_year(2028):
        erase()
    assert [erasure.what for erasure in said()] == [What.HELD_TAG_KEYS, What.EPOCHS, What.TAG_KEYS]
    assert stored("held, record", "audit_tag_key") == [(None, None)]


@committed
def test_a_run_that_was_killed_goes_on_with_the_entry_it_has(monkeypatch):
    for _ in range(3):
        written_now()
        log.forget_epoch()
    monkeypatch.setattr("audit.statements.EPOCHS_AT_ONCE", 1)
    done = []

    def killed_after_the_first(*given):
        if done:
            raise KeyboardInterrupt
        done.append(piece(*given))
        return done[0]

    piece = retention._piece
    monkeypatch.setattr(retention, "_piece", killed_after_the_first)
    with in_year(2028), pytest.raises(KeyboardInterrupt):
        erase()
    monkeypatch.setattr(retention, "_piece", piece)
    assert kinds_left().count("EVENT") == 2
    sequence()
    with in_year(2028):
        assert erase() == {What.PAYLOADS: 2, What.EPOCHS: 3}
    assert [erasure.what for erasure in said()] == [What.PAYLOADS, What.EPOCHS]


# One case, early ----------------------------------------------------------------------------------


def tags_of_case():
    signed = [audit_log.SignedRecord(bytes(r), bytes(s)) for r, s in stored("record, signature", "audit_tag_key")]
    opened = [tagkeys.open_record(one, keys.FIRST_OFFICER) for one in signed]
    return tagkeys.write_tags(CASE, {key.period: key for key in opened})


@committed
def test_a_case_is_erased_early_when_two_persons_approve(tmp_path):
    written_now(case=CASE, object="hers")
    written_now(case=uuid4(), object="another's")
    written_now(object="nobody's")
    (tmp_path / "tags").write_bytes(tags_of_case())

    with as_retention():
        call_command(
            "audit_retention",
            case_tags=tmp_path / "tags",
            reason="asked for, file 7",
            ground="§ 75 (2) BDSG",
            approved_by=["officer 2", "officer 1"],
        )
    assert [entry.fields["object"] for entry in audit_log.entries("test.read")] == ["another's", "nobody's"]
    (erasure,) = said()
    assert (erasure.reason, erasure.approved_by) == ("asked for, file 7", ("officer 1", "officer 2"))


@pytest.mark.parametrize(
    "given",
    [
        {"approved_by": ["one"]},
        {"approved_by": ["one", "one "]},
        {"approved_by": ["one", "schedule"]},
        {"approved_by": []},
        {"reason": " "},
        {"ground": ""},
    ],
)
def test_an_early_erasure_by_one_person_or_without_a_reason_is_refused(given):
    with pytest.raises(NotAllowed):
        retention.of_one_case([bytes(16)], **({"reason": "r", "ground": "g", "approved_by": ["one", "two"]} | given))


@pytest.mark.django_db
@pytest.mark.parametrize("content", ["", "2026-11 abc\n", "2026-11 " + "0" * 32 + "\nmore", "\x00", "é" * 5, None])
def test_a_list_of_tags_that_is_none_is_refused_in_a_sentence(tmp_path, content):
    if content is not None:
        (tmp_path / "tags").write_text(content)

    with as_retention(), pytest.raises(CommandError, match="tags"):
        call_command("audit_retention", case_tags=tmp_path / "tags", reason="r", ground="g", approved_by=["a", "b"])


# The command --------------------------------------------------------------------------------------


@committed
def test_a_dry_run_says_and_does_nothing(capsys):
    written_now()

    with in_year(2028), as_retention():
        call_command("audit_retention", dry_run=True)
    assert "1  payloads       event" in capsys.readouterr().out
    assert kinds_left() == ["EPOCH_OPEN", "EVENT"]


@pytest.mark.django_db
def test_it_erases_as_the_role_of_retention_alone():
    with pytest.raises(CommandError, match="fk_retention"):
        call_command("audit_retention")


@pytest.mark.django_db
def test_two_do_not_erase_at_once():
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [retention.ONE_AT_A_TIME])
    try:
        with as_retention(), pytest.raises(CommandError, match=r"Another process|anderer Prozess"):
            call_command("audit_retention")
    finally:
        other.close()


@committed
def test_nothing_goes_that_the_log_does_not_confirm(monkeypatch):
    written_now()
    log.forget_epoch()
    monkeypatch.setattr(levels, "_waits", True)
    monkeypatch.setattr(levels, "PATIENCE", 0.0)

    with in_year(2028), as_retention():
        with pytest.raises(CommandError, match=r"[Ss]equen"):
            call_command("audit_retention")
        with pytest.raises(CommandError):
            call_command("audit_retention")  # nor when it is tried again
    assert kinds_left() == ["EPOCH_OPEN", "EPOCH_OPEN", "ERASURE", "ERASURE", "EVENT"]


# After a restore ----------------------------------------------------------------------------------


@committed
def test_what_a_newer_copy_says_was_erased_is_erased_again():
    written_now(case=CASE)
    key = instance.load(audit_instance_key())
    erasure = Erasure(
        What.PAYLOADS, 2**42, "asked for", "law", ("one", "two"), case_tag=audit_log.last().header.case_tag
    )

    for expected in ([1], []):
        with as_retention():
            done = retention.replay([erasing.write(erasure, signed_by=key)], instances=[key.public_key()])
        assert [one.count for one in done] == expected
    assert kinds_left() == ["EPOCH_OPEN", "ERASURE"]
    assert [(one.replayed, one.approved_by) for one in said()] == [(True, ("one", "two"))]


@committed
def test_nothing_is_erased_on_a_strangers_word():
    written_now()
    stranger = erasing.Ed25519PrivateKey.generate()
    payload = erasing.write(Erasure(What.PAYLOADS, 2**42, "r", "g", ()), signed_by=stranger)

    with as_retention(), pytest.raises(CannotOpen):
        retention.replay([payload], instances=[instance.load(audit_instance_key()).public_key()])
    assert Kind.EVENT.name in kinds_left()
