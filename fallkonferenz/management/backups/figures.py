"""Figures with goals, one line each: ``name  value  goal  ok|short``."""

from collections.abc import Callable
from typing import NamedTuple


class Figure(NamedTuple):
    name: str
    value: object
    goal: object
    ok: bool

    def __str__(self) -> str:
        return f"{self.name:<22} {self.value!s:>14} {self.goal!s:>14}  {'ok' if self.ok else 'short'}"


def equal(name: str, value: object, goal: object) -> Figure:
    return Figure(name, value, goal, value == goal)


def print_all(figures: list[Figure], say: Callable[[str], object]) -> bool:
    """Whether all of them are as they should be."""
    for figure in figures:
        say(str(figure))
    return all(figure.ok for figure in figures)
