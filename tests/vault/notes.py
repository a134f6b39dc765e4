"""Two tables of sealed texts that exist for these tests only, in a registry of their own."""

import uuid

from django.apps.registry import Apps
from django.db import models

from fallkonferenz.vault.fields import SealedField

REGISTRY = Apps()


class Note(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    text = SealedField(section="incident", null=True)
    wish = SealedField(section="victim", null=True)

    class Meta:
        app_label = "notes"
        apps = REGISTRY

    def __str__(self) -> str:
        return f"note {self.pk}"


class Margin(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case_id = models.UUIDField()
    text = SealedField(section="incident")
    heading = models.CharField(max_length=20)

    class Meta:
        app_label = "notes"
        apps = REGISTRY

    def __str__(self) -> str:
        return f"margin {self.pk}"
