"""Where the log stands, seen from outside: nothing is served on a log that is shorter than what a witness has seen.

A database that was rolled back, by a restored dump or by somebody with the right to, looks whole from inside. So
whoever starts asks the witness, and the file in which the sequencer keeps the witness's last word, and compares. No
Django: takes a connection of psycopg whose role may read origins, checkpoints and cosignatures.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from audit import calling, note, policy
from audit.calling import Away
from audit.checkpoint import Checkpoint
from audit.format import Malformed
from audit.policy import NotTrusted, Policy
from audit.words import _

LARGEST_FILE = 256 * 1024

ORIGINS = "SELECT origin FROM audit_origin ORDER BY number"
NEWEST = "SELECT coalesce(max(size), 0) FROM audit_checkpoint WHERE origin = %s"
ROOT_AT = "SELECT root FROM audit_checkpoint WHERE origin = %s AND size = %s"
COSIGNED = "SELECT EXISTS (SELECT FROM audit_cosignature WHERE origin = %s)"

logger = logging.getLogger(__name__)


class Unusable(Exception):
    """The policy, or what should be the witness's last word, cannot be used; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Outside:
    """Whose signatures count, where the witness is, and the file with its last word; each may be missing."""

    policy: Policy = field(default_factory=Policy)
    url: str = ""
    file: Path | None = None

    @classmethod
    def of(cls, *, policy_file: str, url: str, witnessed_file: str) -> "Outside":
        """Raises Unusable for a policy that cannot be read."""
        trusted = read_policy(Path(policy_file)) if policy_file else Policy()
        return cls(trusted, url, Path(witnessed_file) if witnessed_file else None)

    @property
    def is_watched(self) -> bool:
        return bool(self.policy.witnesses)


class LastWords(NamedTuple):
    """``seen``: what the witness or the file say was witnessed. ``is_heard``: whether either could be asked."""

    seen: list[Checkpoint]
    is_heard: bool


def read_policy(path: Path) -> Policy:
    try:
        with path.open("rb") as file:
            return policy.parse(file.read(policy.LARGEST_POLICY + 1))
    except (OSError, Malformed) as error:
        raise Unusable(_("The policy {path} cannot be used: {error}").format(path=path, error=error)) from error


def refusals(connection: psycopg.Connection[Any], outside: Outside, *, base: str) -> list[str]:
    """Why nothing may be served or signed, one sentence each. ``base`` names a log that has no entry yet."""
    if not outside.is_watched:
        return []
    origins = [origin for (origin,) in connection.execute(ORIGINS)] or [base]
    try:
        return list(_differences(connection, outside, origins))
    except Unusable as error:
        return [str(error)]


def _differences(connection: psycopg.Connection[Any], outside: Outside, origins: list[str]) -> Iterator[str]:
    newest = origins[-1]
    if newest not in outside.policy.logs:
        yield _("The policy knows no log {origin}; its lines belong into the file and to the witness.").format(
            origin=newest
        )
        return
    words = last_words(outside, newest)
    for seen in words.seen:
        yield from _against(connection, seen, origins)
    if not words.is_heard and _scalar(connection, COSIGNED, newest):
        yield _(
            "The witness does not answer, and its last word is not kept either: nobody can say whether entries are missing."
        )


def last_words(outside: Outside, origin: str) -> LastWords:
    """Raises Unusable where the file says something that the policy does not bear out."""
    said, is_heard = [], False
    for source in (_from_the_witness, _from_the_file):
        try:
            seen = source(outside, origin)
        except Away as away:
            if outside.url and source is _from_the_witness:
                logger.warning("The witness was not heard: %s", type(away).__name__)
            continue
        is_heard = True
        if seen is not None:
            said.append(seen)
    return LastWords(said, is_heard)


def _from_the_witness(outside: Outside, origin: str) -> Checkpoint | None:
    """Its machine is not ours: what it says without the signatures is no word of its, and keeps nobody from serving."""
    if not outside.url:
        raise Away("no witness is named")
    data = calling.last_cosigned(outside.url, origin)
    try:
        return None if data is None else _trusted(outside, data)
    except Unusable as error:
        raise Away(str(error)) from error


def _from_the_file(outside: Outside, origin: str) -> Checkpoint | None:
    if outside.file is None or not outside.file.exists():
        raise Away("nothing is kept")
    try:
        with outside.file.open("rb") as file:
            return _trusted(outside, file.read(LARGEST_FILE))
    except OSError as error:
        raise Unusable(_("{path} cannot be read.").format(path=outside.file)) from error


def kept_word(outside: Outside) -> Checkpoint | None:
    """The witness's last word from the file; None where there is none that could be trusted."""
    try:
        return _from_the_file(outside, "")
    except (Away, Unusable):
        return None


def _trusted(outside: Outside, data: bytes) -> Checkpoint:
    try:
        seen = outside.policy.check(note.parse(data))
    except (Malformed, NotTrusted) as error:
        raise Unusable(_("What was witnessed last cannot be trusted: {error}").format(error=error)) from error
    if not seen.witnesses:
        raise Unusable(_("What was witnessed last bears no signature of a witness the policy names."))
    return seen.checkpoint


def _against(connection: psycopg.Connection[Any], seen: Checkpoint, origins: list[str]) -> Iterator[str]:
    """Every checkpoint was stored before a witness was shown it: one that is missing was taken away."""
    if seen.origin not in origins:
        yield _("A log {origin} was witnessed that this database does not know.").format(origin=seen.origin)
    if seen.origin != origins[-1]:
        return  # a restore has begun a new one; its entry in the log says what was lost
    size = _scalar(connection, NEWEST, seen.origin)
    root = connection.execute(ROOT_AT, (seen.origin, seen.size)).fetchone()
    if size < seen.size:
        yield _("This log has {size} entries, and {seen} were witnessed: entries are missing.").format(
            size=size, seen=seen.size
        )
    elif root is None or bytes(root[0]) != seen.root:
        yield _("At {seen} entries this log is another than the one that was witnessed.").format(seen=seen.size)


def _scalar(connection: psycopg.Connection[Any], question: str, *given: object) -> Any:
    (value,) = connection.execute(question, given).fetchone() or (None,)
    return value
