"""Where the next page of a list begins: a key that an address can carry and nobody can make up."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core import signing

from fallkonferenz.access.refusals import NotVisible

Place = TypeVar("Place")


def sealed(salt: str, *key: object) -> str:
    return signing.dumps([str(part) for part in key], salt=salt)


def opened(salt: str, text: str, place: Callable[..., Place]) -> Place | None:
    """``place`` of the parts of the key, each a text; None for the beginning.

    NotVisible for anything but a key of ours, and for one of ours of a time when it had other parts.
    """
    if not text:
        return None
    try:
        parts: list[Any] = signing.loads(text, salt=salt)
        return place(*parts)
    except (signing.BadSignature, AttributeError, TypeError, ValueError) as error:
        raise NotVisible from error
