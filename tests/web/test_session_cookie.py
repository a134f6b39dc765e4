"""A session cookie that nobody was given is no session, whatever stands in it."""

import pytest
from django.conf import settings
from django.urls import reverse

pytestmark = pytest.mark.django_db

FORGED = ('"\\000abcdefghijklmnop"', "a" * 5000, "äöüäöüäöüäöü", "' OR 1=1 --", '"\\012\\015 Set-Cookie"', "A" * 32)


@pytest.mark.parametrize("value", FORGED)
def test_a_forged_cookie_is_no_session(client, value):
    response = client.get(reverse("start"), HTTP_COOKIE=f"{settings.SESSION_COOKIE_NAME}={value}")

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("value", FORGED)
def test_the_login_shows_itself_to_a_forged_cookie(client, value):
    assert (
        client.get(reverse("account_login"), HTTP_COOKIE=f"{settings.SESSION_COOKIE_NAME}={value}").status_code == 200
    )
