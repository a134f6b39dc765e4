"""What makes a start unsafe, as far as the settings tell; Django asks before every command.

The database is asked in ``start``, by the processes that serve or work for people.
"""

from collections import defaultdict
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from audit import tagkeys
from audit.instance import NoInstanceKey, load
from audit.policy import NONE, Policy
from audit.standing import Outside, Unusable
from audit.tagkeys import NoTagKey
from fallkonferenz.config.guessable import is_guessable
from fallkonferenz.database import READER, WEB, WORKER
from fallkonferenz.vault.keys import NoKey, key_encrypting_keys
from risk.packs import BadKeys, trusted

SHORTEST_SECRET = 50
SHORTEST_PASSWORD = 20
SHORTEST_TOKEN = 32
PUBLISHED = "The demo's keys and accounts are published; they protect invented data only."


@register()
def settings_are_safe(**kwargs: Any) -> Sequence[CheckMessage]:
    if settings.TESTING:
        return []
    letter, reasons = ("D", UNSAFE_DEMO) if settings.DEMO else ("E", UNSAFE)
    return [
        Error(sentence, id=f"fallkonferenz.{letter}{number:03}")
        for number, (is_unsafe, sentence) in enumerate(reasons, start=1)
        if is_unsafe()
    ]


def _secret_is_weak() -> bool:
    return is_guessable(settings.SECRET_KEY, shortest=SHORTEST_SECRET)


def _address_is_open() -> bool:
    return not settings.PUBLIC_ADDRESS.startswith("https://")


def _role() -> str | None:
    return settings.DATABASE_ROLE or settings.DATABASES["default"].get("USER")


def _no_key_encrypting_key() -> bool:
    """Only the web role opens texts; the others have no right to a case's key, and so need none for it."""
    if _role() != WEB:
        return False
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


def _no_tag_key() -> bool:
    """Those who record acts about cases need it."""
    if _role() not in (WEB, WORKER):
        return False
    try:
        tagkeys.load(settings.AUDIT_TAG_KEY_FILE)
    except NoTagKey:
        return True
    return False


def _no_reader() -> bool:
    """The officers' screens have a connection of their own, whose role reads the log and nothing else."""
    if _role() != WEB:
        return False
    address = urlsplit(settings.AUDIT_READER_DATABASE_URL)
    return address.username != READER or is_guessable(unquote(address.password or ""), shortest=SHORTEST_PASSWORD)


def _policy_is_unusable() -> bool:
    try:
        outside = Outside.of(policy_file=settings.AUDIT_POLICY_FILE, url=settings.AUDIT_WITNESS_URL, witnessed_file="")
    except Unusable:
        return True
    return bool(outside.url) and not (outside.is_watched and _is_met_by_one(outside.policy))


def _is_met_by_one(policy: Policy) -> bool:
    """One witness is asked; it has a line for each way in which it signs."""
    lines = defaultdict(set)
    for line, key in policy.witnesses.items():
        lines[key.name].add(line)
    return any(policy.is_quorum(own) for own in lines.values())


def _pack_keys_are_unusable() -> bool:
    try:
        trusted(settings.RISK_PACK_KEYS)
    except BadKeys:
        return True
    return False


def _no_witness() -> bool:
    """Without one, who has the machine and its keys can write the log anew; that is to be said on purpose."""
    if settings.AUDIT_WITHOUT_WITNESS:
        return False
    try:
        outside = Outside.of(policy_file=settings.AUDIT_POLICY_FILE, url=settings.AUDIT_WITNESS_URL, witnessed_file="")
    except Unusable:
        return False  # said by itself
    return not outside.url or not outside.is_watched or outside.policy.quorum == NONE


def _keys_of_the_demo() -> bool:
    """The folder of an installation must never be the one the demo made its keys in."""
    demo = settings.BASE_DIR / "var" / "keys"
    used = (settings.FALLKONFERENZ_KEK_DIR, settings.AUDIT_INSTANCE_KEY_FILE, settings.AUDIT_TAG_KEY_FILE)
    return any(path and Path(path).resolve().is_relative_to(demo) for path in used)


def _database_password_is_weak() -> bool:
    return is_guessable(settings.DATABASES["default"].get("PASSWORD") or "", shortest=SHORTEST_PASSWORD)


def _broker_password_is_weak() -> bool:
    return is_guessable(unquote(urlsplit(settings.REDIS_URL).password or ""), shortest=SHORTEST_PASSWORD)


def _token_is_weak() -> bool:
    return bool(settings.METRICS_TOKEN) and is_guessable(settings.METRICS_TOKEN, shortest=SHORTEST_TOKEN)


UNSAFE = (
    (lambda: settings.DEBUG, "DEBUG shows what nobody outside may see; it must be off."),
    (_secret_is_weak, f"SECRET_KEY needs at least {SHORTEST_SECRET} random characters."),
    (lambda: not settings.ALLOWED_HOSTS, "ALLOWED_HOSTS must name the hosts this installation answers for."),
    (lambda: "*" in settings.ALLOWED_HOSTS, "ALLOWED_HOSTS must name hosts; an asterisk is none."),
    (_address_is_open, "FALLKONFERENZ_ADDRESS must give this installation's address, beginning with https://."),
    (_no_key_encrypting_key, "FALLKONFERENZ_KEK_DIR must name a folder with at least one key-encrypting key."),
    (_no_instance_key, "FALLKONFERENZ_AUDIT_INSTANCE_KEY_FILE must name the Ed25519 key that signs the log."),
    (lambda: not settings.AUDIT_ORIGIN, "FALLKONFERENZ_AUDIT_ORIGIN must give this installation's log a name."),
    (_no_tag_key, "FALLKONFERENZ_AUDIT_TAG_KEY_FILE must name the key that the tags of cases are made under."),
    (_no_reader, f"FALLKONFERENZ_AUDIT_READER_DATABASE_URL must lead in as {READER}, with a password that cannot be guessed."),
    (lambda: settings.AUDIT_LOG_KEY_FILE, "FALLKONFERENZ_AUDIT_LOG_KEY_FILE is for the sequencer alone."),
    (_policy_is_unusable, "FALLKONFERENZ_AUDIT_POLICY_FILE must name a policy that can be used, with the witness that is asked."),
    (_keys_of_the_demo, f"The keys in use were made by the demo. {PUBLISHED}"),
    (_database_password_is_weak, f"The password in DATABASE_URL needs at least {SHORTEST_PASSWORD} random characters."),
    (_broker_password_is_weak, f"The password in REDIS_URL needs at least {SHORTEST_PASSWORD} random characters."),
    (lambda: not settings.TRUSTED_PROXIES, "TRUSTED_PROXIES must say how many proxies stand in front; one ends TLS."),
    (_token_is_weak, f"FALLKONFERENZ_METRICS_TOKEN needs at least {SHORTEST_TOKEN} random characters, or none."),
    (_pack_keys_are_unusable, "RISK_PACK_KEYS_FILE must name a list of public keys, one a line with the name of the authority."),
    (_no_witness, "No witness watches over the log: name one (FALLKONFERENZ_AUDIT_WITNESS_URL, and a policy whose quorum asks for it), or say with FALLKONFERENZ_AUDIT_WITHOUT_WITNESS=1 that there is none."),
)  # fmt: skip
UNSAFE_DEMO = (
    (lambda: not _address_is_open(), f"FALLKONFERENZ_DEMO must not be set where people reach it. {PUBLISHED}"),
    (lambda: find_spec("fallkonferenz.demo") is None, "This was built without the demo; FALLKONFERENZ_DEMO must not be set."),
)  # fmt: skip
