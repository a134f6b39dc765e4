"""Every request is counted, timed and given one line in the technical log, by its route: never by its path, never by who asked."""

import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("fallkonferenz_requests", "Requests answered.", ["route", "status"])
SECONDS = Histogram(
    "fallkonferenz_request_seconds",
    "Time until the answer.",
    ["route"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
PROCESSES = Gauge("fallkonferenz_web_processes", "Web processes that answer.", multiprocess_mode="livesum")
MEMORY = Gauge("fallkonferenz_web_resident_bytes", "Their memory, added up.", multiprocess_mode="livesum")
PAGE_SIZE = 4096
STATIC, NOWHERE = "static files", "no route"
# Asked every few seconds by machines: no line, as long as the answer is good.
QUIET = ("healthz", "readyz", "metrics", STATIC)

logger = structlog.get_logger(__name__)


class ObservingMiddleware:
    """Around everything else, so that what others refuse is seen too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        observe(route_of(request), response.status_code, time.perf_counter() - began)
        return response


def route_of(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is not None:
        return match.route or "/"
    return STATIC if request.path.startswith(settings.STATIC_URL) else NOWHERE


def observe(route: str, status: int, seconds: float) -> None:
    REQUESTS.labels(route, status).inc()
    SECONDS.labels(route).observe(seconds)
    PROCESSES.set(1)
    MEMORY.set(resident_bytes())
    if route not in QUIET or status >= 400:
        logger.info("request", route=route, status=status, ms=round(seconds * 1000))


def resident_bytes() -> int:
    """Zero where there is no /proc."""
    try:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[1]) * PAGE_SIZE
    except OSError:
        return 0
