"""After "lock now" nobody is signed in, also if the button stood on a page that was too old for its form to count."""

import re

import pytest
from django.urls import reverse

from tests.audit import reading as audit_log
from tests.drafts.typing import strict

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def test_a_page_of_an_earlier_session_locks_too(cast):
    browser = strict(cast.police)
    old = TOKEN.search(browser.get(reverse("start")).content.decode())[1]
    browser.logout()
    browser.cookies.clear()
    browser.force_login(cast.police)
    assert browser.get(reverse("start")).status_code == 200

    refused = browser.post(reverse("account_logout"), {"csrfmiddlewaretoken": old, "next": reverse("locked")})
    locked = browser.get(reverse("locked"))

    assert (refused.status_code, locked.status_code) == (403, 200)
    assert browser.get(reverse("start")).status_code == 302
    assert audit_log.last("session.logout").fields["details"] == {"how": "locked"}


def test_who_is_not_signed_in_leaves_no_entry(client):
    assert client.get(reverse("locked")).status_code == 200
    assert not audit_log.entries("session.logout")
