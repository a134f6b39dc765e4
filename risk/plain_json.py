"""JSON from strangers, read strictly; and canonical JSON (RFC 8785), so that a signature has one text to stand under.

Nothing here trusts the file: its size, its depth and its names are bounded before anything is built of it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NoReturn

LARGEST_FILE = 1024 * 1024  # bytes; the largest pack there is has some forty items
DEEPEST = 12  # brackets within brackets; a pack needs six
LARGEST_INTEGER = 2**53 - 1  # beyond it RFC 8785 would write a rounded number
_LONGEST_NUMBER = 17

_MARKS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]')


class NotPlain(ValueError):
    """This is no JSON that a pack may be written in. ``key`` names the reason, ``about`` what it is about."""

    def __init__(self, key: str, about: object = "") -> None:
        super().__init__(key)
        self.key, self.about = key, str(about)[:80]


def parse(data: bytes) -> object:
    """The value the bytes stand for; numbers with a point or an exponent come as Decimal, so that they can be named.

    NotPlain with ``too_large``, ``no_text``, ``too_deep``, ``no_json``, ``twice`` (a name given twice) or ``number``.
    """
    if len(data) > LARGEST_FILE:
        raise NotPlain("too_large")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise NotPlain("no_text") from error
    if _depth(text) > DEEPEST:
        raise NotPlain("too_deep")
    try:
        return json.loads(
            text, object_pairs_hook=_once, parse_float=Decimal, parse_int=_whole, parse_constant=_no_number
        )
    except json.JSONDecodeError as error:
        raise NotPlain("no_json", error.lineno) from error


def canonical(value: object) -> bytes:
    """RFC 8785 of strings, whole numbers, true, false, null, lists and objects with ASCII names; NotPlain otherwise."""
    _check(value)
    try:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    except UnicodeEncodeError as error:  # half of a surrogate pair
        raise NotPlain("no_text") from error


def _depth(text: str) -> int:
    """How deep the brackets go; what stands in quotation marks does not count."""
    deepest = depth = 0
    for mark in _MARKS.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(mark.group(), 0)
        deepest = max(deepest, depth)
    return deepest


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _value in pairs]
        raise NotPlain("twice", next(name for name in names if names.count(name) > 1))
    return made


def _whole(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER or abs(int(digits)) > LARGEST_INTEGER:
        raise NotPlain("number", digits)
    return int(digits)


def _no_number(name: str) -> NoReturn:
    raise NotPlain("number", name)


def _check(value: object) -> None:
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int) and abs(value) <= LARGEST_INTEGER:
        return
    if isinstance(value, Mapping):
        for name, each in value.items():
            if not isinstance(name, str) or not name.isascii():  # else sorting would differ from RFC 8785
                raise NotPlain("name", name)
            _check(each)
    elif isinstance(value, Sequence) and not isinstance(value, bytes):
        for each in value:
            _check(each)
    else:
        raise NotPlain("number", value)
