"""Signing in, signing out and locking, as a browser sees them."""

import pytest
from django.utils.translation import override

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german():
    with override("de"):
        yield


def text(response) -> str:
    return response.content.decode()


def test_signing_in_asks_for_a_name_and_a_passphrase(client):
    html = text(client.get("/login/", headers={"accept-language": "de"}))

    assert "Benutzername oder E-Mail-Adresse" in html
    assert "Passphrase</label>" in html.replace("\n", "")
    assert 'autocomplete="current-password"' in html
    assert "placeholder" not in html
    assert "<title>Fallkonferenz – Anmelden</title>" in html


def test_a_wrong_passphrase_is_answered_as_an_unknown_name(client):
    html = text(client.post("/login/", {"login": "nobody", "password": "x" * 20}, headers={"accept-language": "de"}))

    assert "Bitte prüfen Sie Ihre Eingaben" in html


def test_locking_leads_to_a_page_that_names_nothing(client):
    response = client.post("/logout/", {"next": "/locked/"})

    assert response["Location"] == "/locked/"
    assert response["Clear-Site-Data"] == '"*"'
    html = text(client.get("/locked/", headers={"accept-language": "de"}))
    assert "Fallkonferenz" not in html
    assert "Die Seite wurde geschlossen" in html


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(client, elsewhere):
    assert "example" not in client.post("/logout/", {"next": elsewhere})["Location"]
    assert "javascript" not in client.post("/logout/", {"next": elsewhere})["Location"]
