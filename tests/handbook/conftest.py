"""The world that the pictures show, as in ``tests/screens``."""

from tests.screens.conftest import shown  # noqa: F401 - a fixture
