"""Naming a code leads to a case one is not admitted to, so it is counted: nobody may try codes one by one.

Forty random bits cannot be guessed ten times an hour; the bound is for whoever reads codes off another's screen.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from fallkonferenz.access.refusals import NotNow, Unavailable
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.counting import counted

MOST = 10
Act = Callable[..., Any]


def counted_by_name(act: Act, *, by: Person) -> Act:
    """``act`` as it is without a named code; with one, at most MOST an hour, and none while nobody can count."""

    def guarded(**facts: Any) -> Any:
        if facts.get("named_code"):
            _count(by)
        return act(**facts)

    return guarded


def _count(by: Person) -> None:
    try:
        tried = counted(f"named:{by.pk}")
    except RedisError as error:
        raise Unavailable from error
    if tried > MOST:
        raise NotNow(_("Too many codes were named in a short time. Flag without a code, or ask the case management."))
