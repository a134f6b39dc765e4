"""A log to tamper with: 300 entries in three epochs, as processes, sequencer and witness really write them.

Positions 0 to 99 and 100 to 199 are epochs that were closed; the one from 200 on is still open. The witness cosigned at
100 and at 290; the log signed at 200 and 300 too.
"""

from base64 import b64encode
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from audit import current, instance, log, policy, signing, stored, tending, tree
from audit.sequencer import Sequencer
from audit.witness import answering
from tests.audit.recording import CASE, record
from tests.audit.sequencing import KEY, connected
from tests.audit.small_log import NOW, key_of

ORIGIN = settings.AUDIT_ORIGIN
WITNESS_NAME = "witness.example"
WITNESS = key_of("the witness")
PER_EPOCH, WITNESSED, SIZE = 100, 290, 300


def policy_text(quorum):
    """``quorum``: w, the witness must have cosigned; or none."""
    lines = [f"log {signer.key.vkey()}" for signer in KEY.as_log(ORIGIN)]
    lines.append(f"witness w {WITNESS.as_witness(WITNESS_NAME)[1].key.vkey()}")
    lines.append(f"instance {instance_key().public_key().public_bytes_raw().hex()}")
    return "\n".join([*lines, f"quorum {quorum}", ""]).encode()


def instance_key():
    return instance.load(settings.AUDIT_INSTANCE_KEY_FILE)


@dataclass
class Witness:
    """Cosigns what continues what it saw, as c2sp.org/tlog-witness demands. ``word``: its last, as others may ask for it."""

    held: object = None
    word: bytes = b""

    def see(self, connection):
        ((size, data),) = connection.execute("SELECT size, note FROM audit_checkpoint ORDER BY size DESC LIMIT 1")
        old = self.held.size if self.held else 0
        proof = tree.consistency_proof(old, size, stored.fetch(connection)) if 0 < old < size else []
        lines = [b"old %d\n" % old, *(b64encode(each) + b"\n" for each in proof), b"\n", bytes(data)]
        keys = {ORIGIN: [signer.key for signer in KEY.as_log(ORIGIN)]}
        self.held = answering.judge(answering.parse(b"".join(lines)), keys, lambda origin: self.held)
        line = signing.cosign(self.held, WITNESS.as_witness(WITNESS_NAME)[1:], unix_s=NOW)
        connection.execute(
            "INSERT INTO audit_cosignature (origin, size, witness, line) VALUES (%s, %s, %s, %s)",
            (ORIGIN, size, WITNESS_NAME, line),
        )
        self.word = bytes(data) + line


@dataclass(frozen=True)
class Victim:
    """What stands outside of the database: the policies, and the witness's last word."""

    alone: policy.Policy
    watched: policy.Policy
    word: bytes


def build():
    log.forget_epoch()
    witness = Witness()
    with connected() as connection:
        sequencer = Sequencer(connection, KEY, origin=ORIGIN)
        for is_witnessed in (True, False):
            write(PER_EPOCH - 2)  # its opening and its close are entries too
            current.process().end_epoch()
            tending.tend(current.process())
            sequencer.batch()
            if is_witnessed:
                witness.see(connection)
        write(WITNESSED - 2 * PER_EPOCH - 1)
        sequencer.batch()
        witness.see(connection)
        write(SIZE - WITNESSED)
        sequencer.batch()
    return Victim(*(policy.parse(policy_text(quorum)) for quorum in ("none", "w")), witness.word)


def write(count):
    """Acts, and among them some that are rolled back: their counters are used, and declared at the close."""
    for number in range(count):
        with transaction.atomic():
            record(case=CASE if number % 2 else None)
        if number % 40 == 7:
            with transaction.atomic():
                record()
                transaction.set_rollback(True)


def sequence():
    """Give a position to what has none."""
    with connected() as connection:
        Sequencer(connection, KEY, origin=ORIGIN).batch()
