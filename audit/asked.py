"""The filters of the reader's command line, and the question they make. Pure Python."""

from argparse import ArgumentParser, Namespace
from datetime import datetime, timedelta
from uuid import UUID

from audit.format import Kind
from audit.question import Question
from audit.tools import Unusable
from audit.words import _

FILTERS = ("since", "until", "actor", "institution", "case", "code", "event", "kind", "outcome")
KINDS = {kind.name.lower().replace("_", "-"): kind for kind in Kind}


class Unclear(Unusable):
    """A filter says nothing that can be asked."""


def add_filters(parser: ArgumentParser) -> None:
    group = parser.add_argument_group(_("which entries"))
    group.add_argument("--since", metavar="DATE", help=_("a date, or date and time, of this machine's time zone"))
    group.add_argument("--until", metavar="DATE", help=_("a date is included, a date and time is the end"))
    group.add_argument("--actor", metavar="UUID", help=_("who did it"))
    group.add_argument("--institution", metavar="NUMBER")
    group.add_argument("--case", metavar="UUID")
    group.add_argument("--code", help=_("the code of the case: also finds the lists that showed it"))
    group.add_argument("--event", help=_("one event, or all of a noun: case."))
    group.add_argument("--kind", choices=sorted(KINDS))
    group.add_argument("--outcome", help=_("ok, denied, …"))


def question(given: Namespace) -> Question:
    """Raises Unclear."""
    return Question(
        since=_moment(given.since),
        until=_moment(given.until, day_included=True),
        actor=_uuid(given.actor),
        institution=_number(given.institution),
        case=_uuid(given.case),
        code=given.code or "",
        event=given.event or "",
        kind=KINDS[given.kind] if given.kind else None,
        outcome=given.outcome or "",
    )


def in_words(given: Namespace) -> dict[str, str]:
    """What was asked, as it was typed."""
    return {name: str(getattr(given, name)) for name in FILTERS if getattr(given, name) is not None}


def _moment(text: str | None, *, day_included: bool = False) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if day_included and len(text) <= len("2026-11-22"):
            moment += timedelta(days=1)
        return moment.astimezone()
    except (ValueError, OverflowError, OSError) as error:
        raise Unclear(_("{text} is no date: write 2026-11-22 or 2026-11-22T13:00.").format(text=text)) from error


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text is not None else None
    except ValueError as error:
        raise Unclear(_("{text} is no UUID.").format(text=text)) from error


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Unclear(_("{text} is no number of an institution.").format(text=text))
    return int(text)
