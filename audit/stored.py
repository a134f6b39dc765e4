"""The tree as it is stored: leaves, and of every 256 of one level one node above.

Knows psycopg and no Django. What lies between two stored levels is computed from at most 128 rows of the lower one.
"""

from collections.abc import Sequence
from typing import Any

import psycopg

from audit.tree import BadProof, Fetch, Frontier, node_hash

LEVELS_PER_ROW = 8  # one row for 2**8 of the level below
ROW = 1 << LEVELS_PER_ROW

Connection = psycopg.Connection[Any]

LEAVES = "SELECT hash FROM audit_leaf WHERE position >= %s AND position < %s ORDER BY position"
NODES = "SELECT hash FROM audit_node WHERE level = %s AND number >= %s AND number < %s ORDER BY number"
INSERT_NODE = "INSERT INTO audit_node (level, number, hash) VALUES (%s, %s, %s)"
SIZE = "SELECT coalesce(max(position) + 1, 0) FROM audit_leaf"


def size(connection: Connection) -> int:
    """How many entries have a position."""
    return int(connection.execute(SIZE).fetchall()[0][0])


def fetch(connection: Connection) -> Fetch:
    """The roots of complete subtrees, for ``audit.tree``. BadProof where rows are missing."""
    return lambda level, number: subtree(connection, level, number)


def frontier(connection: Connection, size: int) -> Frontier:
    return Frontier.at(size, fetch(connection))


def subtree(connection: Connection, level: int, number: int) -> bytes:
    row_level, above = divmod(level, LEVELS_PER_ROW)
    width = 1 << above
    return _folded(_hashes(connection, row_level, number * width, width))


def store_nodes(connection: Connection, *, before: int, after: int) -> None:
    """The nodes that became whole while the tree grew from ``before`` to ``after`` leaves, which are stored already."""
    level = 0
    while after >= ROW:
        level, before, after = level + 1, before // ROW, after // ROW
        for number in range(before, after):
            hash_ = _folded(_hashes(connection, level - 1, number * ROW, ROW))
            connection.execute(INSERT_NODE, (level, number, hash_))


def _hashes(connection: Connection, level: int, first: int, count: int) -> list[bytes]:
    if level:
        rows = connection.execute(NODES, (level, first, first + count)).fetchall()
    else:
        rows = connection.execute(LEAVES, (first, first + count)).fetchall()
    if len(rows) != count:
        raise BadProof(f"of {count} hashes at level {level} from {first} on, {len(rows)} are stored")
    return [bytes(hash_) for (hash_,) in rows]


def _folded(hashes: Sequence[bytes]) -> bytes:
    """The root of a complete subtree, from a power of two of hashes of one level."""
    while len(hashes) > 1:
        hashes = [node_hash(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]
