"""KERN and htmx come out of the installed packages, complete, and nothing else of theirs."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template.loader import get_template

from fallkonferenz.web.kern import KernFinder

REFERENCES = re.compile(r"""static ['"]([^'"]+)['"]""")


def test_everything_the_frame_asks_for_is_found():
    source = Path(get_template("base.html").origin.name).read_text()

    names = REFERENCES.findall(source)

    assert len(names) == 8
    assert all(finders.find(name) for name in names)


def test_every_font_the_style_sheet_names_is_found():
    css = Path(finders.find("kern/fonts/fira-sans.css")).read_text()

    fonts = re.findall(r'url\("\./([^"]+)"\)', css)

    assert fonts
    assert all(finders.find(f"kern/fonts/{font}") for font in fonts)


@pytest.mark.parametrize(
    "name", ["kern/js/kern-kopfzeile.js", "kern/kern.css", "kern/../__init__.py", "other/kern.min.css"]
)
def test_nothing_else_is_served(name):
    assert not KernFinder().find(name)


def test_the_licences_are_served_beside_the_files():
    assert finders.find("kern/LICENSE.txt")
    assert finders.find("kern/fonts/fira-sans/OFL.txt")


def test_the_files_can_be_collected_with_names_of_their_content(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    backend = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}

    call_command("collectstatic", interactive=False, verbosity=0)

    assert list(tmp_path.glob("kern/kern.min.*.css"))
    assert list(tmp_path.glob("fk/app.*.css"))
