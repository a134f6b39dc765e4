"""Conferences as a Django app."""

from django.apps import AppConfig


class ConferencesConfig(AppConfig):
    name = "fallkonferenz.conferences"
    label = "conferences"
    default_auto_field = "django.db.models.BigAutoField"
