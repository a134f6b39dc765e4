"""What a superuser can do to the log who puts triggers and constraints aside, alone or with a stolen key."""

import time
from dataclasses import replace
from uuid import uuid4

from audit import epoch, signing, stored
from audit.checkpoint import Checkpoint
from audit.epoch import Circumstances, Recipient, Role
from audit.format import Header, Kind, close_header, header_of
from audit.sealing import EpochKey, Sealed
from audit.tree import Frontier, leaf_hash
from audit.xwing import public_bytes
from tests.audit import keys
from tests.audit.sequencing import KEY
from tests.audit.victim import ORIGIN, Witness, instance_key

TABLES = (
    "audit_entry",
    "audit_epoch",
    "audit_leaf",
    "audit_node",
    "audit_checkpoint",
    "audit_cosignature",
    "audit_tag_key",
)
CONSTRAINTS = (
    ("audit_entry", "audit_entry_is_an_entry"),
    ("audit_leaf", "audit_leaf_epoch_id_counter_key"),
)
AT = "(epoch_id, counter) = (SELECT epoch_id, counter FROM audit_leaf WHERE position = %s)"


class Thief:
    """Holds a connection in a transaction that is rolled back in the end. Methods are the pieces attacks are made of."""

    def __init__(self, connection):
        self.run = connection.execute
        self.connection = connection
        self.word = None  # the witness's, where the theft reaches it
        for table in TABLES:
            self.run(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        for table, name in CONSTRAINTS:
            self.run(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

    def entry(self, position):
        header, payload = self.run(f"SELECT header, payload FROM audit_entry WHERE {AT}", [position]).fetchone()
        return bytes(header), bytes(payload)

    def record_of(self, position):
        of = Header.unpack(self.entry(position)[0]).epoch
        record, signature = self.run("SELECT record, signature FROM audit_epoch WHERE id = %s", [of]).fetchone()
        return of, epoch.SignedRecord(bytes(record), bytes(signature))

    def put_record(self, of, signed):
        self.run(
            "UPDATE audit_epoch SET record = %b, signature = %b WHERE id = %s", (signed.record, signed.signature, of)
        )

    def put_payload(self, position, payload, *, header=None):
        header = header or self.entry(position)[0]
        self.run(f"UPDATE audit_entry SET payload = %b, header = %b WHERE {AT}", (payload, header, position))

    def delete(self, position):
        """Entry and leaf; what comes behind moves up only when the tree is made anew."""
        self.run(f"DELETE FROM audit_entry WHERE {AT}", [position])
        self.run("DELETE FROM audit_leaf WHERE position = %s", [position])

    def append(self, sealed):
        """An entry nobody has placed yet."""
        header = Header.unpack(sealed.header)
        self.run(
            "INSERT INTO audit_entry (epoch_id, counter, header, payload) VALUES (%s, %s, %b, %b)",
            (header.epoch, header.counter, sealed.header, sealed.payload),
        )

    def open_epoch(self, *, to=None, signed_by=None, opened_ms=None, at=None, process="p", previous=None):
        """An epoch that only the thief writes in."""
        key, opened_ms = EpochKey(at or uuid4()), opened_ms or now_ms()
        recipients = to or [Recipient(Role(role), public_bytes(seed)) for role, _label, seed in keys.EVERYBODY]
        circumstances = Circumstances(ORIGIN, process, "software", opened_ms, previous)
        signed = epoch.make_record(key, recipients, circumstances, signed_by=signed_by or instance_key())
        self.run(
            "INSERT INTO audit_epoch (id, record, signature) VALUES (%s, %b, %b)",
            (key.id, signed.record, signed.signature),
        )
        self.append(unsealed(key.id, 0, Kind.EPOCH_OPEN, signed.digest, opened_ms))
        return key

    def sign_anew(self, *, cosigned=False):
        """With the log's stolen key: a tree of what is there now, under checkpoints of the same sizes as before."""
        sizes = {size for (size,) in self.run("SELECT size FROM audit_checkpoint")}
        rows = self.run(
            "SELECT epoch_id, counter, header FROM audit_entry LEFT JOIN audit_leaf USING (epoch_id, counter)"
            " ORDER BY position NULLS LAST, counter"
        ).fetchall()
        for table in ("audit_leaf", "audit_node", "audit_cosignature", "audit_checkpoint"):
            self.run(f"DELETE FROM {table}")
        tree = Frontier()
        for row in rows:
            self._place(tree, row)
            if tree.size in sizes | {len(rows)}:
                self._sign(tree)
        stored.store_nodes(self.connection, before=0, after=tree.size)
        if cosigned:
            witness = Witness()
            witness.see(self.connection)
            self.word = witness.word

    def place_the_rest(self):
        """What the sequencer does by itself with entries that have no position."""
        size = stored.size(self.connection)
        tree = stored.frontier(self.connection, size)
        for row in self.run(
            "SELECT epoch_id, counter, header FROM audit_entry LEFT JOIN audit_leaf USING (epoch_id, counter)"
            " WHERE position IS NULL ORDER BY counter"
        ).fetchall():
            self._place(tree, row)
        stored.store_nodes(self.connection, before=size, after=tree.size)
        self._sign(tree)

    def _place(self, tree, row):
        of, counter, header = row
        leaf = leaf_hash(bytes(header))
        self.run("INSERT INTO audit_leaf VALUES (%s, %s, %s, %b)", (tree.size, of, counter, leaf))
        tree.append(leaf)

    def _sign(self, tree):
        said = Checkpoint(ORIGIN, tree.size, tree.root())
        data = signing.sign(said, KEY.as_log(ORIGIN), unix_s=int(time.time()))
        self.run(
            "INSERT INTO audit_checkpoint (origin, size, root, note) VALUES (%s, %s, %b, %b)",
            (ORIGIN, said.size, said.root, data),
        )

    def after(self, victim):
        """What stands outside; where all was cosigned anew, the witness never saw anything else."""
        return victim if self.word is None else replace(victim, word=self.word)

    def cut(self, size):
        """All that is newer goes, as a restored dump would have it."""
        self.run(
            "DELETE FROM audit_entry e USING audit_leaf l WHERE (e.epoch_id, e.counter) = (l.epoch_id, l.counter) AND l.position >= %s",
            [size],
        )
        self.run("DELETE FROM audit_leaf WHERE position >= %s", [size])
        for table in ("audit_cosignature", "audit_checkpoint"):
            self.run(f"DELETE FROM {table} WHERE size > %s", [size])


def now_ms():
    return time.time_ns() // 1_000_000


def unsealed(of, counter, kind, payload, unix_ms):
    bound = header_of(len(payload), kind=kind, unix_ms=unix_ms, epoch=of, counter=counter)
    return Sealed(close_header(bound, payload), payload)
