"""The vault as a Django app."""

from django.apps import AppConfig
from django.core.checks import register

from fallkonferenz.vault.privacy import check_privacy


class VaultConfig(AppConfig):
    name = "fallkonferenz.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(check_privacy)
