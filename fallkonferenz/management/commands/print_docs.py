"""Print the generated pages of ``docs/``, or say which of them no longer tell the truth."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from fallkonferenz.management.documents import FROM_CATALOGUE, FROM_CODE, printed

FOLDER = Path(settings.BASE_DIR) / "docs"


class Command(BaseCommand):
    help = "Prints docs/rights.md, states.md and data.md from the code; --catalogue adds database-rights.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail if a page is stale")
        parser.add_argument("--catalogue", action="store_true", help="also what is read from the connected database")

    def handle(self, *args: Any, **options: Any) -> None:
        pages = {**FROM_CODE, **(FROM_CATALOGUE if options["catalogue"] else {})}
        if options["check"]:
            self._check(pages)
        else:
            for name, page in pages.items():
                (FOLDER / name).write_text(printed(page))

    def _check(self, pages: dict[str, Callable[[], str]]) -> None:
        stale = [name for name, page in pages.items() if not _is_true(FOLDER / name, printed(page))]
        if stale:
            raise CommandError(f"Stale: {', '.join(stale)}. Run `manage.py print_docs` and look at what changed.")


def _is_true(path: Path, text: str) -> bool:
    return path.exists() and path.read_text() == text
