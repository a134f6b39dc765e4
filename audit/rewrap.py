"""Keys of old epochs for an officer who came later: an earlier one wraps them anew, on her own machine.

Pure Python. Nobody has to be believed: the record of the epoch commits to its key, and whoever opens a wrap checks it.
"""

from uuid import UUID

from cryptography.exceptions import InvalidTag

from audit import xwing
from audit.epoch import SignedRecord, check_commitment, read_record
from audit.sealing import SUITE, CannotOpen, EpochKey

PURPOSE = b"fk-audit-rewrap-v1"
WRAPPED_BYTES = 1168


def wrap_again(key: EpochKey, signed: SignedRecord, public: bytes) -> bytes:
    """``enc || ct`` for the key ``public``, bound to log, epoch, officer and the record's commitment."""
    return SUITE.encrypt(key.secret, xwing.public_key(public), info=_info(signed, xwing.key_id(public)))


def open_again(signed: SignedRecord, wrapped: bytes, seed: bytes) -> EpochKey:
    """The epoch's key from a wrap made later. Raises CannotOpen when it is not the one the record commits to."""
    info = _info(signed, xwing.key_id(xwing.public_bytes(seed)))
    fields = read_record(signed.record)
    try:
        secret = SUITE.decrypt(wrapped, xwing.private_key(seed), info=info)
    except InvalidTag as error:
        raise CannotOpen(f"the wrap made later for epoch {fields['epoch']} does not open with this key") from error
    key = EpochKey(UUID(hex=fields["epoch"]), secret)
    check_commitment(key, fields)
    return key


def _info(signed: SignedRecord, key_id: bytes) -> bytes:
    fields = read_record(signed.record)
    origin: str = fields["origin"]
    return PURPOSE + origin.encode() + bytes.fromhex(fields["epoch"]) + key_id + bytes.fromhex(fields["commitment"])
