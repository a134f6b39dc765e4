"""What makes a start unsafe, as far as the settings tell; Django asks before every command.

The database is asked in ``start``, by the processes that serve or work for people.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from audit.instance import NoInstanceKey, load
from fallkonferenz.vault.keys import NoKey, key_encrypting_keys

SHORTEST_SECRET = 50
PUBLISHED = "The demo's keys and accounts are published; they protect invented data only."


@register()
def settings_are_safe(**kwargs: Any) -> Sequence[CheckMessage]:
    if settings.TESTING or settings.DEMO:
        return []
    return [
        Error(sentence, id=f"fallkonferenz.E{number:03}")
        for number, (is_unsafe, sentence) in enumerate(UNSAFE, start=1)
        if is_unsafe()
    ]


def _secret_is_weak() -> bool:
    return len(settings.SECRET_KEY) < SHORTEST_SECRET or len(set(settings.SECRET_KEY)) < SHORTEST_SECRET // 5


def _address_is_open() -> bool:
    return not settings.PUBLIC_ADDRESS.startswith("https://")


def _no_key_encrypting_key() -> bool:
    try:
        key_encrypting_keys()
    except NoKey:
        return True
    return False


def _no_instance_key() -> bool:
    try:
        load(settings.AUDIT_INSTANCE_KEY_FILE)
    except NoInstanceKey:
        return True
    return False


def _keys_of_the_demo() -> bool:
    """The folder of an installation must never be the one the demo made its keys in."""
    demo = settings.BASE_DIR / "var" / "keys"
    used = (settings.FALLKONFERENZ_KEK_DIR, settings.AUDIT_INSTANCE_KEY_FILE)
    return any(path and Path(path).resolve().is_relative_to(demo) for path in used)


UNSAFE = (
    (lambda: settings.DEBUG, "DEBUG shows what nobody outside may see; it must be off."),
    (_secret_is_weak, f"SECRET_KEY needs at least {SHORTEST_SECRET} random characters."),
    (lambda: not settings.ALLOWED_HOSTS, "ALLOWED_HOSTS must name the hosts this installation answers for."),
    (lambda: "*" in settings.ALLOWED_HOSTS, "ALLOWED_HOSTS must name hosts; an asterisk is none."),
    (_address_is_open, "FALLKONFERENZ_ADDRESS must give this installation's address, beginning with https://."),
    (_no_key_encrypting_key, "FALLKONFERENZ_KEK_DIR must name a folder with at least one key-encrypting key."),
    (_no_instance_key, "FALLKONFERENZ_AUDIT_INSTANCE_KEY_FILE must name the Ed25519 key that signs the log."),
    (lambda: not settings.AUDIT_ORIGIN, "FALLKONFERENZ_AUDIT_ORIGIN must give this installation's log a name."),
    (_keys_of_the_demo, f"The keys in use were made by the demo. {PUBLISHED}"),
)
