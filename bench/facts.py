"""What a table of figures must say about its circumstances."""

import platform
from importlib.metadata import version

from bench import world

COUNTS = {
    "cases": "cases_case",
    "participations": "cases_participation",
    "rights": "cases_casegroupright",
    "institutions": "institutions_institution",
    "people": "institutions_person",
}
# What guardian's shortcuts would want and we do without: the page's order on the case, and the rights by their group.
INDEXES = (
    "CREATE INDEX IF NOT EXISTS bench_newest ON cases_case (state_since DESC, id DESC)",
    "CREATE INDEX IF NOT EXISTS bench_rights ON cases_casegroupright (group_id, permission_id, content_object_id)",
    "VACUUM ANALYZE cases_case, cases_casegroupright",
)


def facts() -> dict[str, dict[str, str]]:
    (server,) = world.open_().execute("SHOW server_version").fetchone() or ("",)
    packages = {name: version(name) for name in ("Django", "psycopg", "django-guardian", "cryptography")}
    return {
        "counts": {name: _count(table) for name, table in COUNTS.items()},
        "versions": {"PostgreSQL": server, "Python": platform.python_version(), **packages},
    }


def _count(table: str) -> str:
    (count,) = world.open_().execute(f"SELECT count(*) FROM {table}").fetchone() or (0,)  # noqa: S608 - a constant
    return f"{count:,}"


def give_guardian_indexes() -> None:
    """After all other figures were taken: they cost every write."""
    for statement in INDEXES:
        world.administrator().execute(statement)
