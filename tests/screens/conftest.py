"""The world that the screens show."""

import json

import pytest

from tests import database, worlds
from tests.world import World


@pytest.fixture
def shown(django_db_setup: None, transactional_db: None) -> World:
    """The world in a database that the browser's server sees too; a committing test gets a fresh one afterwards."""
    made = database.template_once(worlds.TEMPLATE, worlds.build)
    database.swap(worlds.TEMPLATE)
    return World.of_data(json.loads(made))
