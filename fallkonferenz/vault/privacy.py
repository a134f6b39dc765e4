"""Every field has a class: each model says what of it is sealed, pseudonymous or open, and for how long it is kept.

    class Privacy:
        sealed = ("text",)                      # encrypted with the case's key: SealedField
        pseudonymous = ("id", "case", "author")  # may appear in the log
        open = ("entered_at",)                  # harmless alone
        section = "incident"                    # whose section views open the content; NO_SECTION if it has none
        retention = "with the case"

All concrete fields and many-to-many fields are named, each exactly once; the record of processing activities
(Art. 30 GDPR) is printed from it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from django.db.models import Field, Model

from fallkonferenz.vault.fields import SealedField

NO_SECTION: Final = "none"
CLASSES: Final = ("sealed", "pseudonymous", "open")

NAMESPACE: Final = "fallkonferenz"


def check_privacy(app_configs: Sequence[AppConfig] | None = None, **_options: Any) -> list[CheckMessage]:
    """Django system check: every model of the application classes every field."""
    configs = apps.get_app_configs() if app_configs is None else app_configs
    ours = (config for config in configs if f"{config.name}.".startswith(f"{NAMESPACE}."))
    return [error for config in ours for model in config.get_models() for error in check_model(model)]


def check_model(model: type[Model]) -> list[CheckMessage]:
    """What is wrong with the Privacy of one model."""
    if not hasattr(model, "Privacy"):
        return [_error(model, "has no Privacy class.", "fk.E101")]
    return [*_misnamed(model), *_undeclared(model), *_unsealed(model)]


def classed_fields(model: type[Model]) -> list[str]:
    """The fields that need a class: everything with a column, and links to many."""
    return [field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)]


def _misnamed(model: type[Model]) -> Iterator[CheckMessage]:
    named = Counter(name for part in CLASSES for name in _named(model, part))
    fields = set(classed_fields(model))
    twice = [name for name, times in named.items() if times > 1]
    yield from _each(model, fields - named.keys(), "is in no privacy class.", "fk.E102")
    yield from _each(model, twice, "is in more than one privacy class.", "fk.E103")
    yield from _each(model, named.keys() - fields, "is named in Privacy but is no field.", "fk.E104")


def _undeclared(model: type[Model]) -> Iterator[CheckMessage]:
    missing = [name for name in ("section", "retention") if not _text(model, name)]
    yield from _each(model, missing, "must be a text in Privacy.", "fk.E105")
    if _named(model, "sealed") and _text(model, "section") == NO_SECTION:
        yield _error(model, "has sealed fields and therefore needs a section.", "fk.E106")


def _unsealed(model: type[Model]) -> Iterator[CheckMessage]:
    listed = set(_named(model, "sealed"))
    fields: list[Field[Any, Any]] = list(model._meta.concrete_fields)
    sealed = {field.name: field for field in fields if isinstance(field, SealedField)}
    yield from _each(model, listed - sealed.keys(), "is classed as sealed but is no SealedField.", "fk.E107")
    yield from _each(model, sealed.keys() - listed, "is a SealedField but not classed as sealed.", "fk.E108")
    homeless = [name for name, field in sealed.items() if not _has_one_section(model, field)]
    yield from _each(model, homeless, "must declare either its section or an attribute that gives it.", "fk.E109")


def _has_one_section(model: type[Model], field: SealedField) -> bool:
    if field.section_from:
        return not field.section and hasattr(model, field.section_from)
    return bool(field.section)


def _named(model: type[Model], part: str) -> tuple[str, ...]:
    return tuple(getattr(model.Privacy, part, ()))  # type: ignore[attr-defined]


def _text(model: type[Model], name: str) -> str:
    value = getattr(model.Privacy, name, "")  # type: ignore[attr-defined]
    return value if isinstance(value, str) else ""


def _each(model: type[Model], names: Iterable[str], what: str, check_id: str) -> Iterator[CheckMessage]:
    return (_error(model, f"{name} {what}", check_id) for name in sorted(names))


def _error(model: type[Model], what: str, check_id: str) -> CheckMessage:
    return Error(f"{model._meta.label}: {what}", obj=model, id=check_id)
