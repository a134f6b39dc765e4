"""Keys as an officer can compare them with the own file: the first sixteen digits, in groups."""

from collections.abc import Iterable

from fallkonferenz.web.templatetags.words import day

DIGITS, GROUP = 16, 4


def key_rows(keys: Iterable) -> list[list[str]]:
    return [[key.label, key.get_role_display(), grouped(bytes(key.key_id).hex()), day(key.since)] for key in keys]


def grouped(digits: str) -> str:
    return " ".join(digits[start : start + GROUP] for start in range(0, DIGITS, GROUP))
