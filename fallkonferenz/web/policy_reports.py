"""What browsers report when a page tried something the content security policy forbids. ASVS 3.4.7.

Only the name of the directive is noted: a report holds addresses, and those hold keys of cases. A browser can send
many, and so can anybody else: a few a minute are noted, the rest is dropped.
"""

import json

import structlog
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from redis.exceptions import RedisError

LARGEST = 16 * 1024  # bytes
MOST = 20  # a minute
DIRECTIVES = {
    "default-src", "script-src", "script-src-elem", "script-src-attr", "style-src", "style-src-elem", "style-src-attr",
    "img-src", "font-src", "connect-src", "form-action", "frame-ancestors", "base-uri", "object-src", "frame-src",
}  # fmt: skip
logger = structlog.get_logger(__name__)


@csrf_exempt  # a browser sends it by itself; it changes nothing
@login_not_required
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    directive = _directive(request)
    if directive and _is_within_bounds():
        logger.warning("content security policy violated", directive=directive)
    return HttpResponse(status=204)


def _directive(request: HttpRequest) -> str:
    """The directive if it is a known one; whatever else was sent is not looked at."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return ""
    try:
        report = json.loads(request.body)["csp-report"]
        said = str(report.get("effective-directive") or report["violated-directive"]).split()[0]
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
        return ""
    return said if said in DIRECTIVES else ""


def _is_within_bounds() -> bool:
    try:
        cache.add("policy-reports", 0, timeout=60)
        return cache.incr("policy-reports") <= MOST
    except (RedisError, ValueError):
        return False
