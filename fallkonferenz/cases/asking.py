"""Conditions of a step that ask the database: each can be asked for itself, and all of a page in one query."""

from collections.abc import Callable, Mapping
from functools import partial, wraps
from typing import Any

from django.db.models import Exists


def there_is(question, *, expected: bool = True):
    """Turn a question to the database into a condition; what several of them ask goes into one query (``answers``)."""

    @wraps(question)
    def holds(case) -> bool:
        return question(case).exists() is expected

    holds.question, holds.expected = question, expected
    return holds


there_is_no = partial(there_is, expected=False)


def questions(case) -> dict[str, Exists]:
    """What the steps from the present state ask the database, by the names of the conditions."""
    return {test.__name__: Exists(test.question(case)) for test in _asking(case)}


def answers(case, said: Mapping[str, Any]) -> dict[Callable, bool]:
    """Which of these conditions hold, by what the database ``said`` to each question."""
    return {test: said[test.__name__] is test.expected for test in _asking(case)}


def _asking(case) -> list[Callable]:
    steps = case._meta.get_field("state").get_all_transitions(type(case))
    tests = [test for step in steps if step.source == case.state for test in step.conditions]
    return [test for test in dict.fromkeys(tests) if hasattr(test, "question")]


def asked(test: Callable, case) -> bool:
    """The condition by itself, where nothing was answered beforehand."""
    return test(case)
