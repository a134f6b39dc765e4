"""The schema that authorities get, and what is asked by it: held against a public implementation of JSON Schema."""

import copy
import json
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from risk import schema
from tests.risk.packing import AUTHORITY, EXAMPLES, body, pack, words

ORACLE = Draft202012Validator(schema.schema())
ANYTHING = (
    None,
    True,
    "",
    "x",
    "x" * 2000,
    "../x",
    "javascript:x",
    "high",
    -101,
    0,
    101,
    10**9,
    1.5,
    [],
    [{}],
    {},
    {"x": 1},
)
KNOWN = {
    "$schema", "$id", "$defs", "$ref", "title", "type", "const", "enum", "anyOf", "pattern", "minLength", "maxLength",
    "minimum", "maximum", "minItems", "maxItems", "items", "minProperties", "maxProperties", "required", "properties",
    "propertyNames", "additionalProperties",
}  # fmt: skip
NAMES_OF_FIELDS = ("properties", "$defs")


def whole() -> dict[str, Any]:
    """A pack in which each field stands that there is."""
    norm = {"score_from": 0, "score_to": 1, "percent": 5, "lower": 0, "higher": 89}
    said = {name: words(name) for name in ("label", "sample", "warning")}
    norms = {"key": "a", "base_rate": 30, "norms": [norm], **said}
    file: dict[str, Any] = json.loads(pack(by=AUTHORITY))
    once = {"wording": {"1": words("One")}, "weights": {"1": 1}, "bands": body()["bands"][1:]}
    return {**file, "pack": body(norm_sets=[norms], thresholds={"high": 7}, **once)}


def ways(value: object, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield way
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inside:
        yield from ways(each, (*way, name))


def spoiled(file: dict[str, Any]) -> Iterator[object]:
    """The file with anything in the place of each of its parts, without each, and with one more beside it."""
    for way in ways(file):
        if not way:
            yield from ANYTHING
            continue
        for change in ("without", "beside", *ANYTHING):
            changed = copy.deepcopy(file)
            part: Any = changed
            for name in way[:-1]:
                part = part[name]
            if change == "without":
                del part[way[-1]]
            elif change == "beside" and isinstance(part, dict):
                part["Beside, unknown"] = 1
            else:
                part[way[-1]] = change
            yield changed


def test_what_a_public_implementation_refuses_is_refused_and_nothing_else():
    differing = [
        file for file in spoiled(whole()) if ORACLE.is_valid(file) != (next(schema.faults(file), None) is None)
    ]
    assert differing == []


def test_the_schema_takes_the_whole_pack_and_the_examples():
    for file in (whole(), *(json.loads(path.read_bytes()) for path in EXAMPLES.glob("*.json"))):
        assert list(schema.faults(file)) == []


def test_no_keyword_stands_in_the_schema_that_is_not_asked():
    Draft202012Validator.check_schema(schema.schema())
    assert keywords(schema.schema()) <= KNOWN


def keywords(part: object, *, named: bool = False) -> set[str]:
    if not isinstance(part, dict):
        return set()
    own = set() if named else set(part)
    below = (keywords(each, named=name in NAMES_OF_FIELDS and not named) for name, each in part.items())
    return own.union(*below)
