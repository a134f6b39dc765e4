"""docker-compose.yml as Compose would read it: anchors followed, variables filled in."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
# $$ is a dollar; ${NAME}, ${NAME:-default}, ${NAME:?reason}
VARIABLE = re.compile(r"\$\$|\$\{(?P<name>\w+)(?::(?P<how>[-?])(?P<rest>[^}]*))?\}")


class NotSet(Exception):
    """A variable without which Compose refuses to start."""


def example_variables() -> dict[str, str]:
    lines = (ROOT / "deploy" / "example.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def read(variables: dict[str, str]) -> dict[str, Any]:
    return _filled(yaml.safe_load((ROOT / "docker-compose.yml").read_text()), variables)


def _filled(node: Any, variables: dict[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: _filled(each, variables) for key, each in node.items()}
    if isinstance(node, list):
        return [_filled(each, variables) for each in node]
    return VARIABLE.sub(lambda found: _value(found, variables), node) if isinstance(node, str) else node


def _value(found: re.Match[str], variables: dict[str, str]) -> str:
    if found[0] == "$$":
        return "$"
    value = variables.get(found["name"], "")
    if not value and found["how"] == "?":
        raise NotSet(f"{found['name']}: {found['rest']}")
    return value or (found["rest"] if found["how"] == "-" else "")


@dataclass(frozen=True)
class Service:
    name: str
    said: dict[str, Any]

    @property
    def is_ours(self) -> bool:
        """Whether it runs our program, and not somebody else's."""
        return self.said["image"].startswith("fallkonferenz:")

    @property
    def is_job(self) -> bool:
        return self.said["restart"] != "unless-stopped"

    @cached_property
    def environment(self) -> dict[str, str]:
        return self.said.get("environment", {})

    @cached_property
    def secrets(self) -> set[str]:
        return set(self.said.get("secrets", []))

    @property
    def command(self) -> list[str]:
        return self.said["command"]

    @property
    def health(self) -> list[str]:
        kind, *command = self.said["healthcheck"]["test"]
        assert kind == "CMD"
        return command


def services(variables: dict[str, str] | None = None) -> dict[str, Service]:
    said = read(example_variables() if variables is None else variables)["services"]
    return {name: Service(name, each) for name, each in said.items()}
