"""THE table of figures: what is divided by what, and how much it may be."""

from collections.abc import Callable
from dataclasses import dataclass

from bench.rounds import Call, Medians
from bench.sizes import CELLS, KEYS, TEXTS

A_MILLION = 1_000_000
MICRO = 1e6


@dataclass(frozen=True)
class Sizes:
    small: int
    large: int


Value = Callable[[Medians, Sizes], float]


@dataclass(frozen=True)
class Figure:
    """``goal`` is a comparison and a number, or empty: then the value is told and not judged."""

    name: str
    value: Value
    goal: str = ""
    from_cases: int = 0  # only where the larger database has as many

    def is_short(self, value: float) -> bool:
        return bool(self.goal) and not fits(value, self.goal)


def fits(value: float, goal: str) -> bool:
    """Whether ``value`` keeps a goal like ``≤ 1.5`` or ``≥ 2``."""
    sign, limit = goal.split()
    return {"≤": value <= float(limit), "≥": value >= float(limit)}[sign]


def ratio(top: Call, bottom: Call) -> Value:
    """In the larger database."""
    return lambda medians, sizes: medians.of(top, sizes.large) / medians.of(bottom, sizes.large)


def growth(call: Call) -> Value:
    return lambda medians, sizes: medians.of(call, sizes.large) / medians.of(call, sizes.small)


def micro(call: Call, among: int) -> Value:
    return lambda medians, sizes: medians.of(call, sizes.large) / among * MICRO


def each_cell(name: str, value: Callable[[int, str], Value], goal: str = "") -> tuple[Figure, ...]:
    return tuple(
        Figure(f"{name}, {visible:,} visible, {state or 'all'}", value(visible, state), goal)
        for visible, state in CELLS
    )


# fmt: off
FIGURES = (
    *each_cell("list, ORM ÷ SQL",       lambda *cell: ratio(("list_orm", *cell), ("list_sql", *cell)), "≤ 3.0"),
    *each_cell("list, growth of SQL",   lambda *cell: growth(("list_sql", *cell)), "≤ 1.5"),
    *each_cell("list, growth of ORM",   lambda *cell: growth(("list_orm", *cell)), "≤ 1.5"),
    *each_cell("list, row-level security ÷ without", lambda *cell: ratio(("list_sql", *cell), ("list_sql_open", *cell)), "≤ 1.4"),
    Figure("one case, row-level security ÷ without", ratio(("fetch",), ("fetch_open",)), "≤ 1.8"),
    Figure("one check, ORM ÷ SQL",      ratio(("check_orm",), ("check_sql",)), "≤ 3.5"),
    Figure("one check, growth of ORM",  growth(("check_orm",)), "≤ 1.2"),
    Figure("one check, growth of SQL",  growth(("check_sql",)), "≤ 1.2"),
    Figure("case list, protected ÷ unprotected", ratio(("page", "cases"), ("page_unprotected", "cases")), "≤ 1.4"),
    Figure("case list, protected ÷ static",      ratio(("page", "cases"), ("page_static", "cases")), "≤ 4.5"),
    Figure("case list, growth",                  growth(("page", "cases")), "≤ 1.4"),
    Figure("measures, protected ÷ unprotected",  ratio(("page", "measures"), ("page_unprotected", "measures")), "≤ 1.4"),
    Figure("measures, protected ÷ static",       ratio(("page", "measures"), ("page_static", "measures")), "≤ 4.5"),
    Figure("admission, rows ÷ participation alone",  ratio(("admit_rows",), ("admit_participation",)), "≤ 2.5"),
    Figure("admission, whole ÷ participation alone", ratio(("admit",), ("admit_participation",))),
    Figure("change of state, with copies ÷ without", ratio(("step_with_copies",), ("step_alone",)), "≤ 2.0"),
    Figure(f"{KEYS} keys and texts ÷ case list, percent",
           lambda medians, sizes: 100 * ratio(("keys_and_fields",), ("page", "cases"))(medians, sizes), "≤ 5"),
    Figure("one text, microseconds",    micro(("fields",), TEXTS), "≤ 3"),
    Figure("one key, microseconds",     micro(("keys",), KEYS), "≤ 6"),
    Figure("one text ÷ bare AES call",  ratio(("fields",), ("bare_aes",))),
)
# With an index for guardian's order; our list is timed anew beside it, both past row-level security.
AGAINST_GUARDIAN = (
    *each_cell("guardian by user ÷ list",  lambda *cell: ratio(("list_shortcut_user", *cell), ("list_orm_open", *cell)), "≥ 2"),
    Figure("guardian by user ÷ list, 20 of a million", ratio(("list_shortcut_user", 20, ""), ("list_orm_open", 20, "")),
           "≥ 50", from_cases=A_MILLION),
    *each_cell("guardian by group ÷ list", lambda *cell: ratio(("list_shortcut_group", *cell), ("list_orm_open", *cell))),
)
# fmt: on

CALLS: tuple[Call, ...] = (
    *((name, *cell) for cell in CELLS for name in ("list_sql", "list_orm", "list_sql_open")),
    *((name,) for name in ("fetch", "fetch_open", "check_sql", "check_orm")),
    *((name, page) for page in ("cases", "measures") for name in ("page", "page_unprotected", "page_static")),
    *((name,) for name in ("admit", "admit_rows", "admit_participation", "step_with_copies", "step_alone")),
    *((name,) for name in ("fields", "bare_aes", "keys", "keys_and_fields")),
)
CALLS_AGAINST_GUARDIAN: tuple[Call, ...] = tuple(
    (name, *cell) for cell in CELLS for name in ("list_orm_open", "list_shortcut_user", "list_shortcut_group")
)
