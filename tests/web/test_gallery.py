"""Templates are built out of components only, and every component stands in the gallery in every state."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import path, reverse

from fallkonferenz.config.urls import urlpatterns as real
from fallkonferenz.web import demo_gallery
from fallkonferenz.web.templatetags import kern, risk, words

urlpatterns = [*real, path("demo/components/", demo_gallery.gallery, name="demo-components")]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

TEMPLATES = settings.BASE_DIR / "templates"
OF_COMPONENTS = ("components", "forms", "django", "allauth")

# What a page may say of itself: text, and where things stand. All else is said by a component.
TEXT = {
    "kern-heading-medium",
    "kern-body",
    "kern-link",
    "kern-link--x-small",
    "kern-title",
    "kern-title--small",
    "kern-btn-wrapper",
}
LAYOUT = {
    *(
        "fk-body",
        "fk-shell",
        "fk-main",
        "fk-main--narrow",
        "fk-form",
        "fk-stack",
        "fk-split",
        "fk-grid",
        "fk-grid--wide",
        "fk-columns",
    ),
    *("fk-badges", "fk-note", "fk-muted", "fk-list", "fk-text", "fk-code", "fk-code--large"),
}
CLASSES = re.compile(r'class="([^"]*)"')
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.S)
RAW = re.compile(r"<(button|table|dl|details|select|textarea|fieldset|svg)\b|style=|<style")


def pages() -> list[Path]:
    return [
        file for file in sorted(TEMPLATES.rglob("*.html")) if file.relative_to(TEMPLATES).parts[0] not in OF_COMPONENTS
    ]


def classes(file: Path) -> set[str]:
    return {name for names in CLASSES.findall(TAGS.sub(" ", file.read_text())) for name in names.split()}


@pytest.mark.parametrize("file", pages(), ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_a_page_uses_nothing_but_components(file):
    assert classes(file) - TEXT - LAYOUT == set()
    assert RAW.findall(TAGS.sub(" ", file.read_text())) == []


@pytest.fixture
def page(cast, client, settings):
    settings.DEMO = True
    client.force_login(cast.police)
    return client.get(reverse("demo-components"))


def test_every_component_is_in_the_gallery(page):
    used = {template.name for template in page.templates}
    there = {
        str(file.relative_to(TEMPLATES))
        for folder in ("components", "forms")
        for file in (TEMPLATES / folder).glob("*.html")
    }

    assert there - used == set()


def test_every_tag_is_in_the_gallery():
    frame = ("demo/gallery.html", "components/header.html", "components/footer.html")
    source = "".join((TEMPLATES / name).read_text() for name in frame)

    assert [tag for tags in (kern, risk) for tag in tags.register.tags if f"{{% {tag}" not in source] == []
    assert [name for name in words.register.filters if f"|{name}" not in source] == []


def test_the_gallery_is_of_the_demo_alone(client):
    assert client.get(reverse("demo-components")).status_code == 404


def test_the_gallery_says_nothing_of_a_case(page, given):
    given.case()

    assert page.status_code == 200
    assert "KM74" in page.content.decode()
