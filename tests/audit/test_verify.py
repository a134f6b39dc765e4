"""What the checker finds in a log that was tampered with, where it says it is, and what it must not cry about."""

from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit import erasing, signing, tree, verify
from audit.checkpoint import Checkpoint
from audit.closing import By
from audit.erasing import Erasure, What
from audit.format import Kind
from audit.report import MOST_FAULTS
from audit.signing import SigningKey
from audit.source import Missing, StoredEpoch
from tests.audit import made
from tests.audit.made import Entry, Made

TAG = bytes(range(16))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(32))


def check(log, **given):
    return verify.check(log, made.trusted(**given))


def first(log):
    """Where, and the sentence."""
    report = check(log)
    assert not report.is_sound
    return report.first.position, report.first.text(lambda sentence: sentence)


def flip(data, at=-1):
    return data[:at] + bytes([data[at] ^ 1]) + (data[at + 1 :] if at != -1 else b"")


def rebuilt(log, key=made.LOG_KEY):
    """With the log's key in hand: sign whatever is there now as if it had always been."""
    log.hashes, log.kept = None, []
    log.sign(key=key)
    return log


def erased(log, epoch, **scope):
    """An erasure, and after it a checkpoint; the payloads it covers are gone."""
    erasure = Erasure(What.PAYLOADS, log.clock_ms, "due", "§ 76 BDSG", ("one", "two"), **scope)
    log.place(epoch, Kind.ERASURE, erasing.write(erasure, signed_by=made.INSTANCE))
    for entry in log.entries:
        if entry.header[4] in (1, 7) and scope.get("case_tag") in (None, entry.header[48:64]):
            entry.payload = Missing.ERASED
    log.sign(witnessed=True)
    return log


@pytest.mark.parametrize("entries", [4, 20, 255, 256, 257, 600])
def test_an_ordinary_log_is_sound(entries):
    log = made.ordinary(entries, epochs=1)

    report = check(log)

    assert (report.faults, report.notices) == ([], {})
    assert (report.size, report.witnessed_size, report.witnesses) == (entries, entries, ("w",))


def test_an_empty_log_is_sound():
    log = Made()
    log.sign(witnessed=True)

    assert check(log, quorum="quorum none").faults == []


@pytest.mark.parametrize("position", [0, 7, 300])
def test_a_changed_payload_is_named(position):
    log = made.ordinary(600)
    log.entries[position].payload = flip(log.entries[position].payload)

    assert first(log) == (position, "The payload is not the one the header speaks of.")


@pytest.mark.parametrize("at", [4, 15, 39, 47, 63, 95])
def test_a_changed_header_is_named(at):
    log = made.ordinary()
    log.hashes = log.leaves()
    log.entries[5].header = flip(log.entries[5].header, at)

    assert first(log)[0] == 5


def test_a_changed_leaf_is_named():
    log = made.ordinary()
    log.hashes = log.leaves()
    log.hashes[5] = bytes(32)

    assert first(log)[0] in (0, 5)
    assert any(fault.position == 5 for fault in check(log).faults)


def test_a_changed_tree_is_named_between_two_checkpoints():
    """Header and leaf changed alike: only what was signed can tell."""
    log = made.ordinary(600, epochs=3)
    log.entries[450].header = flip(log.entries[450].header, 15)

    report = check(log)

    assert any("not the one that was signed" in fault.sentence and fault.position <= 450 for fault in report.faults)


def test_an_entry_put_back_at_another_place_is_named():
    log = made.ordinary()
    log.entries[12] = log.entries[5]

    position, sentence = first(rebuilt(log))

    assert (position, "stands here again" in sentence) == (12, True)


def test_an_entry_taken_out_by_who_holds_the_logs_key_leaves_a_gap():
    log = made.ordinary()
    del log.entries[5]

    assert "was taken out" in first(rebuilt(log))[1]


def test_the_last_entries_of_a_closed_epoch_cannot_be_taken_out():
    log = made.ordinary(40)
    at = max(number for number, entry in enumerate(log.entries) if entry.header[4] == 3)
    del log.entries[at - 1]

    assert "was taken out" in first(rebuilt(log))[1]


def test_a_whole_epoch_that_is_missing_is_missed_by_the_next():
    log = made.ordinary(40, epochs=3)
    second = log.entries[20].header[16:32]
    log.entries = [entry for entry in log.entries if entry.header[16:32] != second]

    assert "all of it is missing" in first(rebuilt(log))[1]


def test_a_rolled_back_act_is_no_alarm_when_the_process_says_so():
    log = made.Made()
    epoch = log.open_epoch()
    log.roll_back(epoch)
    log.event(epoch)
    log.close(epoch)
    log.sign(witnessed=True)

    assert check(log).faults == []


def test_what_a_killed_process_left_open_is_told_and_no_alarm():
    log = made.Made()
    epoch = log.open_epoch()
    log.roll_back(epoch)
    log.event(epoch)
    log.pass_minutes(60)
    log.close(epoch, by=By.SUCCESSOR)
    log.sign(witnessed=True)

    report = check(log)

    assert report.faults == []
    assert any("was killed" in sentence for sentence in report.notices)


def went_on(log, epoch, *, process="p", minutes=31):
    """Half an hour later a process opens an epoch, and so shows that it was not killed."""
    log.pass_minutes(minutes)
    log.open_epoch(previous=epoch, process=process)
    log.sign(witnessed=True)
    return log


def taken_out(*, closed):
    """As the database shows it when an entry and the close were removed before they had a position."""
    log = made.Made()
    epoch = log.open_epoch(process="p")
    log.roll_back(epoch)
    log.event(epoch)
    if closed:
        log.close(epoch, by=By.SUCCESSOR)
    return log, epoch


@pytest.mark.parametrize(
    ("closed", "words"), [(True, "as if its process had been killed"), (False, "its process went on")]
)
def test_who_goes_on_was_not_killed(closed, words):
    assert words in first(went_on(*taken_out(closed=closed)))[1]


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("other", [{"process": "another"}, {"minutes": 16}])
def test_who_was_killed_soon_after_or_could_not_close_in_time_is_no_alarm(closed, other):
    report = check(went_on(*taken_out(closed=closed), **other))

    assert report.faults == []
    assert report.notices


def test_that_a_last_entry_may_have_been_taken_out_is_told():
    log = made.Made()
    log.close(log.open_epoch(), by=By.SUCCESSOR)
    log.sign(witnessed=True)

    assert any("what was the last entry" in sentence for sentence in check(log).notices)


@pytest.mark.parametrize(("minutes", "told"), [(20, False), (40, True)])
def test_an_epoch_that_is_never_closed_is_told_in_time(minutes, told):
    log = made.Made()
    epoch = log.open_epoch()
    log.event(epoch)
    log.pass_minutes(minutes)
    log.open_epoch()
    log.sign(witnessed=True)

    report = check(log)

    assert report.faults == []
    assert any("never closed" in sentence for sentence in report.notices) == told


def test_a_close_by_a_stranger_is_named():
    log = made.Made()
    epoch = log.open_epoch()
    at = log.close(epoch, signed_by=STRANGER)
    log.sign(witnessed=True)

    assert first(log)[0] == at


def test_nothing_comes_after_the_close():
    log = made.Made()
    epoch = log.open_epoch()
    log.close(epoch)
    late = log.event(epoch)
    log.sign(witnessed=True)

    assert first(log)[0] == late


@pytest.mark.parametrize("minutes", [-3, 17])
def test_an_entry_sealed_outside_the_time_of_its_epoch_is_named(minutes):
    """As journald once let pass: an old key, or a clock that was set back."""
    log = made.Made()
    epoch = log.open_epoch()
    log.pass_minutes(minutes)
    at = log.event(epoch)
    log.sign(witnessed=True)

    assert first(log)[0] == at


def test_an_epoch_from_before_a_checkpoint_that_came_first_is_told():
    log = made.ordinary()
    log.pass_minutes(-24 * 60)
    log.open_epoch()
    log.pass_minutes(24 * 60)
    log.sign(witnessed=True)

    assert any("long before a checkpoint" in sentence for sentence in check(log).notices)


def test_an_epoch_of_an_unknown_instance_is_named():
    log = made.Made()
    log.open_epoch(signed_by=STRANGER)
    log.sign(witnessed=True)

    assert "an instance the policy does not know" in first(log)[1]


def test_an_epoch_of_another_log_of_the_same_house_is_named():
    log = made.Made(origin="log.example/two")
    log.open_epoch()
    log.origin = made.ORIGIN
    log.sign(witnessed=True)

    report = verify.check(log, made.trusted(origins=(made.ORIGIN, "log.example/two")))

    assert "another log" in report.first.text(lambda sentence: sentence)


def test_a_changed_record_is_named():
    log = made.ordinary()
    (epoch, stored), *_rest = log.epochs.items()
    log.epochs[epoch] = StoredEpoch(stored.record.replace(b'"software":"test"', b'"software":"tost"'), stored.signature)

    assert first(log)[0] == 0


def test_a_record_of_another_epoch_is_named():
    log = made.ordinary()
    (one, stored), (other, _stored) = log.epochs.items()
    log.epochs[other] = stored

    assert first(log)[0] == 10
    assert one != other


def test_a_record_that_is_gone_is_named():
    log = made.ordinary()
    log.epochs.clear()

    assert "There is no record" in first(log)[1]


@pytest.mark.parametrize("scope", [{}, {"kind": Kind.EVENT}, {"case_tag": TAG}])
def test_lawful_erasure_is_no_alarm(scope):
    log = made.Made()
    epoch = log.open_epoch()
    for _each in range(5):
        log.event(epoch, case_tag=TAG)
    log.sign()
    log.pass_minutes(1)

    report = check(erased(log, epoch, **scope))

    assert (report.faults, report.erased) == ([], 5)


def test_an_erasure_covers_nothing_else():
    log = made.Made()
    epoch = log.open_epoch()
    other = log.event(epoch)
    log.event(epoch, case_tag=TAG)
    log.pass_minutes(1)
    erased(log, epoch, case_tag=TAG)
    log.entries[other].payload = Missing.ERASED

    assert first(log) == (other, "The payload is missing, and no erasure says why.")


def test_an_erasure_covers_nothing_that_comes_later():
    log = made.Made()
    epoch = log.open_epoch()
    log.event(epoch)
    log.pass_minutes(1)
    erased(log, epoch)
    log.clock_ms -= 1
    later = log.event(epoch)
    log.entries[later].payload = Missing.ERASED
    log.sign(witnessed=True)

    assert first(log)[0] == later


def test_an_erasure_signed_by_a_stranger_allows_nothing():
    log = made.Made()
    epoch = log.open_epoch()
    gone = log.event(epoch)
    log.pass_minutes(1)
    erasure = Erasure(What.PAYLOADS, log.clock_ms, "due", "none", ("one", "two"))
    at = log.place(epoch, Kind.ERASURE, erasing.write(erasure, signed_by=STRANGER))
    log.entries[gone].payload = Missing.ERASED
    log.sign(witnessed=True)

    assert {fault.position for fault in check(log).faults} == {gone, at}


def test_what_everybody_must_be_able_to_read_is_never_erased():
    log = made.Made()
    epoch = log.open_epoch()
    log.pass_minutes(1)
    erased(log, epoch)
    log.entries[0].payload = Missing.ERASED

    assert first(log)[0] == 0


def test_an_erased_record_of_an_epoch_needs_an_erasure_of_epochs():
    log = made.Made()
    epoch = log.open_epoch()
    log.close(epoch)
    log.pass_minutes(1)
    newer = log.open_epoch()
    log.sign(witnessed=True)
    log.epochs[epoch] = StoredEpoch(None, log.epochs[epoch].signature)
    assert "is gone" in first(log)[1]

    erasure = Erasure(What.EPOCHS, log.clock_ms, "due", "§ 76 BDSG", ("one", "two"))
    log.place(newer, Kind.ERASURE, erasing.write(erasure, signed_by=made.INSTANCE))
    log.sign(witnessed=True)
    assert check(log).faults == []


def test_a_tag_key_may_go_only_when_an_entry_says_so():
    log = made.Made()
    epoch = log.open_epoch()
    log.tag_key("2023-01")
    log.sign(witnessed=True)
    assert check(log).faults == []

    log.tags[0] = log.tags[0]._replace(record=None)
    assert "tag key" in first(log)[1]

    erasure = Erasure(What.TAG_KEYS, log.clock_ms, "due", "§ 76 BDSG", ("one", "two"))
    log.place(epoch, Kind.KEY_DESTROYED, erasing.write(erasure, signed_by=made.INSTANCE))
    log.sign(witnessed=True)
    assert check(log).faults == []


def test_a_tag_key_of_a_stranger_is_named():
    log = made.ordinary()
    log.tag_key("2023-01")
    log.tags[0] = log.tags[0]._replace(signature=bytes(64))

    assert "tag key" in first(log)[1]


def test_a_checkpoint_signed_with_another_key_is_named():
    log = made.ordinary()
    log.sign(key=SigningKey(bytes(32), bytes(32)))

    assert "newest checkpoint" in first(log)[1]


def test_a_kept_checkpoint_that_was_changed_is_named():
    log = made.ordinary()
    log.kept[0] = (
        log.kept[0].replace(b"\n8\n", b"\n9\n") if b"\n8\n" in log.kept[0] else log.kept[0].replace(b"\n9\n", b"\n8\n")
    )

    assert "kept checkpoint" in first(log)[1]


def test_checkpoints_out_of_order_are_named():
    log = made.ordinary()
    log.kept.insert(0, log.kept[-1])
    log.kept.insert(2, log.kept[1])

    assert "out of order" in first(log)[1]


def test_two_stories_under_one_size_are_named():
    log = made.ordinary()
    log.kept.insert(-1, sign_other(log))

    assert "not the one that was signed" in first(log)[1]


def sign_other(log):
    said = Checkpoint(made.ORIGIN, 20, tree.leaf_hash(b"another story"))
    return signing.sign(said, made.LOG_KEY.as_log(made.ORIGIN), unix_s=log.clock_ms // 1000)


def test_a_log_no_witness_has_seen_is_no_proof():
    assert "witnesses" in first(made.ordinary(witnessed=False))[1]
    assert check(made.ordinary(witnessed=False), quorum="quorum none").faults == []


def test_what_is_newer_than_the_witness_is_told():
    log = made.ordinary()
    log.open_epoch()
    log.sign()

    report = check(log)

    assert (report.faults, report.witnessed_size) == ([], 20)
    assert any("Witnessed up to size" in sentence for sentence in report.notices)


def test_a_log_cut_below_its_newest_checkpoint_cannot_be_hidden():
    log = made.ordinary()
    export = log.kept[-1]
    log.kept = log.kept[:1]
    assert check(log, quorum="quorum none").faults == []  # the bound: without the witness nobody knows of more
    log.kept.append(export)
    log.entries = log.entries[:15]

    with pytest.raises((IndexError, ValueError)):  # in memory; an export says which file is missing
        check(log)


def test_a_log_cut_below_what_the_witness_saw_is_found_with_the_witness_in_hand():
    log = made.ordinary()
    witnessed = log.kept.pop()
    log.entries = log.entries[:19]

    report = verify.check(log, made.trusted(quorum="quorum none"), known=[witnessed])

    assert (report.first.position, "what stood from here on is missing" in report.first.sentence) == (19, True)


def test_another_story_than_the_witness_saw_is_found():
    log = made.ordinary()
    witnessed = log.kept[-1]
    log.entries[5].header = flip(log.entries[5].header, 15)
    rebuilt(log)

    log.sign(size=10)
    log.kept.reverse()
    (fault,) = verify.check(log, made.trusted(quorum="quorum none"), known=[witnessed]).faults

    assert ("not the one that was signed" in fault.sentence, fault.position) == (True, 0)


def test_what_a_restore_says_was_lost_is_no_alarm():
    log = made.ordinary(witnessed=True)
    lost, lost_root = log.kept[-1], tree.root_at(20, log.fetch())
    log.entries, log.kept = log.entries[:10], log.kept[:1]
    log.origin = f"{made.ORIGIN}/2"
    made.restored(log, from_size=10, lost_to_size=20, lost_root=lost_root)
    log.sign(witnessed=True)

    report = verify.check(log, made.trusted(origins=(made.ORIGIN, log.origin)), known=[lost])

    assert report.faults == []
    assert any("a restore says" in sentence for sentence in report.notices)


def test_a_new_origin_without_a_restore_is_named():
    log = made.ordinary()
    log.origin = f"{made.ORIGIN}/2"
    log.open_epoch()
    log.sign(witnessed=True)

    report = verify.check(log, made.trusted(origins=(made.ORIGIN, log.origin)))

    assert report.first.sentence.startswith("From size")


def test_many_faults_of_one_kind_hide_none_of_another():
    """Else whoever can write false entries in front of what he changed keeps everybody from looking further."""
    log = made.ordinary(600)
    for entry in log.entries[1:]:
        entry.payload = b"x"
    log.entries[-1].header = bytes(96)

    report = check(log)

    assert sorted(kind for kind, count in report.times.items() if count >= MOST_FAULTS) == [
        "The payload is not the one the header speaks of."
    ]
    assert any("not the header" in sentence for sentence in verify.sentences(report))
    assert not report.is_cut


def test_an_unknown_kind_and_a_foreign_header_are_named():
    log = made.ordinary()
    log.entries.append(Entry(bytes(96), b""))

    assert first(rebuilt(log))[0] == 20


def test_an_epoch_that_nobody_opened_is_named():
    log = made.Made()
    epoch = log.open_epoch()
    log.event(epoch)
    del log.entries[0]
    log.sign(witnessed=True)

    assert "is missing" in first(log)[1]
    assert isinstance(epoch, UUID)
