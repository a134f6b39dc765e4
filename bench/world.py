"""Who and what the figures are taken on, in the database of this process; and its further connections."""

import os
from functools import cache
from typing import Any
from uuid import UUID

import environ
import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from bench.generate import ALIKE, login
from fallkonferenz.cases.models import Participation
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.institutions.models import Person


def person(visible: int, turn: int) -> Person:
    """As in a request: fetched by its key alone. The turns go round institutions of the same size."""
    return Person.objects.get(username=login(visible, turn % ALIKE))


@cache
def case_of(visible: int, number: int) -> UUID:
    """A case in the middle of what an institution sees."""
    own = Participation.objects.filter(institution__people__username=login(visible, number)).order_by("-sort_at")
    return own.values_list("case", flat=True)[own.count() // 2]


@cache
def manager_of(case: UUID) -> Person:
    """Somebody of the case management that is admitted to the case."""
    people = Person.objects.filter(institution__participations__case=case, institution__kind=Kind.CASE_MANAGEMENT)
    return people.select_related("institution__region").order_by("username")[0]


def web() -> psycopg.Connection[Any]:
    """The connection of the application itself, below the ORM; Django may have made a new one since."""
    connection.ensure_connection()
    return connection.connection


def open_() -> psycopg.Connection[Any]:
    """Made by Django in the same way, with the web role's grants, but past row-level security."""
    wrapper = open_django()
    wrapper.ensure_connection()
    return wrapper.connection


@cache
def administrator() -> psycopg.Connection[Any]:
    return psycopg.connect(os.environ["BENCH_ADMINISTRATOR_URL"], autocommit=True)


@cache
def open_django() -> BaseDatabaseWrapper:
    """A connection for the ORM past row-level security, to stand in for the default one."""
    wrapper = connections.create_connection(DEFAULT_DB_ALIAS)
    wrapper.settings_dict = {**wrapper.settings_dict, **environ.Env.db_url_config(os.environ["BENCH_OPEN_URL"])}
    return wrapper
