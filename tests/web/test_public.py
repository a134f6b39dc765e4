"""Imprint, data protection notice and declaration of accessibility: open to everybody, in the words of the regions."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from fallkonferenz.institutions.models import Region
from fallkonferenz.web.presenters.public import ACCESSIBILITY, IMPRINT, PRIVACY
from tests.audit import reading as audit_log
from tests.support import beyond_row_security
from tests.web.test_administration import LIMITS

pytestmark = pytest.mark.django_db
PAGES = {"public-imprint": IMPRINT, "public-privacy": PRIVACY, "public-accessibility": ACCESSIBILITY}


def say(region: str, **words: str) -> None:
    with beyond_row_security():
        Region.objects.filter(name=region).update(**words)


def text_of(client, name: str) -> str:
    response = client.get(reverse(name))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_it_opens_without_signing_in(client, cast, name):
    assert str(PAGES[name].title) in text_of(client, name)


@pytest.mark.parametrize("name", PAGES)
def test_it_opens_to_whoever_is_signed_in(client, cast, name):
    client.force_login(cast.officer)

    assert str(PAGES[name].title) in text_of(client, name)


@pytest.mark.parametrize("name", PAGES)
def test_it_takes_nothing(client, cast, name):
    assert client.post(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", PAGES)
def test_a_region_that_has_said_nothing_says_so(client, cast, name):
    assert text_of(client, name).count(str(PAGES[name].missing)) == Region.objects.count()


@pytest.mark.parametrize("name", PAGES)
def test_each_region_speaks_for_itself(client, cast, name):
    say("Osnabrück", **{PAGES[name].field: "Stadt Osnabrück\nBierstraße 28\n\nZweiter Absatz"})
    say("Nordhorn", **{PAGES[name].field: "Stadt Nordhorn"})

    text = text_of(client, name)

    assert "<p>Stadt Osnabrück<br>Bierstraße 28</p>" in text
    assert "<p>Stadt Nordhorn</p>" in text
    assert str(PAGES[name].missing) not in text


def test_what_a_region_says_is_text_and_nothing_else(client, cast):
    say("Osnabrück", imprint="<script>alert(1)</script>")

    assert "<script>alert" not in text_of(client, "public-imprint")


def test_barriers_can_be_reported_to_each_region(client, cast):
    say("Osnabrück", accessibility_contact="barrieren@osnabrueck.example")

    text = text_of(client, "public-accessibility")

    assert 'href="mailto:barrieren@osnabrueck.example"' in text
    assert "mailto:" not in text_of(client, "public-imprint")


def test_the_generic_part_of_the_notice_names_rights_and_cookies(client, cast):
    with override("en"):
        text = text_of(client, "public-privacy")

    assert all(f">{part.heading}<" in text for part in PRIVACY.parts)


def test_an_administrator_writes_what_a_region_says(client, cast):
    client.force_login(cast.administrator)
    home = cast.police.institution.region
    words = {
        "imprint": "Stadt Osnabrück",
        "data_protection": "Verantwortlich: die Stadt",
        "accessibility": "Keine bekannt",
        "accessibility_contact": "barrieren@osnabrueck.example",
    }

    response = client.post(reverse("region-change", args=[home.pk]), {"name": home.name, **LIMITS, **words})

    assert response.status_code == 302
    assert Region.objects.filter(pk=home.pk, **words).exists()
    written = audit_log.last("region.change").fields["details"]
    assert {*words} <= {*written["changed"]}
    assert "name" not in written["changed"]
    assert not any(word in str(written) for word in words.values())


@pytest.mark.parametrize(
    "wrong", [{"accessibility_contact": "nobody"}, {"imprint": "x" * 20_001}, {"data_protection": "a\x00b"}]
)
def test_what_does_not_fit_is_said_beside_the_field(client, cast, wrong):
    client.force_login(cast.administrator)
    home = cast.police.institution.region

    assert (
        client.post(reverse("region-change", args=[home.pk]), {"name": home.name, **LIMITS, **wrong}).status_code == 422
    )
