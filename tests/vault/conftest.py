"""A folder with one key-encrypting key, and English sentences to compare with."""

import pytest
from django.utils import translation

from fallkonferenz.vault.keys import new_kek


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def keks(tmp_path, settings, in_english):
    """The folder of key-encrypting keys, holding the one of 2026."""
    new_kek(tmp_path, "2026")
    settings.FALLKONFERENZ_KEK_DIR = str(tmp_path)
    return tmp_path
