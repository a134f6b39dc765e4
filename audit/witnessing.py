"""The sequencer's side of the witness: each minute, and at once when somebody waits for it, the newest checkpoint is shown.

In a thread of its own with a connection of its own, so that a witness that is slow holds up nobody who waits for a
checkpoint only. Knows psycopg and no Django. A witness that is away is a trouble; one that holds what this log does not
have is the end of signing.
"""

import time
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import Any, NamedTuple

import psycopg

from audit import calling, durable, note, standing, stored, tree
from audit.calling import Answer, Away
from audit.format import Malformed
from audit.plain import decimal
from audit.policy import NotTrusted
from audit.standing import Outside
from audit.words import _

EVERY = 60.0  # seconds
PAUSE = 2.0  # after a failure, however urgent it is
ATTEMPTS = 3
AWAY, REFUSES, CONTRADICTS = "witness_away", "witness_refuses", "witness_contradicts"

NEWEST = """
    SELECT c.origin, c.size, c.note FROM audit_checkpoint c
    WHERE c.origin = (SELECT origin FROM audit_origin ORDER BY number DESC LIMIT 1) ORDER BY c.size DESC LIMIT 1
"""
COSIGNED = "SELECT coalesce(max(size), 0) FROM audit_cosignature WHERE origin = %s"
INSERT = """
    INSERT INTO audit_cosignature (origin, size, witness, line) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
WELL = """
    UPDATE audit_sequencer_state SET witnessed_at = clock_timestamp(),
        trouble = CASE WHEN trouble LIKE 'witness\\_%' THEN '' ELSE trouble END
"""
TROUBLE = "UPDATE audit_sequencer_state SET trouble = %s WHERE trouble = '' OR trouble LIKE 'witness\\_%%'"

Connection = psycopg.Connection[Any]


class Contradicted(Exception):
    """The witness has seen a longer log than this one, or another. Nothing more may be signed."""


class Refuses(Exception):
    """The witness answers, but does not cosign; somebody has to look at how it is set up."""


class Newest(NamedTuple):
    origin: str
    size: int
    note: bytes


def have_cosigned(connection: Connection, outside: Outside) -> bool:
    """Whether there was something to show, and it was cosigned and stored. Raises Away, Refuses, Contradicted.

    What was shown before, the file says, which holds the witness's own signature; without a file it is asked each time.
    """
    newest = _newest(connection)
    if newest is None or not outside.url or not outside.is_watched:
        return False
    ((in_rows,),) = connection.execute(COSIGNED, [newest.origin]).fetchall()
    word = standing.kept_word(outside)
    heard = word.size if word and word.origin == newest.origin else None
    if heard == in_rows == newest.size:
        return False
    # A row is a guess: whoever can write one must not keep us from asking.
    newest, lines = _cosigned(connection, outside, newest, in_rows if heard is None else heard)
    _keep(connection, outside, newest, lines)
    return True


def _newest(connection: Connection) -> Newest | None:
    row = connection.execute(NEWEST).fetchone()
    return Newest(row[0], row[1], bytes(row[2])) if row else None


def _cosigned(connection: Connection, outside: Outside, newest: Newest, old: int) -> tuple[Newest, bytes]:
    """The witness knows best what it saw last: where it names another size, the next attempt starts from there."""
    for _attempt in range(ATTEMPTS):
        answer = calling.add_checkpoint(outside.url, _request(connection, newest, old))
        if answer.status == 200:
            return newest, answer.body
        held = _held(answer, old, newest)
        newest = _newest(connection) or newest  # another sequencer may have been at work
        if held > newest.size:
            raise Contradicted(
                _("The witness has seen {held} entries of this log; there are {size}.").format(
                    held=held, size=newest.size
                )
            )
        old = held
    raise Away(_("The witness names another size each time."))


def _request(connection: Connection, newest: Newest, old: int) -> bytes:
    proof = tree.consistency_proof(old, newest.size, stored.fetch(connection)) if 0 < old < newest.size else []
    return b"".join([b"old %d\n" % old, *(b64encode(each) + b"\n" for each in proof), b"\n", newest.note])


def _held(answer: Answer, old: int, newest: Newest) -> int:
    """The size the witness holds, from its refusal."""
    if answer.status == 422:
        raise Contradicted(
            _(
                "The witness has seen another beginning of this log than the one that is stored, up to entry {old}."
            ).format(old=old)
        )
    if answer.status != 409:
        raise Refuses(_("The witness answers {status}.").format(status=answer.status))
    try:
        held = decimal(answer.body.removesuffix(b"\n"))
    except Malformed as error:
        raise Refuses(_("The witness answers what is no size.")) from error
    if held == old == newest.size:
        raise Contradicted(_("At {size} entries the witness has seen another log.").format(size=held))
    return held


def _keep(connection: Connection, outside: Outside, newest: Newest, lines: bytes) -> None:
    """Below the checkpoint in the database, and beside the database, where a restored dump does not reach."""
    trusted = _trusted(outside, newest, lines)
    for witness, own in trusted.items():
        connection.execute(INSERT, (newest.origin, newest.size, witness, own))
    if outside.file is not None:
        durable.write(outside.file, newest.note + b"".join(trusted.values()))
    connection.execute(WELL)


def _trusted(outside: Outside, newest: Newest, lines: bytes) -> dict[str, bytes]:
    """Of each witness the policy names its lines, after they were seen to be right; those of strangers are left out."""
    known = {(key.name, key.id) for key in outside.policy.witnesses.values()}
    try:
        seen = outside.policy.check(note.parse(newest.note + lines))
        kept = [each for each in note.parse_signatures(lines) if (each.name, each.key_id) in known]
    except (Malformed, NotTrusted) as error:
        raise Refuses(_("What the witness answers is not right: {error}").format(error=error)) from error
    if not seen.witnesses:
        raise Refuses(_("The witness signs with a key the policy does not name."))
    return {name: b"".join(each.line for each in kept if each.name == name) for name in {each.name for each in kept}}


Duty = Callable[[Connection], object]


class Companion:
    """A thread beside the sequencer. ``look`` is called with every beat and never waits."""

    def __init__(self, connect: Callable[[], Connection], outside: Outside, *, also: tuple[Duty, ...] = ()) -> None:
        self._connect, self._outside, self._also = connect, outside, also
        self._wanted, self._ended = Event(), Event()
        self._contradiction: Contradicted | None = None
        self._failed_at = -PAUSE
        self._is_new = bool(
            outside.url
        )  # until the witness has been asked once: a log's first entries come at any moment
        self._wanted.set()  # the first time at once: what was signed before the last end may not have been shown
        self._thread = Thread(target=self._run, name="witnessing", daemon=True)
        self._thread.start()

    def look(self, *, urgent: bool = False) -> None:
        """``urgent``: somebody waits for the witness. Raises Contradicted, after which nothing may be signed."""
        if self._contradiction:
            raise self._contradiction
        if urgent and time.monotonic() - self._failed_at >= PAUSE:
            self._wanted.set()

    def end(self) -> None:
        self._ended.set()
        self._wanted.set()
        self._thread.join(2 * calling.PATIENCE)

    def _run(self) -> None:
        while not self._ended.is_set():
            self._wanted.wait(PAUSE if self._is_new else EVERY)
            self._wanted.clear()
            if not self._ended.is_set():
                with suppress(psycopg.Error):  # the sequencer itself says when the database is away
                    self._turn()

    def _turn(self) -> None:
        with self._connect() as connection:
            try:
                self._is_new &= not have_cosigned(connection, self._outside)
                for duty in self._also:
                    duty(connection)
            except Contradicted as contradiction:
                self._contradiction = contradiction
                connection.execute(TROUBLE, [CONTRADICTS])
            except (Away, Refuses) as failure:
                self._failed_at, self._is_new = time.monotonic(), False
                connection.execute(TROUBLE, [AWAY if isinstance(failure, Away) else REFUSES])
