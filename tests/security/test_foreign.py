"""What comes from other sites: a followed link is answered, nothing else is. ASVS 3.5.8, 3.4.7."""

import json

import pytest
from structlog.testing import capture_logs

pytestmark = pytest.mark.django_db

LINK = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
OTHERS = (
    ("get", LINK | {"sec-fetch-dest": "iframe"}),
    ("get", LINK | {"sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}),
    ("get", LINK | {"sec-fetch-mode": "cors", "sec-fetch-dest": "empty"}),
    ("get", LINK | {"sec-fetch-site": "same-site", "sec-fetch-dest": "embed"}),
    ("post", LINK),
)


def test_a_link_in_a_mail_can_be_followed(client):
    assert client.get("/login/", headers=LINK).status_code == 200


@pytest.mark.parametrize(("method", "said"), OTHERS)
def test_nothing_else_from_another_site_is_answered(client, cast, method, said):
    client.force_login(cast.police)

    answer = getattr(client, method)("/cases/", headers=said)

    assert answer.status_code == 403
    assert cast.police.name not in answer.content.decode()


@pytest.mark.parametrize("site", ["same-origin", "none", None])
def test_what_comes_from_here_or_from_the_address_bar_is_answered(client, cast, site):
    client.force_login(cast.police)

    assert client.get("/cases/", headers={"sec-fetch-site": site} if site else {}).status_code == 200


def reported(client, body):
    with capture_logs() as lines:
        answer = client.post("/policy-reports/", body, content_type="application/csp-report")
    assert (answer.status_code, answer.content) == (204, b"")
    return [(line["event"], line["directive"]) for line in lines if "directive" in line]


def test_a_report_is_noted_by_its_directive_alone(client, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": "reports-1"}}
    report = {"effective-directive": "script-src", "document-uri": "https://fk.example/cases/1b8f/", "blocked-uri": "x"}

    assert reported(client, json.dumps({"csp-report": report})) == [("content security policy violated", "script-src")]


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", "[" * 16_000, '{"csp-report": 1}', '{"csp-report": {"violated-directive": "fk\\n"}}']
)
def test_what_is_no_report_is_not_noted(client, body):
    assert reported(client, body) == []


def test_a_flood_of_reports_does_not_fill_the_log(client, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": "reports-2"}}
    body = json.dumps({"csp-report": {"effective-directive": "img-src"}})

    assert sum(len(reported(client, body)) for _ in range(30)) == 20
