"""Erasing that somebody asks for: one case early, by the command, after a restore."""

from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit import erasing, instance, levels, log, retention, tagkeys
from audit.current import now_ms
from audit.erasing import Erasure, What
from audit.format import Kind
from audit.retention import NotAllowed
from audit.sealing import CannotOpen
from tests.audit import keys
from tests.audit import reading as audit_log
from tests.audit.recording import CASE
from tests.audit.test_retention import (  # noqa: F401 - one is a fixture for all
    as_retention,
    audit_instance_key,
    committed,
    in_year,
    kinds_left,
    nobody_waits,
    said,
    stored,
    written_now,
)

OF_A_CASE, OF_NO_CASE = "a" * 32, "0" * 32

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
        {"reason": "lost\x1b[2K\rfound"},
        {"ground": "Art. 17\n"},
        {"approved_by": ["one", "\u202eowt"]},
    ],
)
def test_an_early_erasure_by_one_person_or_without_a_reason_is_refused(given):
    with pytest.raises(NotAllowed):
        retention.of_one_case([bytes(16)], **({"reason": "r", "ground": "g", "approved_by": ["one", "two"]} | given))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content", ["", "2026-11 abc\n", f"2026-11 {OF_NO_CASE}\n", f"2026-11 {OF_A_CASE}\nmore", "\x00", "é" * 5, None]
)
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
        What.PAYLOADS, now_ms(), "asked for", "law", ("one", "two"), case_tag=audit_log.last().header.case_tag
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
