"""The table: a line per figure, ``name  value  goal  ok|short``."""

from collections.abc import Iterable, Sequence

from bench.figures import Figure, Sizes
from bench.rounds import Medians

WIDTH = 66
SHORT, WRONG = 1, 2
Told = tuple[Figure, float]


def told(figures: Iterable[Figure], medians: Medians, sizes: Sizes) -> list[Told]:
    """The figures that apply to databases of these sizes, with their values."""
    return [(figure, figure.value(medians, sizes)) for figure in figures if figure.from_cases <= sizes.large]


def line(told: Told) -> str:
    figure, value = told
    verdict = ("short" if figure.is_short(value) else "ok") if figure.goal else ""
    return f"{figure.name:<{WIDTH}} {value:>7.2f}  {figure.goal:<6} {verdict}".rstrip()


def status(told: Iterable[Told], wrong: Sequence[str]) -> int:
    """The exit status: an answer that is wrong weighs more than one that is slow."""
    if wrong:
        return WRONG
    return SHORT if any(figure.is_short(value) for figure, value in told) else 0


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
