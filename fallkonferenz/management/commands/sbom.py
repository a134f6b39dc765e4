"""``sbom FILE`` writes the list of all parts of the product, as CycloneDX JSON."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from fallkonferenz.management.parts import parts


class Command(BaseCommand):
    help = "Writes the list of all parts of the product with their hashes (SBOM, CycloneDX 1.6)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, file: Path, **options: Any) -> None:
        project = settings.BASE_DIR / "pyproject.toml"
        file.write_text(parts(settings.BASE_DIR / "requirements" / "runtime.txt", project))
