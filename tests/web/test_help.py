"""Every screen has its help, and every help its screen; it tells nobody anything of a case."""

import pytest
from django.urls import reverse

from fallkonferenz.web.help import HELP
from tests.audit import reading as audit_log
from tests.leaks.matrix import OPEN, TABLE

pytestmark = pytest.mark.django_db

# Pages that explain themselves, addresses that show none, and those that machines ask for.
NEED_NONE = {
    "help-list",
    "help-read",
    "language-choose",
    "public-imprint",
    "public-privacy",
    "public-accessibility",
    "healthz",
    "readyz",
    "metrics",
    "policy-report",
}
SCREENS = {route.name for route in TABLE if "GET" in route.methods} | set(OPEN) - NEED_NONE


def test_every_screen_has_its_help():
    assert SCREENS - HELP.keys() == set()


def test_every_help_belongs_to_a_screen():
    assert HELP.keys() - SCREENS == set()


def test_the_header_leads_from_a_screen_to_its_help(cast, opens):
    text = opens(cast.police, "person-prefer").content.decode()

    assert f'href="{reverse("help-read", args=["person-prefer"])}"' in text


def test_help_is_there_before_signing_in(client):
    login = client.get(reverse("account_login")).content.decode()
    address = reverse("help-read", args=["account_login"])

    assert address in login
    assert client.get(address).status_code == 200
    assert client.get(reverse("help-list")).status_code == 200


@pytest.mark.parametrize("screen", HELP)
def test_it_says_what_the_screen_is_for_and_what_to_do(client, screen):
    text = HELP[screen]

    page = client.get(reverse("help-read", args=[screen])).content.decode()

    assert text.steps
    assert "<ol" in page


def test_help_on_nothing_is_not_found(client):
    assert client.get(reverse("help-read", args=["nothing"])).status_code == 404


def test_the_log_says_which_help_was_read(cast, opens):
    opens(cast.police, "help-read", "person-prefer")

    assert audit_log.last().fields["details"] == {"page": "help", "screen": "person-prefer"}


def test_everybody_reads_the_same(cast, opens):
    def shown(person):
        text = opens(person, "help-read", "person-prefer").content.decode()
        return text[text.index("<main") : text.index("</main>")]

    assert shown(cast.police) == shown(cast.administrator)
