"""Django's entry to the log."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from audit import tending


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = _("Audit log")

    def ready(self) -> None:
        if settings.AUDIT_TENDS:
            tending.begin()
