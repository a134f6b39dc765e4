"""An instrument as plain values, for whoever writes a file of answers or reads what there is."""

from dataclasses import fields, is_dataclass

from risk.answers import Answer, Rating
from risk.shape import Instrument, Item, ItemKind, Words

ANSWERS = {
    ItemKind.YES_NO: tuple(Answer),
    ItemKind.INDICATORS: tuple(Answer),
    ItemKind.RATING: tuple(Rating),
    ItemKind.TEXT: (),
    ItemKind.DATE: (),
}


def as_plain(instrument: Instrument) -> dict[str, object]:
    """Everything there is to know of the instrument, with the answers each item takes, as JSON can hold it."""
    shown = {each.name: plain(getattr(instrument, each.name)) for each in fields(instrument)}
    return shown | {"items": [_item(item) for item in instrument.items]}


def _item(item: Item) -> dict[str, object]:
    shown = {each.name: plain(getattr(item, each.name)) for each in fields(item)}
    return shown | {"answers": [str(answer) for answer in answers_to(item)]}


def answers_to(item: Item) -> tuple[str, ...]:
    """What can be answered to the item; empty where it is a text."""
    return tuple(value for value, _ in item.choices) if item.kind is ItemKind.LEVEL else ANSWERS[item.kind]


def plain(value: object) -> object:
    """Data classes and words as objects, tuples as lists, everything else as it is."""
    if isinstance(value, Words):
        return value._asdict()
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return value
