"""The tamperings of the drill: what somebody does who holds the database, and what the thief of a key does besides.

``alone`` and ``watched`` say how each is found without and with a witness: as a fault, as a notice, or not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from audit import closing, epoch, tagkeys
from audit.closing import By, Close
from audit.epoch import Recipient, Role, SignedRecord
from audit.format import Header, Kind, canonical
from audit.xwing import public_bytes
from tests.audit import keys
from tests.audit.closers import (
    delete_with_the_close,
    delete_with_the_close_of_one_that_lives_on,
    forge_a_close,
    forge_a_close_with_the_instances_key,
)
from tests.audit.erasers import (
    STRANGER,
    erase_by_a_strangers_word,
    erase_early_by_invented_persons,
    erase_early_by_the_schedule,
    erase_without_an_entry,
)
from tests.audit.thief import AT, Thief, now_ms, unsealed
from tests.audit.victim import PER_EPOCH, SIZE, WITNESSED, instance_key

HOUR_MS = 60 * 60 * 1000
FAR = 10**9  # a position nobody has


class Found(StrEnum):
    FAULT = "yes"
    NOTICE = "as a notice"
    MISSED = "no"


@dataclass(frozen=True)
class Tampering:
    what: str
    do: Callable[[Thief], object]
    alone: Found = Found.FAULT
    watched: Found = Found.FAULT


def flip_a_bit(thief):
    header, payload = thief.entry(150)
    thief.put_payload(150, bytes([payload[0] ^ 1]) + payload[1:], header=header)


def splice(thief):
    thief.put_payload(150, thief.entry(151)[1])


def delete_the_row(thief):
    thief.run(f"DELETE FROM audit_entry WHERE {AT}", [150])


def swap(thief):
    for here, there in ((150, FAR), (160, 150), (FAR, 160)):
        thief.run("UPDATE audit_leaf SET position = %s WHERE position = %s", (there, here))


def replay(thief):
    epoch_id, counter, hash_ = thief.run(
        "SELECT epoch_id, counter, hash FROM audit_leaf WHERE position = 140"
    ).fetchone()
    thief.run(
        "UPDATE audit_leaf SET epoch_id = %s, counter = %s, hash = %b WHERE position = 150", (epoch_id, counter, hash_)
    )


def flip_a_leaf(thief):
    thief.run("UPDATE audit_leaf SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1) WHERE position = 150")


def edit_a_checkpoint(thief):
    (data,) = thief.run("SELECT note FROM audit_checkpoint WHERE size = 200").fetchone()
    lines = bytes(data).split(b"\n")
    lines[2] = lines[2][::-1]
    thief.run("UPDATE audit_checkpoint SET note = %b WHERE size = 200", [b"\n".join(lines)])


def delete_before_it_has_a_position(thief):
    """As if it had never been placed: all that came after is signed, and cosigned, without it."""
    thief.delete(150)
    thief.sign_anew(cosigned=True)


def delete_and_sign_anew(thief):
    thief.delete(150)
    thief.sign_anew()


def truncate(thief):
    thief.cut(250)
    thief.place_the_rest()  # which is nothing; but what is left gets its signature


def write_another_log(thief, signed_by=STRANGER):
    """The same size, epochs of its own, signed with the stolen log key."""
    thief.cut(0)
    key = thief.open_epoch(signed_by=signed_by)
    for counter in range(1, SIZE):
        thief.append(key.seal(canonical({"event": "lie"}), kind=Kind.EVENT, counter=counter, unix_ms=now_ms()))
    thief.sign_anew()


def write_another_log_with_the_instances_key(thief):
    write_another_log(thief, instance_key())


def drop_what_the_witness_has_not_seen(thief):
    thief.cut(WITNESSED)


def drop_it_and_go_on(thief):
    """The process that wrote what was dropped knows nothing of it, goes on counting, and closes its epoch."""
    last = Header.unpack(thief.entry(SIZE - 1)[0])
    drop_what_the_witness_has_not_seen(thief)
    close = closing.write(Close(last.epoch, last.counter, (), By.SELF), instance_key())
    thief.append(unsealed(last.epoch, last.counter + 1, Kind.EPOCH_CLOSE, close, now_ms()))
    thief.place_the_rest()


def put_a_row_back_elsewhere(thief):
    row = thief.run(f"SELECT epoch_id, counter, header, payload FROM audit_entry WHERE {AT}", [150]).fetchone()
    thief.delete(150)
    thief.sign_anew()
    thief.run("INSERT INTO audit_entry (epoch_id, counter, header, payload) VALUES (%s, %s, %b, %b)", row)
    thief.place_the_rest()


def swap_epochs(thief):
    (one, of_one), (other, of_other) = thief.record_of(0), thief.record_of(PER_EPOCH)
    thief.put_record(one, of_other)
    thief.put_record(other, of_one)


def _record_again(thief, change):
    of, signed = thief.record_of(PER_EPOCH)
    record = canonical(change(epoch.read_record(signed.record)))
    thief.put_record(of, SignedRecord(record, instance_key().sign(epoch.SIGNED_AS + record)))


def drop_a_recipient_afterwards(thief):
    _record_again(thief, lambda fields: fields | {"recipients": fields["recipients"][1:]})


def break_a_commitment(thief):
    _record_again(thief, lambda fields: fields | {"commitment": "00" * 32})


def leave_a_recipient_out(thief):
    first = Recipient(Role.OFFICER, public_bytes(keys.FIRST_OFFICER))
    thief.open_epoch(to=[first])
    thief.place_the_rest()


def let_another_read(thief):
    everybody = [Recipient(Role(role), public_bytes(seed)) for role, _label, seed in keys.EVERYBODY]
    thief.open_epoch(to=[*everybody, Recipient(Role.OFFICER, public_bytes(b"t" * 32))])
    thief.place_the_rest()


def set_the_clock_back(thief):
    thief.open_epoch(opened_ms=now_ms() - 30 * 24 * HOUR_MS)
    thief.place_the_rest()


def date_an_entry_back(thief):
    header, payload = thief.entry(150)
    thief.put_payload(150, payload, header=header[:8] + (now_ms() - HOUR_MS).to_bytes(8, "big") + header[16:])


def take_a_key_away(thief):
    of, _signed = thief.record_of(PER_EPOCH)
    thief.run("UPDATE audit_epoch SET record = NULL WHERE id = %s", [of])


def replace_a_tag_key(thief):
    first = Recipient(Role.OFFICER, public_bytes(keys.FIRST_OFFICER))
    (period,) = thief.run("SELECT to_char(period, 'YYYY-MM') FROM audit_tag_key").fetchone()
    key = tagkeys.TagKey(period)
    signed = tagkeys.make_record(key, [first], origin="o", made_ms=now_ms(), signed_by=STRANGER)
    thief.run("UPDATE audit_tag_key SET record = %b, signature = %b", (signed.record, signed.signature))


def change_a_node(thief):
    thief.run("UPDATE audit_node SET hash = sha256('x') WHERE level = 1 AND number = 0")


def take_the_cosignatures_away(thief):
    thief.run("DELETE FROM audit_cosignature")
    thief.word = b""  # and nobody asks the witness itself, which would make it good


LOG_KEY = "with the log's key: "
INSTANCE_KEY = "with the instance's key: "
BOTH_KEYS = "with the log's and the instance's key: "
# fmt: off
TABLE = (
    Tampering("a bit of a payload is flipped",                            flip_a_bit),
    Tampering("a payload is replaced by another's",                       splice),
    Tampering("an entry is deleted",                                      delete_the_row),
    Tampering("an entry and its leaf are deleted",                        lambda thief: thief.delete(150)),
    Tampering("two entries change places",                                swap),
    Tampering("an entry is shown a second time",                          replay),
    Tampering("a leaf is changed",                                        flip_a_leaf),
    Tampering("a checkpoint is edited",                                   edit_a_checkpoint),
    Tampering("an entry is deleted before it has a position",             delete_before_it_has_a_position),
    Tampering("the same with the close of its epoch, and the process goes on", delete_with_the_close_of_one_that_lives_on),
    Tampering("the same in the last half hour of a process",              delete_with_the_close, alone=Found.NOTICE, watched=Found.NOTICE),
    Tampering(LOG_KEY + "one entry is deleted, all signed anew",          delete_and_sign_anew),
    Tampering(LOG_KEY + "cut below what was witnessed",                   truncate, alone=Found.MISSED),
    Tampering(LOG_KEY + "all written anew, with epochs of their own",     write_another_log),
    Tampering(BOTH_KEYS + "all written anew",                             write_another_log_with_the_instances_key, alone=Found.MISSED),
    Tampering("what is newer than the last cosignature is dropped",       drop_what_the_witness_has_not_seen, alone=Found.MISSED, watched=Found.MISSED),
    Tampering("the same, once the epoch it was in has been closed",       drop_it_and_go_on),
    Tampering(LOG_KEY + "a row is taken out and put back elsewhere",      put_a_row_back_elsewhere, alone=Found.MISSED),
    Tampering("the records of two epochs are swapped",                    swap_epochs),
    Tampering(BOTH_KEYS + "a recipient is dropped from a record",         drop_a_recipient_afterwards),
    Tampering(BOTH_KEYS + "the commitment in a record is changed",        break_a_commitment),
    Tampering(BOTH_KEYS + "a new epoch leaves a recipient out",           leave_a_recipient_out, alone=Found.NOTICE, watched=Found.NOTICE),
    Tampering(BOTH_KEYS + "a new epoch is sealed for a stranger too",     let_another_read, alone=Found.NOTICE, watched=Found.NOTICE),
    Tampering("a writer's clock is set back",                             set_the_clock_back, alone=Found.NOTICE, watched=Found.NOTICE),
    Tampering("an entry is given an earlier time",                        date_an_entry_back),
    Tampering(LOG_KEY + "an entry is deleted, a close forged to excuse it", forge_a_close),
    Tampering(BOTH_KEYS + "an entry is deleted, a close forged",          forge_a_close_with_the_instances_key, alone=Found.MISSED),
    Tampering("a payload is erased and no entry says so",                 erase_without_an_entry),
    Tampering("a payload is erased on a stranger's word",                 erase_by_a_strangers_word),
    Tampering(INSTANCE_KEY + "what is new is erased as if it were due",   erase_early_by_the_schedule),
    Tampering(INSTANCE_KEY + "it is erased in invented names",            erase_early_by_invented_persons, alone=Found.NOTICE, watched=Found.NOTICE),
    Tampering("the key of an epoch is taken away",                        take_a_key_away),
    Tampering("the key of a month's tags is replaced",                    replace_a_tag_key),
    Tampering("a node above the leaves is changed",                       change_a_node),
    Tampering("all cosignatures are taken away",                          take_the_cosignatures_away, alone=Found.MISSED),
)
# fmt: on
