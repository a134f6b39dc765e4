"""The printed pages of ``docs/`` tell the truth: rights, states and data of the code, rights of the database.

``PRINT_DOCS=1 pytest tests/architecture/test_documents.py`` prints them anew; look at what changed before committing.
"""

import os
from pathlib import Path

import pytest

from fallkonferenz.management.documents import FROM_CATALOGUE, FROM_CODE, printed

DOCS = Path(__file__).parents[2] / "docs"


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
