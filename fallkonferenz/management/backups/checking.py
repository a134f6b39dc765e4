"""What a backup that was brought back must be: the same rows, as well guarded, and readable with the keys."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor

from fallkonferenz.access.check import case_of
from fallkonferenz.management.backups import contents, log_form, making
from fallkonferenz.management.backups.contents import Contents
from fallkonferenz.management.backups.figures import Figure, equal
from fallkonferenz.vault.fields import SealedField
from fallkonferenz.vault.keys import NoKey
from fallkonferenz.vault.models import CaseKey
from fallkonferenz.vault.sealing import CaseVault, KeyDestroyed, SealBroken

NOT_GIVEN = "not given"
INVALID = "SELECT count(*) FROM pg_constraint WHERE NOT convalidated"
UNGUARDED = """
    SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity
    AND (NOT relforcerowsecurity OR NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid))
"""
# Sequences that would give out a number a second time.
SEQUENCES = """
    SELECT s.relname, t.relname, a.attname FROM pg_depend d
    JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_class t ON t.oid = d.refobjid
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid WHERE d.deptype IN ('a', 'i')
"""


def figures(manifest: dict[str, Any], keys: Path | None) -> list[Figure]:
    """Without keys that is said, and short: a backup that nobody can read is none."""
    said = Contents.from_json(manifest["contents"])
    with contents.snapshot():
        found = contents.read()
        return [
            *_same(said, found),
            *_guarded(),
            *log_form.figures(_key(keys, making.INSTANCE_KEY), _key(keys, making.OF_THE_LOG["log"])),
            *(_readable(keys) if keys else [Figure("case_keys_opened", NOT_GIVEN, "all", False)]),
        ]


def use_keys(folder: Path) -> Path:
    """The keys of a backup of keys, or of a folder with key-encrypting keys; from here on the vault opens with them."""
    keks = folder / making.KEKS
    settings.FALLKONFERENZ_KEK_DIR = str(keks if keks.is_dir() else folder)
    return folder


def _key(keys: Path | None, name: str) -> str:
    """Out of the backup of the keys, if that is what was given."""
    path = keys / name if keys else None
    return str(path) if path and path.is_file() else ""


def _same(said: Contents, found: Contents) -> Iterator[Figure]:
    yield equal("tables", len(found.tables), len(said.tables))
    yield equal("rows", _rows(found), _rows(said))
    yield equal("tables_different", len(_different(said.tables, found.tables)), 0)
    for name, count in said.counts.items():
        yield equal(name, found.counts[name], count)
    yield equal("last_entry", _entry(found), _entry(said))
    yield equal("rights_and_policies", found.rights[:12], said.rights[:12])
    yield equal("migrations", len(found.migrations), len(said.migrations))
    yield equal("migrations_missing", len(_unapplied()), 0)


def _different(said: dict[str, Any], found: dict[str, Any]) -> list[str]:
    return sorted(name for name in said | found if said.get(name) != found.get(name))


def _rows(of: Contents) -> int:
    return sum(rows for rows, _checksum in of.tables.values())


def _entry(of: Contents) -> str:
    epoch, counter, _at = of.last_entry or ("-", 0, "")
    return f"{epoch[:8]}/{counter}"


def _unapplied() -> list[Any]:
    """Of the software that checks: what it would have to do to this database before it starts."""
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def _guarded() -> Iterator[Figure]:
    with connection.cursor() as cursor:
        cursor.execute(INVALID)
        yield equal("constraints_invalid", cursor.fetchone()[0], 0)
        cursor.execute(UNGUARDED)
        yield equal("tables_unguarded", cursor.fetchone()[0], 0)
    yield equal("sequences_behind", sum(_behind()), 0)


def _behind() -> Iterator[bool]:
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(SEQUENCES)
        for sequence, table, column in cursor.fetchall():
            cursor.execute(
                f"SELECT (SELECT last_value FROM {quoted(sequence)}) < (SELECT coalesce(max({quoted(column)}), 0)"  # noqa: S608 - names out of the catalogue
                f" FROM {quoted(table)})"
            )
            yield cursor.fetchone()[0]


def _readable(keys: Path) -> Iterator[Figure]:
    """Every case key is unwrapped, and one text of each sealed column of cases is opened and not shown."""
    cases = list(CaseKey.objects.values_list("pk", flat=True))
    yield equal("case_keys_opened", sum(map(_opens, cases)), len(cases))
    texts = [text for column in _sealed_columns() for text in _one_of(*column)]
    yield equal("texts_opened", sum(_reads(*text) for text in texts), len(texts))


def _opens(case: Any) -> bool:
    try:
        CaseVault.open(case)
    except (NoKey, KeyDestroyed):
        return False
    return True


def _sealed_columns() -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedField):
                yield model, field.name


def _one_of(model: type[models.Model], column: str) -> Iterator[tuple[Any, models.Model, str]]:
    row = model._default_manager.exclude(**{column: None}).order_by("-pk").first()
    case = case_of(row)
    if row is not None and case is not None:
        yield case.pk, row, column


def _reads(case: Any, row: models.Model, column: str) -> bool:
    try:
        CaseVault.open(case).read(row, column)
    except (NoKey, KeyDestroyed, SealBroken):
        return False
    return True
