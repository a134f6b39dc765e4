"""People at their screens, as in ``tests/web``."""

from tests.web.conftest import opens, sends  # noqa: F401 - fixtures
