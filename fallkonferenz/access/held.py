"""Rights on a case by their keys and by their codenames: what is held is read by key, and the words are known.

Made by migrations, the same as long as a process lives.
"""

from collections.abc import Iterable
from functools import cache

from django.contrib.auth.models import Permission


@cache
def keys_of_rights() -> dict[str, int]:
    """By the model: others have rights of the same name."""
    rights = Permission.objects.filter(content_type__app_label="cases", content_type__model="case")
    return dict(rights.values_list("codename", "pk"))


def named(keys: Iterable[int]) -> frozenset[str]:
    """Codenames; a key that this process does not know gives nothing."""
    names = _names_of_rights()
    return frozenset(names[key] for key in keys if key in names)


@cache
def _names_of_rights() -> dict[int, str]:
    return {key: name for name, key in keys_of_rights().items()}
