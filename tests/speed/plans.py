"""The plans of the statements of a block, each explained by running it, under the role and the policies it runs under."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) "
OWN = ("SELECT set_config", "EXPLAIN")


@dataclass(frozen=True)
class Plan:
    sql: str
    root: dict[str, Any]

    @property
    def buffers(self) -> int:
        """Pages of shared memory that were looked at; the root counts those of all below it."""
        return self.root["Shared Hit Blocks"] + self.root["Shared Read Blocks"]

    @property
    def nodes(self) -> list[dict[str, Any]]:
        return list(_below(self.root))

    @property
    def indexes(self) -> set[str]:
        return {node["Index Name"] for node in self.nodes if "Index Name" in node}

    @property
    def read_from_end_to_end(self) -> set[str]:
        """Tables with a sequential scan that was really run."""
        scans = [node for node in self.nodes if node["Node Type"] == "Seq Scan" and node["Actual Loops"]]
        return {node["Relation Name"] for node in scans}

    def __str__(self) -> str:
        lines = "\n".join(
            f"    {node['Node Type']} {node.get('Relation Name', '')} {node.get('Index Name', '')}"
            f" {node['Shared Hit Blocks'] + node['Shared Read Blocks']}"
            for node in self.nodes
        )
        return f"{self.buffers} buffers: {' '.join(self.sql.split())[:160]}\n{lines}"


def _below(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", ()):
        yield from _below(child)


@contextmanager
def explained() -> Iterator[list[Plan]]:
    plans: list[Plan] = []

    def explain(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith("SELECT") and not sql.startswith(OWN):
            with connection.connection.cursor() as another:  # the own one may be the server's: that explains nothing
                [(said,)] = another.execute(EXPLAIN + sql, params).fetchall()
            plan = said if isinstance(said, list) else json.loads(said)
            plans.append(Plan(sql, plan[0]["Plan"]))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield plans
