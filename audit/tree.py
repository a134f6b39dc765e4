"""The Merkle tree of RFC 6962: leaves, roots, proofs, and checking them.

Pure Python. A ``fetch(level, number)`` gives the root of the complete subtree of ``2**level`` leaves whose first leaf is
``number * 2**level``; whoever stores a tree brings one, and all roots and proofs follow from it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256().digest()

Fetch = Callable[[int, int], bytes]


class BadProof(ValueError):
    """This proof does not show what it is said to show."""


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """A growing tree, remembered by the roots of its largest complete subtrees, the widest first (at most 63)."""

    def __init__(self, peaks: Iterable[bytes] = (), *, size: int = 0) -> None:
        self.peaks = list(peaks)
        self.size = size
        if len(self.peaks) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} peaks, not {len(self.peaks)}")

    @classmethod
    def at(cls, size: int, fetch: Fetch) -> "Frontier":
        return cls((fetch(level, number) for level, number in complete_subtrees(0, size)), size=size)

    def append(self, leaf: bytes) -> None:
        carry, peaks, node = self.size, self.peaks, leaf
        while carry & 1:
            node = sha256(b"\x01" + peaks.pop() + node).digest()
            carry >>= 1
        peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        return fold(self.peaks)


def fold(roots: Sequence[bytes]) -> bytes:
    if not roots:
        return EMPTY_ROOT
    node = roots[-1]
    for left in reversed(roots[:-1]):
        node = node_hash(left, node)
    return node


def complete_subtrees(begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The largest complete subtrees that make up leaves ``begin`` to ``end``, as level and number, the widest first.

    ``begin`` is a multiple of the widest one, as it is in every half of a tree.
    """
    while begin < end:
        level = (end - begin).bit_length() - 1
        yield level, begin >> level
        begin += 1 << level


def root_at(size: int, fetch: Fetch) -> bytes:
    return _root(0, size, fetch)


def _root(begin: int, end: int, fetch: Fetch) -> bytes:
    return fold([fetch(level, number) for level, number in complete_subtrees(begin, end)])


def _split(begin: int, end: int) -> int:
    """Where RFC 6962 divides: the largest power of two that is smaller than the number of leaves."""
    return begin + (1 << ((end - begin - 1).bit_length() - 1))


def inclusion_proof(index: int, size: int, fetch: Fetch) -> list[bytes]:
    """That leaf ``index`` stands in the tree of ``size`` leaves: the neighbours on its way up, the lowest first."""
    if not 0 <= index < size:
        raise ValueError(f"there is no position {index} in a tree of {size}")
    proof: list[bytes] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = _split(begin, end)
        if index < middle:
            proof.append(_root(middle, end, fetch))
            end = middle
        else:
            proof.append(_root(begin, middle, fetch))
            begin = middle
    return proof[::-1]


def consistency_proof(old: int, new: int, fetch: Fetch) -> list[bytes]:
    """That the tree of ``old`` leaves is the beginning of the one of ``new`` (PROOF of RFC 6962, 2.1.2)."""
    if not 0 < old <= new:
        raise ValueError(f"a tree of {old} is no beginning of a tree of {new} that could be proved")
    proof: list[bytes] = []
    begin, end = 0, new
    while old != end:
        middle = _split(begin, end)
        if old <= middle:
            proof.append(_root(middle, end, fetch))
            end = middle
        else:
            proof.append(_root(begin, middle, fetch))
            begin = middle
    if begin:
        proof.append(_root(begin, end, fetch))
    return proof[::-1]


def verify_inclusion(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """RFC 9162, 2.1.3.2. Raises BadProof."""
    _check_hashes(leaf, root, *proof)
    if not 0 <= index < size:
        raise BadProof(f"there is no position {index} in a tree of {size}")
    here, last, node = index, size - 1, leaf
    for neighbour in proof:
        if last == 0:
            raise BadProof("this proof is too long")
        if here & 1 or here == last:
            node = node_hash(neighbour, node)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            node = node_hash(node, neighbour)
        here, last = here >> 1, last >> 1
    if last:
        raise BadProof("this proof is too short")
    if node != root:
        raise BadProof(f"position {index} holds something else in the tree of {size} with this root")


def verify_consistency(*, old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """RFC 9162, 2.1.4.2. Raises BadProof. Nothing is proved of an empty tree: ``old`` is at least 1."""
    _check_hashes(old_root, new_root, *proof)
    if not 0 < old <= new:
        raise BadProof(f"a tree of {old} is no beginning of a tree of {new} that could be proved")
    if old == new:
        if proof or old_root != new_root:
            raise BadProof("two trees of one size have one root and need no proof")
        return
    _climb(old, new, old_root, new_root, proof if old & (old - 1) else [old_root, *proof])


def _climb(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    if not proof:
        raise BadProof("this proof is too short")
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    before = after = proof[0]
    for neighbour in proof[1:]:
        if last == 0:
            raise BadProof("this proof is too long")
        if here & 1 or here == last:
            before, after = node_hash(neighbour, before), node_hash(neighbour, after)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            after = node_hash(after, neighbour)
        here, last = here >> 1, last >> 1
    if last or before != old_root or after != new_root:
        raise BadProof(f"the tree of {old} with this root is not the beginning of the tree of {new}")


def _check_hashes(*hashes: bytes) -> None:
    if any(len(each) != HASH_BYTES for each in hashes):
        raise BadProof(f"a hash has {HASH_BYTES} bytes")
