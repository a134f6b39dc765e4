"""A page as a PDF: the press is a process of its own, since setting text needs a library of the system and much memory."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from fallkonferenz.access.refusals import Unavailable
from fallkonferenz.web.audit import press

SHEET = "fk/report.css"
FONTS = tuple(f"kern/fonts/fira-sans/FiraSans-{weight}.woff2" for weight in ("Regular", "SemiBold"))
SECONDS = 45
LARGEST = 20 * 2**20


class NoPress(Unavailable):
    """No PDF can be made here; the page itself prints as well."""


def as_pdf(html: str) -> bytes:
    """PDF/UA. Raises NoPress with a sentence that says how to print instead."""
    files = [f"{name}={_found(name)}" for name in (SHEET, *FONTS)]
    try:
        done = subprocess.run(
            [sys.executable, "-m", press.__name__, *files],
            input=html.encode(),
            capture_output=True,
            timeout=SECONDS,
            cwd=settings.BASE_DIR,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NoPress(_("The PDF took too long to make. Print the page with your browser instead.")) from error
    if done.returncode == press.NO_PANGO:
        raise NoPress(_("This server cannot make a PDF (Pango is missing). Print the page with your browser instead."))
    if done.returncode or not done.stdout.startswith(b"%PDF-") or len(done.stdout) > LARGEST:
        raise NoPress(_("The PDF could not be made. Print the page with your browser instead."))
    return done.stdout


def _found(name: str) -> Path:
    path = finders.find(name)
    if path is None:
        raise NoPress(_("The PDF could not be made. Print the page with your browser instead."))
    return Path(path)
