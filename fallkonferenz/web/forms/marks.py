"""What a page showed, in a few characters: so that it can be told later what was changed on it, and what elsewhere."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

LENGTH = 8  # hexadecimal digits; told apart are a handful of answers to one question


@dataclass(frozen=True)
class Part:
    """Fields that are one answer, and the fields that say where it comes from."""

    own: list[str]
    source: list[str]

    @property
    def name(self) -> str:
        return self.own[0]

    def mark_of(self, values: Mapping[str, Any]) -> str:
        """The same for values that say the same, whatever the order of what is ticked; "" where nothing is answered."""
        own, source = ([_plain(values.get(name)) for name in names] for names in (self.own, self.source))
        return sha256(json.dumps([own, source]).encode()).hexdigest()[:LENGTH] if any(own) else ""


def _plain(value: Any) -> str | list[str]:
    if isinstance(value, list):
        return sorted(map(str, value))
    return str(value or "").replace("\r\n", "\n").strip()


def written(found: Mapping[str, str]) -> str:
    """As one field of a form holds them."""
    return " ".join(f"{name}:{each}" for name, each in found.items())


def read(text: str) -> dict[str, str]:
    """What ``written`` wrote; anything else is as good as nothing."""
    pairs = [word.rpartition(":") for word in text.split()]
    return {name: each for name, colon, each in pairs if colon}
