"""Institutions and people as a Django app."""

from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    name = "fallkonferenz.institutions"
    label = "institutions"
    default_auto_field = "django.db.models.BigAutoField"
