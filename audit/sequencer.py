"""The sequencer: gives entries their positions, lets the tree grow and signs how far it has come.

Knows psycopg and no Django. All of a batch is one transaction, so it may be killed at any instant; a lock lets only one
work, so it may run twice. Entries commit in another order than they began: what was read is never remembered by the last
number, but by the horizon below which no transaction is open any more (README.md, "Order").
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import psycopg
from psycopg.rows import class_row

from audit import stored
from audit.checkpoint import Checkpoint
from audit.format import KIND_AT, Kind
from audit.gaps import note_gaps
from audit.signing import SigningKey, sign
from audit.tree import EMPTY_ROOT, BadProof, Frontier, leaf_hash

AT_ONCE = 4096
ONLY_ONE = 0x666B7371  # "fksq", the number of our advisory lock
BEATS_WRITTEN = 1.0  # seconds; an idle beat writes no more often
ORPHANS_LOOKED_FOR = 60.0
ORPHANED = 30 * 60  # seconds; twice as old as an epoch becomes

LOCK = "SELECT pg_try_advisory_xact_lock(%s)"
HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text"
WAITING = """
SELECT e.epoch_id AS epoch, e.counter, e.header, e.xid::text AS xid FROM audit_entry e
WHERE e.xid >= %s::xid8
    AND NOT EXISTS (SELECT FROM audit_leaf l WHERE l.epoch_id = e.epoch_id AND l.counter = e.counter)
ORDER BY e.xid, e.epoch_id, e.counter LIMIT %s
"""
COPY_LEAVES = "COPY audit_leaf (position, epoch_id, counter, hash) FROM STDIN"
ORIGIN = "SELECT origin FROM audit_origin ORDER BY number DESC LIMIT 1"
FIRST_ORIGIN = "INSERT INTO audit_origin (number, origin, since_size) VALUES (1, %s, 0)"
INSERT_CHECKPOINT = "INSERT INTO audit_checkpoint (origin, size, root, note) VALUES (%s, %s, %s, %s)"
NEWEST_CHECKPOINT = """
SELECT newest.size, newest.root FROM audit_origin o CROSS JOIN LATERAL (
    SELECT c.size, c.root FROM audit_checkpoint c WHERE c.origin = o.origin ORDER BY c.size DESC LIMIT 1
) newest ORDER BY newest.size DESC LIMIT 1
"""
OPENED = "INSERT INTO audit_open_epoch (epoch_id) VALUES (%s) ON CONFLICT DO NOTHING"
CLOSED = "DELETE FROM audit_open_epoch WHERE epoch_id = %s"
ORPHANS = """
UPDATE audit_open_epoch o SET last = counted.last, missing = ARRAY(
    SELECT n FROM generate_series(0, counted.last) n
    WHERE NOT EXISTS (SELECT FROM audit_leaf l WHERE l.epoch_id = o.epoch_id AND l.counter = n))
FROM (
    SELECT l.epoch_id, max(l.counter) AS last FROM audit_leaf l
    JOIN audit_open_epoch USING (epoch_id) JOIN audit_epoch e ON e.id = l.epoch_id
    WHERE e.at < now() - make_interval(secs => %s) GROUP BY 1
) counted
WHERE counted.epoch_id = o.epoch_id
"""
BEAT = """
UPDATE audit_sequencer_state SET horizon = %s::xid8, beat_at = clock_timestamp(),
    waiting_since = CASE WHEN %s THEN coalesce(waiting_since, now()) END
"""
TROUBLE = "UPDATE audit_sequencer_state SET trouble = %s"
NO_TROUBLE = "UPDATE audit_sequencer_state SET trouble = '' WHERE trouble LIKE 'tree\\_%'"


class BrokenTree(Exception):
    """What is stored contradicts what was signed: nothing more is signed until somebody has looked."""


class Entry(NamedTuple):
    epoch: Any
    counter: int
    header: bytes
    xid: str


class Sequencer:
    """Works on one connection, which is in autocommit. It begins at horizon 0: after a restore numbers start lower."""

    def __init__(self, connection: psycopg.Connection[Any], key: SigningKey, *, origin: str) -> None:
        self.connection, self.key, self.base = connection, key, origin
        self._horizon = 0
        self._tree: Frontier | None = None
        self._signed: tuple[int, bytes] = (0, EMPTY_ROOT)  # the size and the root we know to have been signed
        self._wrote, self._looked_for_orphans = 0.0, 0.0

    def check(self) -> None:
        """Before the first batch: the stored tree is the one that was signed last. BrokenTree if not."""
        with self._troubled():
            self._check_tree()
        self.connection.execute(NO_TROUBLE)

    def batch(self) -> bool:
        """Place what waits, up to 4096 entries, under one checkpoint. True if more may wait.

        BrokenTree when the tree is not the one that was signed before: what was signed is never signed otherwise.
        """
        with self._troubled():
            return self._batch()

    @contextmanager
    def _troubled(self) -> Iterator[None]:
        try:
            yield
        except BrokenTree:
            self.connection.execute(TROUBLE, ["tree_broken"])
            raise

    def _batch(self) -> bool:
        tree, self._tree = self._tree, None  # taken up again only when the commit has succeeded
        with self.connection.transaction():
            if not self._scalar(LOCK, ONLY_ONE):
                return False
            horizon = int(self._scalar(HORIZON))  # before the scan
            entries = self._waiting()
            is_cut = len(entries) == AT_ONCE
            horizon = min(horizon, int(entries[-1].xid)) if is_cut else horizon
            tree = self._grown(tree, entries)
            self._note_beat(horizon, did_something=bool(entries), is_cut=is_cut)
        self._tree, self._horizon = tree, horizon
        self._signed = tree.size, tree.root()
        return is_cut

    def _waiting(self) -> list[Entry]:
        with self.connection.cursor(row_factory=class_row(Entry)) as cursor:
            return cursor.execute(WAITING, (str(self._horizon), AT_ONCE)).fetchall()

    def _grown(self, tree: Frontier | None, entries: Sequence[Entry]) -> Frontier:
        before = stored.size(self.connection)
        if entries or before < self._signed[0]:
            self._refuse_another_past(before)
        if tree is None or tree.size != before:  # another sequencer was faster, or a commit failed
            tree = self._frontier(before)
        if entries:
            self._place(tree, sorted(entries, key=_opening_first))
            stored.store_nodes(self.connection, before=before, after=tree.size)
            self._sign(tree)
        return tree

    def _refuse_another_past(self, size: int) -> None:
        signed_size, signed_root = self._signed
        if size < signed_size:
            raise BrokenTree(f"{size} entries have a position, but {signed_size} had one before")
        if self._frontier(signed_size).root() != signed_root:
            raise BrokenTree(f"the tree of {signed_size} entries has another root than it had before")

    def _frontier(self, size: int) -> Frontier:
        try:
            return stored.frontier(self.connection, size)
        except BadProof as error:
            raise BrokenTree(f"the tree is not whole: {error}") from error

    def _place(self, tree: Frontier, entries: Sequence[Entry]) -> None:
        with self.connection.cursor() as cursor, cursor.copy(COPY_LEAVES) as copy:
            for entry in entries:
                leaf = leaf_hash(entry.header)
                copy.write_row((tree.size, entry.epoch, entry.counter, leaf))
                tree.append(leaf)
        for entry in entries:
            if entry.header[KIND_AT] == Kind.EPOCH_OPEN and entry.counter == 0:
                self.connection.execute(OPENED, (entry.epoch,))
        closes = [(entry.epoch, entry.counter) for entry in entries if entry.header[KIND_AT] == Kind.EPOCH_CLOSE]
        for epoch, _counter in closes:
            self.connection.execute(CLOSED, (epoch,))
        note_gaps(self.connection, closes)

    def _sign(self, tree: Frontier) -> None:
        said = Checkpoint(self._origin(), tree.size, tree.root())
        note = sign(said, self.key.as_log(said.origin), unix_s=int(time.time()))
        self.connection.execute(INSERT_CHECKPOINT, (said.origin, said.size, said.root, note))

    def _origin(self) -> str:
        """The newest name of this log: its own, or after a restore its own with a number."""
        row = self.connection.execute(ORIGIN).fetchone()
        if row is None:
            self.connection.execute(FIRST_ORIGIN, [self.base])
            return self.base
        return str(row[0])

    def _note_beat(self, horizon: int, *, did_something: bool, is_cut: bool) -> None:
        now = time.monotonic()
        if not is_cut and now - self._looked_for_orphans >= ORPHANS_LOOKED_FOR:
            self._looked_for_orphans = now
            self.connection.execute(ORPHANS, [ORPHANED])
        if did_something or now - self._wrote >= BEATS_WRITTEN:
            self._wrote = now
            self.connection.execute(BEAT, (str(horizon), is_cut))

    def _check_tree(self) -> None:
        self._check_origin()
        size = stored.size(self.connection)
        signed = self.connection.execute(NEWEST_CHECKPOINT).fetchone()
        signed_size, signed_root = (signed[0], bytes(signed[1])) if signed else (0, None)
        if size != signed_size:
            raise BrokenTree(f"{size} entries have a position, but the newest checkpoint speaks of {signed_size}")
        root = self._frontier(size).root()
        if signed_root is not None and root != signed_root:
            raise BrokenTree(f"the tree of {size} entries has another root than its checkpoint")
        self._signed = size, root

    def _check_origin(self) -> None:
        row = self.connection.execute(ORIGIN).fetchone()
        if row and row[0] != self.base and not row[0].startswith(f"{self.base}/"):
            raise BrokenTree(f"this log is called {row[0]}, not {self.base}")

    def _scalar(self, question: str, *given: object) -> Any:
        return self.connection.execute(question, given).fetchall()[0][0]


def _opening_first(entry: Entry) -> bool:
    """Within a batch the record of an epoch stands before what it opens; else the order stays."""
    return entry.header[KIND_AT] != Kind.EPOCH_OPEN
