"""The gate through which every act goes: it locks, asks, does and logs, in one transaction.

Whoever wants to do without one of the four has to do it in here, where it shows.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django_fsm import TransitionNotAllowed

import audit.log
from fallkonferenz.access.check import case_of, require
from fallkonferenz.access.frame import acting_as, asking_anew
from fallkonferenz.access.refusals import NotNow, NotVisible
from fallkonferenz.actions.events import PURPOSES
from fallkonferenz.cases.lifecycle import what_is_missing
from fallkonferenz.cases.models import Case
from fallkonferenz.institutions.models import Person

Act = Callable[..., Any]
ACTIONS: dict[str, Act] = {}
READINGS: dict[str, Act] = {}


def action(right: str, *, notes: Iterable[str] = (), notes_changes: bool = False) -> Callable[[Act], Act]:
    """Turn a function into the one way of doing ``right``.

    The case is locked before the right is asked for, so that two people who press at the same moment are answered
    one after the other, each on the true state. ``notes`` names the facts that the log keeps: ids and dates,
    never text, and no answer, kind or level of a case, which officers never see;
    with ``notes_changes`` it keeps the names of the fields that got another value, too.
    """

    def gate(do: Act) -> Act:
        @wraps(do)
        def perform(thing: Model | None = None, *, by: Person, **facts: Any) -> Any:
            with acting_as(by), transaction.atomic(), asking_anew():
                thing = _locked(thing)
                require(by, right, thing)
                changes = _changes(thing, facts) if notes_changes else {}
                result = _done(do, thing, by, facts)
                log(right, by=by, thing=_made(result, thing), details=_noted(facts, notes) | changes)
                return result

        ACTIONS[right] = perform
        return perform

    return gate


def reading(right: str, *, shows: Callable[[Any], dict[str, Any]] = lambda result: {}) -> Callable[[Act], Act]:
    """Turn a function into the one way of reading ``right``; nothing is returned before the entry is written.

    ``shows`` says what the log keeps of what was shown: codes, never text.
    """

    def gate(do: Act) -> Act:
        @wraps(do)
        def perform(thing: Model | None = None, *, by: Person, **facts: Any) -> Any:
            with acting_as(by):
                require(by, right, thing)
                result = _called(do, thing, by, facts)
                log(right, by=by, thing=thing, details=shows(result))
                return result

        READINGS[right] = perform
        return perform

    return gate


def log(
    event: str,
    *,
    by: Person | None,
    thing: Model | None = None,
    outcome: str = "ok",
    details: dict[str, Any] | None = None,
) -> None:
    """Write the entry of an act; AuditUnavailable undoes the act."""
    case = case_of(thing)
    audit.log.record(
        event,
        actor=by.pk if by else None,
        role=by.role if by else "",
        institution=by.institution_id if by else None,
        object=f"{thing._meta.model_name} {thing.pk}" if thing is not None else None,
        case=case.pk if case else None,
        purpose=PURPOSES.get(event.partition(".")[0], ""),
        outcome=outcome,
        details=details or {},
    )


def _locked(thing: Model | None) -> Model | None:
    """The thing as it is now, locked; for a part of a case the case is locked, before the part is read anew."""
    if thing is None:
        return None
    case = case_of(thing)
    if case is not None:
        _lock_together(case.pk)
    if isinstance(thing, Case):
        return _fetched(Case.objects.select_related("region"), thing.pk)
    things = type(thing)._default_manager
    return _fetched(things.all() if case is not None else things.select_for_update(of=("self",)), thing.pk)


def _lock_together(pk: UUID) -> None:
    """The case and those linked to it: a step may move them together. Always in one order, so that nobody waits in a ring."""
    cluster = Case.objects.filter(pk=pk).values_list("cluster", flat=True).first()
    linked = Case.objects.filter(cluster=cluster) if cluster else Case.objects.filter(pk=pk)
    if pk not in linked.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True):
        raise NotVisible


def _fetched(things: QuerySet[Any], pk: object) -> Model:
    thing: Model | None = things.filter(pk=pk).first()
    if thing is None:
        raise NotVisible
    return thing


def _done(do: Act, thing: Model | None, by: Person, facts: dict[str, Any]) -> Any:
    try:
        return _called(do, thing, by, facts)
    except TransitionNotAllowed as refused:
        raise NotNow(why_refused(refused)) from refused


def _called(do: Act, thing: Model | None, by: Person, facts: dict[str, Any]) -> Any:
    return do(by=by, **facts) if thing is None else do(thing, by=by, **facts)


def why_refused(refused: TransitionNotAllowed) -> str:
    """The sentence of the condition that a step of a case failed on; for others, the state they are in."""
    if isinstance(refused.object, Case):
        return what_is_missing(refused.object, refused.method.__name__)
    return _("This step does not follow from the state “%(state)s”.") % {"state": refused.object.get_state_display()}


def _made(result: Any, thing: Model | None) -> Model | None:
    return result if isinstance(result, Model) else thing


def _noted(facts: dict[str, Any], notes: Iterable[str]) -> dict[str, Any]:
    return {name: _plain(facts[name]) for name in notes if facts.get(name) is not None}


def _changes(thing: Model | None, facts: dict[str, Any]) -> dict[str, Any]:
    """Which fields will have another value; asked before the act."""
    return {"changed": sorted(name for name, value in facts.items() if getattr(thing, name) != value)}


def _plain(value: Any) -> Any:
    """What canonical JSON can say: ids for things, ISO 8601 for dates, lists for collections, "" for nobody."""
    if value is None:
        return ""
    if isinstance(value, Model):
        return _plain(value.pk)
    if isinstance(value, dict):
        return {str(_plain(key)): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
