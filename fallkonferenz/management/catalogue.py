"""The German catalogue against the sources: what must be translated and what is.

Babel reads Python and, after Django has turned them into something like Python, templates; no gettext is needed.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCES = ("fallkonferenz", "audit", "risk", "templates")
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

# Written by us and not by Babel, which would date it at every run.
HEADER = """\
# Deutsche Texte von Fallkonferenz. Die Wörter stehen in docs/glossary.md: ein Wort je Sache.
msgid ""
msgstr ""
"Project-Id-Version: Fallkonferenz\\n"
"Language: de\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def path_of(locale: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / locale / "LC_MESSAGES" / "django.po"


def source_files() -> Iterator[Path]:
    for folder in SOURCES:
        yield from sorted((settings.BASE_DIR / folder).rglob("*.py"))
        yield from sorted((settings.BASE_DIR / folder).rglob("*.html"))
        yield from sorted((settings.BASE_DIR / folder).rglob("*.txt"))


def as_python(path: Path) -> bytes:
    source = path.read_text()
    if path.suffix == ".py":
        return source.encode()
    # Without its indentation the text has no blocks a Python reader could stumble over.
    return "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines()).encode()


def messages_in_sources() -> Catalog:
    catalogue = Catalog(locale="de")
    for path in source_files():
        name = path.relative_to(settings.BASE_DIR).as_posix()
        for _line, message, _comments, context in extract("python", BytesIO(as_python(path)), KEYWORDS):
            catalogue.add(message, context=context, locations=[(name, 0)])
    return catalogue


def read(locale: str) -> Catalog:
    with path_of(locale).open("rb") as file:
        return read_po(file, locale=locale)


def write(locale: str, catalogue: Catalog) -> None:
    with path_of(locale).open("wb") as file:
        file.write(HEADER.encode())
        write_po(
            file, catalogue, width=110, omit_header=True, include_lineno=False, sort_output=True, ignore_obsolete=True
        )


def update(locale: str) -> int:
    """Bring new messages in, empty, and drop those no longer used; say how many are untranslated."""
    catalogue = read(locale)
    catalogue.update(
        messages_in_sources(), no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False
    )
    write(locale, catalogue)
    return len(list(untranslated(catalogue)))


def untranslated(catalogue: Catalog) -> Iterator[object]:
    for message in catalogue:
        strings = message.string if isinstance(message.string, list | tuple) else [message.string]
        if message.id and (not all(strings) or message.fuzzy):
            yield message.id


def faults(locale: str) -> list[str]:
    """Every reason why this catalogue is not complete, as a sentence for whoever translates."""
    catalogue, wanted = read(locale), messages_in_sources()
    keys = {(message.id, message.context) for message in catalogue if message.id}
    needed = {(message.id, message.context) for message in wanted if message.id}
    return [
        *(f"not in the catalogue: {message!r}" for message, _context in sorted(needed - keys, key=str)),
        *(f"no longer used: {message!r}" for message, _context in sorted(keys - needed, key=str)),
        *(f"not translated or fuzzy: {message!r}" for message in untranslated(catalogue)),
        *(f"{message.id!r}: {error}" for message, errors in catalogue.check() for error in errors),
    ]
