"""The one frame around everything a person does: a transaction that knows who acts.

Row-level security reads both settings; they live and die with the transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction

from audit import levels
from fallkonferenz.access.refusals import Unconfirmed
from fallkonferenz.institutions.models import Person

Acting = tuple[str, str]
Known = dict[tuple[object, ...], Any]
NOBODY: Acting = ("", "")
_acting: ContextVar[Acting] = ContextVar("acting", default=NOBODY)
_known: ContextVar[Known | None] = ContextVar("known", default=None)


@contextmanager
def acting_as(person: Person | None) -> Iterator[None]:
    """Open a transaction (or a savepoint in one) in which ``person`` acts; ``None`` sees nothing of any case.

    Within the frame of the same person it opens nothing: an act that others may go on after takes its own savepoint.
    The outermost frame ends with the commit and, where an act demands it, with the log's confirmation: else Unconfirmed.
    """
    is_within_another = connection.in_atomic_block
    with _frame(_settings_of(person), is_within_another):
        yield
    if not is_within_another:
        _wait_for_the_log()


def _wait_for_the_log() -> None:
    try:
        levels.settle()
    except levels.NotConfirmed as error:
        raise Unconfirmed from error


@contextmanager
def _frame(now: Acting, is_within_another: bool) -> Iterator[None]:
    before = _acting.get()
    if now == before:
        with nullcontext() if is_within_another and now != NOBODY else transaction.atomic():
            yield
        return
    with transaction.atomic():
        _tell_database(now)
        tokens = _acting.set(now), _known.set({})
        try:
            yield
        finally:
            _acting.reset(tokens[0])
            _known.reset(tokens[1])
            known().clear()  # what somebody else did in between may have changed it
        # A commit, or after an error the rollback to the savepoint, takes the settings back by itself.
        if is_within_another:
            _tell_database(before)


def known() -> Known:
    """What was learned in this frame and holds until its end; outside of a frame and within an act nothing is kept."""
    kept = _known.get()
    return {} if kept is None else kept


@contextmanager
def asking_anew() -> Iterator[None]:
    """Around an act: it believes nothing that was learned before it, and nothing learned before it holds after it."""
    kept = _known.get()
    token = _known.set(None)
    try:
        yield
    finally:
        _known.reset(token)
        if kept is not None:
            kept.clear()


def _settings_of(person: Person | None) -> Acting:
    if person is None or not person.is_active:
        return NOBODY
    return (str(person.institution_id or ""), str(person.pk))


def _tell_database(acting: Acting) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.institution', %s, true), set_config('app.person', %s, true)", acting)
