"""The handbooks and all other documents become pages; a warning of MkDocs is an error."""

import subprocess
import sys

from django.conf import settings


def test_the_pages_are_built_and_every_document_stands_in_the_navigation(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "not included in the" not in done.stderr
    assert '<html lang="de"' in (tmp_path / "index.html").read_text()
    assert (tmp_path / "operations" / "record.html").exists()
    assert "mkdocs build --strict" in (settings.BASE_DIR / "Makefile").read_text()
