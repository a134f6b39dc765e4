"""No field without a class: the start is refused while a model leaves one open."""

import uuid

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.core.checks import registry
from django.db import models

from fallkonferenz.vault.fields import SealedField
from fallkonferenz.vault.models import CaseKey
from fallkonferenz.vault.privacy import NO_SECTION, check_model, check_privacy


def privacy(**changes):
    """A complete Privacy for the model below, with some of it changed; None leaves a part out."""
    whole = {
        "sealed": ("text",),
        "pseudonymous": ("id", "owner", "readers"),
        "open": ("made_at",),
        "section": "incident",
        "retention": "with the case",
    } | changes
    return type("Privacy", (), {name: value for name, value in whole.items() if value is not None})


def model(declared, *, section="incident"):
    class Meta:
        app_label = "privacy"
        apps = Apps()

    attributes = {
        "id": models.UUIDField(primary_key=True, default=uuid.uuid4),
        "text": SealedField(section=section),
        "made_at": models.DateTimeField(),
        "owner": models.ForeignKey("self", models.CASCADE, related_name="+"),
        "readers": models.ManyToManyField("self", related_name="+"),
        "Meta": Meta,
        "__module__": __name__,
    }
    return type("Leaf", (models.Model,), attributes | ({"Privacy": declared} if declared else {}))


def errors(declared, **options):
    return [(error.id, error.msg) for error in check_model(model(declared, **options))]


def test_a_model_that_classes_every_field_passes():
    assert errors(privacy()) == []


def test_a_table_without_content_has_no_section():
    assert check_model(CaseKey) == []
    assert CaseKey.Privacy.section == NO_SECTION


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"open": None}, [("fk.E102", "privacy.Leaf: made_at is in no privacy class.")]),
        ({"pseudonymous": ("id", "owner")}, [("fk.E102", "privacy.Leaf: readers is in no privacy class.")]),
        ({"open": ("made_at", "id")}, [("fk.E103", "privacy.Leaf: id is in more than one privacy class.")]),
        ({"open": ("made_at", "made_at")}, [("fk.E103", "privacy.Leaf: made_at is in more than one privacy class.")]),
        ({"open": ("made_at", "gone")}, [("fk.E104", "privacy.Leaf: gone is named in Privacy but is no field.")]),
        ({"section": None}, [("fk.E105", "privacy.Leaf: must name its section in Privacy, or NO_SECTION.")]),
        ({"retention": None}, [("fk.E106", "privacy.Leaf: must say in Privacy for how long its rows are kept.")]),
        ({"retention": ""}, [("fk.E106", "privacy.Leaf: must say in Privacy for how long its rows are kept.")]),
        (
            {"sealed": ("text", "made_at"), "open": ()},
            [("fk.E107", "privacy.Leaf: made_at is classed as sealed but is no SealedField.")],
        ),
        (
            {"sealed": (), "open": ("made_at", "text")},
            [("fk.E108", "privacy.Leaf: text is a SealedField but not classed as sealed.")],
        ),
    ],
)
def test_what_is_left_open_is_named(changes, expected):
    assert errors(privacy(**changes)) == expected


def test_a_model_without_privacy_is_named():
    assert errors(None) == [("fk.E101", "privacy.Leaf: has no Privacy class.")]


def test_a_sealed_field_without_a_section_is_named():
    sentence = "privacy.Leaf: text must declare the section that governs who may read it."
    assert errors(privacy(), section="") == [("fk.E109", sentence)]


def test_every_start_asks_and_every_model_of_the_application_passes():
    assert check_privacy in registry.registry.get_checks()
    assert check_privacy() == []


def test_only_models_of_the_application_are_asked():
    assert check_privacy([apps.get_app_config("contenttypes")]) == []
