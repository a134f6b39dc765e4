"""The printed pages of ``docs/`` tell the truth: rights, states and data of the code, rights of the database.

``PRINT_DOCS=1 pytest tests/architecture/test_documents.py`` prints them anew; look at what changed before committing.
"""

import os
import re
from pathlib import Path

import pytest

from fallkonferenz.management.documents import FROM_CATALOGUE, FROM_CODE, printed

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), ROOT / "audit" / "README.md"]
LINK = re.compile(r"\]\(([^):#]+)(?:#[^)]*)?\)")


def committed(name: str, text: str) -> str:
    if os.environ.get("PRINT_DOCS"):
        (DOCS / name).write_text(text)
    return (DOCS / name).read_text()


@pytest.mark.parametrize("name", FROM_CODE)
def test_what_is_printed_from_the_code_is_committed(name):
    text = printed(FROM_CODE[name])
    assert committed(name, text) == text


@pytest.mark.django_db
@pytest.mark.parametrize("name", FROM_CATALOGUE)
def test_what_is_printed_from_the_catalogue_is_committed(name):
    text = printed(FROM_CATALOGUE[name])
    assert committed(name, text) == text


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(document):
    targets = LINK.findall(document.read_text())
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_decision_is_in_the_list():
    listed = set(LINK.findall((DOCS / "adr" / "README.md").read_text()))
    assert listed == {page.name for page in (DOCS / "adr").glob("0*.md")}
