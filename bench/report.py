"""The table: a line per figure, ``name  value  goal  ok|short``."""

from collections.abc import Iterable, Sequence

from bench.figures import Figure, Sizes
from bench.rounds import Medians

WIDTH = 52


def lines(figures: Iterable[Figure], medians: Medians, sizes: Sizes) -> tuple[list[str], int]:
    """The lines, and how many of them are short."""
    told = [(figure, figure.value(medians, sizes)) for figure in figures if figure.from_cases <= sizes.large]
    return [line(figure, value) for figure, value in told], sum(figure.is_short(value) for figure, value in told)


def line(figure: Figure, value: float) -> str:
    verdict = ("short" if figure.is_short(value) else "ok") if figure.goal else ""
    return f"{figure.name:<{WIDTH}} {value:>8.2f}  {figure.goal:<6} {verdict}".rstrip()


def circumstances(facts: dict[int, dict[str, dict[str, str]]], rounds: Sequence[int]) -> list[str]:
    """Versions once, counts per database."""
    return [
        *(
            f"{cases:,} cases: " + ", ".join(f"{value} {name}" for name, value in each["counts"].items())
            for cases, each in facts.items()
        ),
        ", ".join(f"{name} {value}" for name, value in next(iter(facts.values()))["versions"].items()),
        f"medians of {rounds[0]} rounds, guardian {rounds[1]}",
    ]
