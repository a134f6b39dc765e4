"""Whether the installation is alive, and whether it can be worked with: two words, told to whoever asks.

They stand outside the frame: what asks every few seconds is nobody's act, and a database that is away is an answer.
"""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from fallkonferenz.actions import standing
from fallkonferenz.web.middleware import outside_frame

OK, NOT_OK = "ok", "not ok"
AWAY = (DatabaseError, RedisError)


@outside_frame
@login_not_required
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return _said(is_well=True)


@outside_frame
@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Database and broker answer, delivery stands, and so does the log."""
    return _said(is_well=all(_is_well(asked) for asked in (database_answers, standing.stands, standing.log_stands)))


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT true")
        return bool(cursor.fetchone()[0])


def _is_well(asked: Callable[[], bool]) -> bool:
    try:
        return asked()
    except AWAY:
        return False


def _said(*, is_well: bool) -> HttpResponse:
    return HttpResponse(
        OK if is_well else NOT_OK, status=200 if is_well else 503, content_type="text/plain; charset=utf-8"
    )
