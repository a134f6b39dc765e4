"""No response leaves without its headers, and nothing confidential stays in a browser."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from fallkonferenz.web import headers

ALLOWED_TO_CACHE = {"Cache-Control": "max-age=60"}


def answered(path: str, method: str = "get", **sent) -> HttpResponse:
    view = headers.HeadersMiddleware(lambda request: HttpResponse(headers=sent.get("sent", {})))
    return view(getattr(RequestFactory(), method)(path))


@pytest.mark.parametrize("name", headers.ALWAYS)
def test_every_response_carries_it(name):
    assert answered("/")[name] == headers.ALWAYS[name]
    assert answered(f"{settings.STATIC_URL}fk/app.css")[name] == headers.ALWAYS[name]


def test_no_page_is_kept_even_if_a_view_says_so():
    assert answered("/", sent=ALLOWED_TO_CACHE)["Cache-Control"] == "no-store"


def test_static_files_are_kept():
    assert answered(f"{settings.STATIC_URL}fk/app.css", sent=ALLOWED_TO_CACHE)["Cache-Control"] == "max-age=60"


def test_every_browser_feature_is_off():
    assert all(feature.endswith("=()") for feature in headers.ALWAYS["Permissions-Policy"].split(", "))


def test_logging_out_clears_what_the_browser_holds(monkeypatch):
    monkeypatch.setattr(headers, "logout_path", lambda: "/logout/")

    assert answered("/logout/", "post")["Clear-Site-Data"] == '"*"'
    assert "Clear-Site-Data" not in answered("/logout/")
    assert "Clear-Site-Data" not in answered("/", "post")


def test_the_policy_allows_nothing_inline_and_nothing_foreign():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]

    allowed = {source for name, sources in directives.items() if name != "report-uri" for source in sources}

    assert allowed <= {"'none'", "'self'", "data:"}
    assert directives["default-src"] == ["'none'"]
    assert directives["frame-ancestors"] == ["'none'"]
