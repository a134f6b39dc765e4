"""The generated pages of ``docs/``: rights, states and data from the code, database rights from the catalogue.

Each function returns the whole text of its page. A test and ``make check`` compare them with what is committed.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from django.apps import apps
from django.db import connection, models
from django.utils.translation import override

from fallkonferenz.access.sections import TABLE as SECTION_TABLE
from fallkonferenz.access.table import ANY_STATE, TABLE, Rule
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.sections import Section
from fallkonferenz.conferences.models import Conference
from fallkonferenz.management import instruments
from fallkonferenz.management.record import activities
from fallkonferenz.measures.models import Measure
from fallkonferenz.vault.privacy import CLASSES, NAMESPACES

PRINTED = "<!-- Printed by `manage.py print_docs` from the code. Do not edit by hand. -->\n\n"
GROUPS = ("audit_writer", "audit_decider", "audit_reader", "audit_sequencer", "audit_retention")
ROLES = ("fk_owner", "fk_web", "fk_worker", *GROUPS)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines) + "\n"


def rights() -> str:
    return (
        f"# Who may what\n\n{PRINTED}"
        "No row, no right. There is no superuser and no exception. A right on a case also needs what the relation says,"
        " asked anew with each request.\n\n"
        + table(("right", "role", "relation", "state of the case"), map(_rule, TABLE))
        + "\n## Who sees which section\n\n"
        "`c` read and contribute, `r` read, `o` contribute and read the own institution's entries, `-` does not exist."
        " The table is the ceiling: a region or a case may narrow it, and entries of bearers of secrets are read by"
        " others only on a recorded ground of sharing.\n\n"
        + table(("institution", *Section), ([kind.value, *views.values()] for kind, views in SECTION_TABLE.items()))
    )


def _rule(rule: Rule) -> tuple[str, ...]:
    states = "any" if rule.states == ANY_STATE else ", ".join(rule.states)
    return (rule.right, rule.role.value, rule.relation.name, states)


def states() -> str:
    machines: tuple[tuple[str, type[models.Model]], ...] = (
        ("A case", Case),
        ("A conference", Conference),
        ("A measure", Measure),
    )
    return f"# States and steps\n\n{PRINTED}" + "\n".join(_machine(name, model) for name, model in machines)


def _machine(name: str, model: type[models.Model]) -> str:
    steps = sorted(model._meta.get_field("state").get_all_transitions(model), key=lambda step: (step.name, step.source))
    drawn = "\n".join(f"    {step.source} --> {step.target}: {step.name}" for step in steps)
    conditions = sorted({(step.name, str(test.reason)) for step in steps for test in step.conditions})
    refused = table(("step", "refused with"), conditions) if conditions else ""
    return f"## {name}\n\n```mermaid\nstateDiagram-v2\n{drawn}\n```\n\n{refused}"


def data() -> str:
    """Record of processing activities (Art. 30 GDPR), and every field of every model with its class."""
    ours = [model for model in apps.get_models() if model.__module__.startswith(NAMESPACES)]
    ours.sort(key=lambda model: model._meta.label)
    return (
        f"# What is stored, and why\n\n{PRINTED}"
        "The part of the record of processing activities (Art. 30 GDPR) that the code knows; who is responsible and on"
        " which legal basis is written down by each operator: [Verzeichnis](operations/record.md).\n\n"
        + "\n".join(activities(ours, table))
        + "\n## Every field\n\n"
        "`sealed`: encrypted with the key of the case. `pseudonymous`: may appear in the log. `open`: harmless alone."
        " No name, address, birth date or telephone number of a person in a case has a field.\n\n"
        + "\n".join(map(_model, ours))
    )


def _model(model: type[models.Model]) -> str:
    privacy = model.Privacy  # every model has one: system check fk.E101
    rows = [(kind, ", ".join(f"`{name}`" for name in getattr(privacy, kind)) or "–") for kind in CLASSES]
    about = f"section: {privacy.section or 'none'}; kept: {privacy.retention}"
    return f"### {model._meta.label}\n\n{about}\n\n{table(('class', 'fields'), rows)}"


PRIVILEGES = """
    SELECT c.relname, r.rolname, p.name, NULL
    FROM pg_class c CROSS JOIN pg_roles r
    CROSS JOIN unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE']) AS p(name)
    WHERE c.relkind IN ('r', 'p', 'v') AND c.relnamespace = 'public'::regnamespace AND r.rolname = ANY(%(roles)s)
      AND has_table_privilege(r.oid, c.oid, p.name)
    UNION ALL
    SELECT c.relname, r.rolname, p.name, string_agg(a.attname, ', ' ORDER BY a.attname)
    FROM pg_class c CROSS JOIN pg_roles r
    CROSS JOIN unnest(ARRAY['SELECT','INSERT','UPDATE']) AS p(name)
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p', 'v') AND c.relnamespace = 'public'::regnamespace AND r.rolname = ANY(%(roles)s)
      AND NOT has_table_privilege(r.oid, c.oid, p.name) AND has_column_privilege(r.oid, c.oid, a.attname, p.name)
    GROUP BY 1, 2, 3
    ORDER BY 1, 2, 3
"""
POLICIES = """
    SELECT c.relname, pol.polname, pol.polcmd::text, array_to_string(ARRAY(
        SELECT rolname FROM pg_roles WHERE oid = ANY(pol.polroles) ORDER BY 1), ', '), c.relforcerowsecurity
    FROM pg_policy pol JOIN pg_class c ON c.oid = pol.polrelid ORDER BY 1, 2
"""
COMMANDS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE", "*": "all"}


def database_rights() -> str:
    """Table x role x privilege, read from the catalogue of the connected database; the owner's are left out."""
    with connection.cursor() as cursor:
        cursor.execute(PRIVILEGES, {"roles": list(ROLES[1:])})
        held = cursor.fetchall()
        cursor.execute(POLICIES)
        policies = cursor.fetchall()
    rows = [
        (name, role, ", ".join(what if columns is None else f"{what} ({columns})" for _t, _r, what, columns in group))
        for (name, role), group in groupby(held, key=lambda row: (row[0], row[1]))
    ]
    return (
        f"# Rights in the database\n\n{PRINTED}"
        "All tables belong to `fk_owner`, which cannot log in.\n\n"
        + table(("table", "role", "privileges"), rows)
        + "\n## Row-level security\n\n"
        + table(
            ("table", "policy", "command", "roles", "forced"),
            [
                (name, policy, COMMANDS[command], roles, "yes" if forced else "no")
                for name, policy, command, roles, forced in policies
            ],
        )
    )


def risk_instruments() -> str:
    return instruments.page(PRINTED, table)


FROM_CODE: dict[str, Callable[[], str]] = {
    "rights.md": rights,
    "states.md": states,
    "data.md": data,
    "risk/instruments.md": risk_instruments,
}
FROM_CATALOGUE: dict[str, Callable[[], str]] = {"database-rights.md": database_rights}


def printed(page: Callable[[], str]) -> str:
    """The page in English, whatever the language of the process."""
    with override("en"):
        return page()
