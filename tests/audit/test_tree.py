"""The tree: held by public vectors, and by RFC 6962's own recursive definition for trees of every shape."""

from base64 import b64decode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import tree
from audit.tree import BadProof, Frontier
from tests.audit import vectors

MERKLE = vectors.FOLDER / "merkle-rfc6962" / "testdata"
PLACEHOLDER_ROOTS = "sizes-are-equal-one-and-proof-is-empty"  # roots shorter than a hash, which are refused here
sizes = st.integers(1, 300)


def leaves_of(size):
    return [tree.leaf_hash(number.to_bytes(4, "big")) for number in range(size)]


def defined_root(leaves):
    """MTH, as RFC 6962 2.1 defines it."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return tree.node_hash(defined_root(leaves[:half]), defined_root(leaves[half:]))


def fetch_from(leaves):
    return lambda level, number: defined_root(leaves[number << level : (number + 1) << level])


def cases(kind):
    return sorted(path.relative_to(MERKLE / kind).as_posix() for path in (MERKLE / kind).rglob("*.json"))


def read(kind, name):
    return vectors.read(f"merkle-rfc6962/testdata/{kind}/{name}")


def hashes(texts):
    return [b64decode(text) for text in texts]


@vectors.wanted
def test_roots_are_those_of_the_public_vectors():
    known = vectors.read("merkle-roots.json")
    frontier = Frontier()
    roots = [frontier.root().hex()]
    for text in known["leaf_inputs_hex"]:
        frontier.append(tree.leaf_hash(bytes.fromhex(text)))
        roots.append(frontier.root().hex())

    assert roots == known["root_by_size_hex"]
    assert tree.leaf_hash(b"L123456").hex() == known["leaf_hash"]["L123456"]
    assert tree.node_hash(b"N123", b"N456").hex() == known["node_hash"]["N123|N456"]


@vectors.wanted
@pytest.mark.parametrize("name", cases("inclusion"))
def test_inclusion_is_judged_as_the_vectors_say(name):
    case = read("inclusion", name)
    root, leaf = hashes([case["root"], case["leafHash"]])
    given_proof = {"index": case["leafIdx"], "size": case["treeSize"], "proof": hashes(case["proof"] or [])}

    assert refuses(tree.verify_inclusion, leaf=leaf, root=root, **given_proof) == case["wantErr"]


@vectors.wanted
@pytest.mark.parametrize("name", [name for name in cases("consistency") if PLACEHOLDER_ROOTS not in name])
def test_consistency_is_judged_as_the_vectors_say(name):
    case = read("consistency", name)
    old_root, new_root = hashes([case["root1"], case["root2"]])
    given_proof = {"old": case["size1"], "new": case["size2"], "proof": hashes(case["proof"] or [])}

    assert refuses(tree.verify_consistency, old_root=old_root, new_root=new_root, **given_proof) == case["wantErr"]


def refuses(verify, **given_proof):
    try:
        verify(**given_proof)
    except BadProof:
        return True
    return False


@given(st.integers(0, 300))
def test_a_grown_tree_has_the_defined_root(size):
    leaves = leaves_of(size)
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)

    assert frontier.root() == tree.root_at(size, fetch_from(leaves)) == defined_root(leaves)


@given(sizes, st.integers(1, 50))
def test_a_tree_goes_on_where_it_was_left(size, more):
    leaves = leaves_of(size + more)
    frontier = Frontier.at(size, fetch_from(leaves))
    for leaf in leaves[size:]:
        frontier.append(leaf)

    assert frontier.root() == defined_root(leaves)


@given(sizes, st.data())
def test_every_leaf_can_be_proved_and_no_other(size, data):
    index = data.draw(st.integers(0, size - 1))
    leaves = leaves_of(size)
    proof = tree.inclusion_proof(index, size, fetch_from(leaves))
    shown = {"index": index, "size": size, "proof": proof, "root": defined_root(leaves)}

    tree.verify_inclusion(leaf=leaves[index], **shown)
    assert refuses(tree.verify_inclusion, leaf=tree.leaf_hash(b"another"), **shown)


@given(sizes, st.data())
def test_every_beginning_can_be_proved_and_no_other(size, data):
    old = data.draw(st.integers(1, size))
    leaves = leaves_of(size)
    proof = tree.consistency_proof(old, size, fetch_from(leaves))
    shown = {"old": old, "new": size, "proof": proof, "new_root": defined_root(leaves)}

    tree.verify_consistency(old_root=defined_root(leaves[:old]), **shown)
    assert refuses(tree.verify_consistency, old_root=tree.leaf_hash(b"another"), **shown)


@given(sizes, st.data())
def test_a_damaged_proof_proves_nothing(size, data):
    index = data.draw(st.integers(0, size - 1))
    leaves = leaves_of(size)
    proof = tree.inclusion_proof(index, size, fetch_from(leaves))
    damaged = data.draw(st.sampled_from(["longer", "shorter", "flipped", "short hash"]))
    proof = {
        "longer": [*proof, bytes(32)],
        "shorter": proof[:-1] or [bytes(32)],
        "flipped": [bytes(each ^ 1 for each in proof[0]), *proof[1:]] if proof else [bytes(32)],
        "short hash": [proof[0][:-1], *proof[1:]] if proof else [b""],
    }[damaged]

    with pytest.raises(BadProof):
        tree.verify_inclusion(leaf=leaves[index], index=index, size=size, proof=proof, root=defined_root(leaves))


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_no_proof_is_made_for_a_position_that_is_not_there(index, size):
    with pytest.raises(ValueError):
        tree.inclusion_proof(index, size, fetch_from(leaves_of(size)))


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (-1, 3)])
def test_no_proof_is_made_for_a_tree_that_is_no_beginning(old, new):
    with pytest.raises(ValueError):
        tree.consistency_proof(old, new, fetch_from(leaves_of(new)))


def test_a_frontier_with_too_few_peaks_is_none():
    with pytest.raises(ValueError):
        Frontier([bytes(32)], size=3)
