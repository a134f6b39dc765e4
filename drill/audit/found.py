"""What is there at the end, and what of it should not be: acts against entries, entries against leaves, the tree against checkpoints."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from audit import checking, checkpoint, closing, database, instance, note, policy, signing
from audit.live import Live
from audit.policy import Policy
from audit.question import Question
from audit.read import answers
from audit.tree import EMPTY_ROOT, Frontier, leaf_hash
from drill.audit.course import WITHOUT_PLACE, WRITERS
from drill.audit.prepare import SEED
from fallkonferenz.demo import keys

PLACED = "SELECT header, xid::text::bigint FROM audit_leaf JOIN audit_entry USING (epoch_id, counter) ORDER BY position"
CLOSES = "SELECT payload FROM audit_entry WHERE get_byte(header, 4) = 3"
GAPS = "SELECT gaps FROM audit_sequencer_state"
ACTS = "SELECT id::text FROM drill_act"
NOTES = "SELECT note FROM audit_checkpoint ORDER BY size"


def found(folder: Path) -> dict[str, Any]:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as own:
        return _counted(own, folder)


def _counted(own: psycopg.Connection[Any], folder: Path) -> dict[str, Any]:
    seed = (folder / SEED).read_bytes()
    told = set(_logged(own, seed, "drill.told"))
    acts, logged = {act for (act,) in own.execute(ACTS)}, told | set(_logged(own, seed, "drill.act"))
    noted = {act for name in WRITERS for act in (folder / name).read_text().splitlines()}
    return {
        "acts": len(acts),
        "lost": len(noted - acts),
        "confirmed": len(noted & told),
        "acts without entry": len(acts - logged),
        "entries without act": len(logged - acts),
        "abandoned": sum(len(closing.read(bytes(data)).close.abandoned) for (data,) in own.execute(CLOSES)),
        **proved(own),
    }


def proved(own: psycopg.Connection[Any]) -> dict[str, Any]:
    """The tree of any drill: entries against leaves, all checkpoints against it, and what a checker says."""
    signed = [checkpoint.parse(note.parse(bytes(data)).text) for (data,) in own.execute(NOTES)]
    roots, late = _grown(own, {each.size for each in signed})
    return {
        "entries without leaf": own.execute(WITHOUT_PLACE).fetchall()[0][0],
        "checkpoints": len(signed),
        "no prefixes": sum(each.root != roots.get(each.size) for each in signed),
        "gaps": own.execute(GAPS).fetchall()[0][0],
        "faults": _faults(own),
        "late": late,
    }


def _logged(own: psycopg.Connection[Any], seed: bytes, event: str) -> Iterator[str]:
    """The act of every entry of this kind, opened with the officer's key."""
    with own.transaction():
        for opened in answers(Live(own), seed, Question(event=event)):
            yield opened.fields["object"]


def _grown(own: psycopg.Connection[Any], sizes: set[int]) -> tuple[dict[int, bytes], int]:
    """The roots at ``sizes``, and how many entries began before one that had its place under an earlier checkpoint."""
    tree, roots, late = Frontier(), {0: EMPTY_ROOT}, 0
    highest = highest_signed = 0
    for header, xid in own.execute(PLACED):
        late += xid < highest_signed
        highest = max(highest, xid)
        tree.append(leaf_hash(bytes(header)))
        if tree.size in sizes:
            roots[tree.size], highest_signed = tree.root(), highest
    return roots, late


def _faults(own: psycopg.Connection[Any]) -> list[str]:
    with database.snapshot(own) as stored:
        report = checking.check(stored, _policy())
    return [remark.text(lambda sentence: sentence) for remark in report.faults]


def _policy() -> Policy:
    if settings.AUDIT_POLICY_FILE:
        return policy.parse(Path(settings.AUDIT_POLICY_FILE).read_bytes())
    own_keys = Path(settings.AUDIT_INSTANCE_KEY_FILE).parent
    signers = signing.load(keys.log_key(own_keys)).as_log(settings.AUDIT_ORIGIN)
    public = instance.load(settings.AUDIT_INSTANCE_KEY_FILE).public_key().public_bytes_raw()
    lines = [*(f"log {signer.key.vkey()}" for signer in signers), "quorum none", f"instance {public.hex()}"]
    return policy.parse("".join(f"{line}\n" for line in lines).encode())
