"""The JSON Schema of packs, asked as a table: the few keywords it uses, each with its sentence.

``pack.schema.json`` says what a pack may be, for authorities and for this module alike; there is no second list. What
a schema cannot say (items that exist, bands without a gap) is asked in ``contents``.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from risk.shape import Words

Schema = Mapping[str, Any]


class Fault(NamedTuple):
    """One thing that is wrong. ``where`` is the way to it, as ``pack.weights.2``; "" is the file."""

    where: str
    sentence: Words


@cache
def schema() -> Schema:
    loaded: Schema = json.loads(files("risk").joinpath("pack.schema.json").read_text(encoding="utf-8"))
    return loaded


def faults(value: object, *, against: Schema | None = None, where: str = "") -> Iterator[Fault]:
    """Everything in which ``value`` is not as the schema says; nothing if it is."""
    wanted = schema() if against is None else against
    if "$ref" in wanted:
        wanted = schema()["$defs"][wanted["$ref"].rpartition("/")[2]]
    for ask in (_type, _const, _enum, _any_of, _text, _number, _list, _object):
        yield from ask(value, wanted, where)


def _type(value: object, wanted: Schema, where: str) -> Iterator[Fault]:
    if "type" in wanted and not _is(value, wanted["type"]):
        yield Fault(where, OF_TYPE[wanted["type"]])


def _const(value: object, wanted: Schema, where: str) -> Iterator[Fault]:
    if "const" in wanted and value != wanted["const"]:
        yield _told(where, "Hier muss „{}“ stehen.", "Here it must say “{}”.", wanted["const"])


def _enum(value: object, wanted: Schema, where: str) -> Iterator[Fault]:
    if "enum" in wanted and value not in wanted["enum"]:
        yield _told(where, "Möglich ist hier nur: {}.", "Possible here is only: {}.", ", ".join(wanted["enum"]))


def _any_of(value: object, wanted: Schema, where: str) -> Iterator[Fault]:
    tried = [list(faults(value, against=each, where=where)) for each in wanted.get("anyOf", ())]
    if tried and all(tried):
        yield from tried[0]


def _text(value: object, wanted: Schema, where: str) -> Iterator[Fault]:
    if not isinstance(value, str):
        return
    if "pattern" in wanted and not re.search(wanted["pattern"], value):
        yield _told(
            where, "„{}“ hat nicht die Form, die hier verlangt ist.", "“{}” has not the form wanted here.", value
        )
    if len(value) < wanted.get("minLength", 0):
        yield Fault(where, Words("Hier fehlt ein Text.", "A text is missing here."))
    if len(value) > wanted.get("maxLength", len(value)):
        limit = wanted["maxLength"]
        yield _told(where, "Dieser Text hat mehr als {} Zeichen.", "This text has more than {} characters.", limit)


def _number(value: object, wanted: Schema, where: str) -> Iterator[Fault]:
    if not isinstance(value, int) or isinstance(value, bool) or "minimum" not in wanted:
        return
    least, most = wanted["minimum"], wanted["maximum"]  # the schema gives both or none
    if not least <= value <= most:
        span = f"{least} … {most}"
        yield _told(where, "Diese Zahl liegt nicht in {}.", "This number is not within {}.", span)


def _list(value: object, wanted: Schema, where: str) -> Iterator[Fault]:
    if not isinstance(value, list):
        return
    yield from _counted(len(value), wanted.get("minItems", 0), wanted.get("maxItems"), where)
    for number, each in enumerate(value[: wanted.get("maxItems")]):
        yield from faults(each, against=wanted.get("items", {}), where=f"{where}.{number}")


def _object(value: object, wanted: Schema, where: str) -> Iterator[Fault]:
    if not isinstance(value, dict):
        return
    yield from _counted(len(value), wanted.get("minProperties", 0), wanted.get("maxProperties"), where)
    for name in wanted.get("required", ()):
        if name not in value:
            yield Fault(_below(where, name), Words("Das fehlt.", "This is missing."))
    for name, each in value.items():
        yield from faults(name, against=wanted.get("propertyNames", {}), where=where)
        expected = wanted.get("properties", {}).get(name, wanted.get("additionalProperties", {}))
        if expected is False:
            yield _told(where, "„{}“ gibt es hier nicht.", "There is no “{}” here.", name)
        else:
            yield from faults(each, against=expected, where=_below(where, name))


def _counted(count: int, least: int, most: int | None, where: str) -> Iterator[Fault]:
    if count < least:
        yield Fault(where, Words("Hier fehlt mindestens ein Eintrag.", "At least one entry is missing here."))
    if most is not None and count > most:
        yield _told(where, "Hier sind höchstens {} Einträge möglich.", "At most {} entries are possible here.", most)


TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "null": type(None)}
OF_TYPE = {
    "object": Words("Hier muss eine Gruppe von Angaben stehen.", "Here must be a group of values."),
    "array": Words("Hier muss eine Liste stehen.", "Here must be a list."),
    "string": Words("Hier muss ein Text stehen.", "Here must be a text."),
    "boolean": Words("Hier muss true oder false stehen.", "Here must be true or false."),
    "integer": Words("Hier muss eine ganze Zahl stehen.", "Here must be a whole number."),
    "null": Words("Hier muss null stehen.", "Here must be null."),
}


def _is(value: object, name: str) -> bool:
    """In JSON true is no number."""
    return isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def _below(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _told(where: str, de: str, en: str, about: object) -> Fault:
    short = str(about)[:80]
    return Fault(where, Words(de.format(short), en.format(short)))
