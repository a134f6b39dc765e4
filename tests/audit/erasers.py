"""The tamperings of the drill that empty a payload: without a word, on a stranger's, or on that of the stolen instance's key."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit import erasing
from audit.erasing import Erasure, What
from audit.format import Header, Kind
from tests.audit.thief import now_ms, unsealed
from tests.audit.victim import SIZE, instance_key

STRANGER = Ed25519PrivateKey.from_private_bytes(b"s" * 32)


def erase_without_an_entry(thief):
    thief.put_payload(150, None)


def _erase(thief, approved_by, signed_by):
    erasure = Erasure(What.PAYLOADS, now_ms(), "r", "g", approved_by)
    last = Header.unpack(thief.entry(SIZE - 1)[0])
    payload = erasing.write(erasure, signed_by=signed_by)
    thief.append(unsealed(last.epoch, last.counter + 1, Kind.ERASURE, payload, now_ms()))
    thief.place_the_rest()
    erase_without_an_entry(thief)


def erase_by_a_strangers_word(thief):
    _erase(thief, ("a", "b"), STRANGER)


def erase_early_by_the_schedule(thief):
    _erase(thief, (erasing.SCHEDULE,), instance_key())


def erase_early_by_invented_persons(thief):
    _erase(thief, ("a", "b"), instance_key())
