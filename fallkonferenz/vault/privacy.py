"""Every field has a class: each model says what of it is sealed, pseudonymous or open, and for how long it is kept.

    class Privacy:
        sealed = ("text",)                      # encrypted with the case's key: SealedField
        pseudonymous = ("id", "case", "author")  # may appear in the log
        open = ("entered_at",)                  # harmless alone
        section = "incident"                    # whose section views open the content; NO_SECTION where it has none
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

NO_SECTION: Final = ""
CLASSES: Final = ("sealed", "pseudonymous", "open")

NAMESPACES: Final = ("fallkonferenz.", "risk.")


def check_privacy(app_configs: Sequence[AppConfig] | None = None, **_options: Any) -> list[CheckMessage]:
    """Django system check: every model of the application classes every field."""
    configs = apps.get_app_configs() if app_configs is None else app_configs
    ours = (config for config in configs if f"{config.name}.".startswith(NAMESPACES))
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
    if not isinstance(_declared(model, "section"), str):
        yield _error(model, "must name its section in Privacy, or NO_SECTION.", "fk.E105")
    if not isinstance(retention := _declared(model, "retention"), str) or not retention:
        yield _error(model, "must say in Privacy for how long its rows are kept.", "fk.E106")


def _unsealed(model: type[Model]) -> Iterator[CheckMessage]:
    listed = set(_named(model, "sealed"))
    fields: list[Field[Any, Any]] = list(model._meta.concrete_fields)
    sealed = {field.name: field for field in fields if isinstance(field, SealedField)}
    yield from _each(model, listed - sealed.keys(), "is classed as sealed but is no SealedField.", "fk.E107")
    yield from _each(model, sealed.keys() - listed, "is a SealedField but not classed as sealed.", "fk.E108")
    homeless = [name for name, field in sealed.items() if not field.section]
    yield from _each(model, homeless, "must declare the section that governs who may read it.", "fk.E109")


def _named(model: type[Model], part: str) -> tuple[str, ...]:
    return tuple(_declared(model, part) or ())


def _declared(model: type[Model], name: str) -> Any:
    return getattr(model.Privacy, name, None)  # type: ignore[attr-defined]


def _each(model: type[Model], names: Iterable[str], what: str, check_id: str) -> Iterator[CheckMessage]:
    return (_error(model, f"{name} {what}", check_id) for name in sorted(names))


def _error(model: type[Model], what: str, check_id: str) -> CheckMessage:
    return Error(f"{model._meta.label}: {what}", obj=model, id=check_id)
