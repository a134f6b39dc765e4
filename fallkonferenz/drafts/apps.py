"""Drafts as a Django app."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "fallkonferenz.drafts"
    label = "drafts"
    default_auto_field = "django.db.models.BigAutoField"
