"""Technical logs: what failed and where, never what it was about.

An exception's own text is left out: the database puts whole rows into it. Addresses are named by their
route, so that no code or key of a case gets in. What libraries say is kept without the values they say it with.
"""

import logging
import sys
import threading
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

Event = MutableMapping[str, Any]
NO_EXCEPTION = (None, None, None)
OURS = ("fallkonferenz", "audit")


def exception_without_words(logger: Any, name: str, event: Event) -> Event:
    """The type, and the way through the code; no message, no values, not even those of the sentence around it."""
    found = event.pop("exc_info", None)
    kind, error, way = sys.exc_info() if found is True else found or NO_EXCEPTION
    if error is not None:
        event["error"] = kind.__qualname__
        event["way"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(way)]
        if not event["_from_structlog"]:
            event["event"] = event["_record"].msg
    return event


def sentence_without_values(logger: Any, name: str, event: Event) -> Event:
    """What a library says may quote an address, a header or a mail; its sentence with the gaps left open does not."""
    if not event["_from_structlog"] and event["_record"].name.partition(".")[0] not in OURS:
        event["event"] = str(event["_record"].msg)
    return event


def route_instead_of_path(logger: Any, name: str, event: Event) -> Event:
    """Django names the path it was asked for; we name the pattern that it matched."""
    request = getattr(event.get("_record"), "request", None)
    if request is not None:
        match = getattr(request, "resolver_match", None)
        event["event"] = f"{getattr(request, 'method', '')} {match.route if match else 'no route'}".strip()
        event["status"] = getattr(event["_record"], "status_code", None)
    return event


SHARED = (
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": list(SHARED),
            "processors": [
                exception_without_words,
                sentence_without_values,
                route_instead_of_path,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # One line per request, by its route.
        "fallkonferenz.web.observing": {"level": "INFO"},
        # Django's own handlers go; everything reaches the one above.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        # gunicorn's, too; its own lines per request name paths.
        # Its warnings are put together before they come here, with the address and the request that was not one.
        "gunicorn.error": {"handlers": [], "level": "ERROR", "propagate": True},
        "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}


def configure(*, real_people: bool) -> None:
    """Let what our own code says take the same way out, and with real people what nobody caught too."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    if real_people:
        sys.excepthook = say_uncaught
        threading.excepthook = lambda thread: say_uncaught(thread.exc_type, thread.exc_value, thread.exc_traceback)


def say_uncaught(kind: type[BaseException], error: BaseException | None, way: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("fallkonferenz").critical("Nobody caught this.", exc_info=(kind, error or kind(), way))
