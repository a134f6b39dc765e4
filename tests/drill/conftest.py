"""A port on which nobody listens."""

import pytest

from drill.installation import free_port


@pytest.fixture
def unused_port() -> int:
    return free_port()
