"""The packs that were loaded: rows are added and retired, never changed and never removed."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

NO_SECTION = ""


class Pack(models.Model):
    """One loaded file. At most one of each instrument is in use."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    key = models.CharField(_("instrument"), max_length=40)
    version = models.CharField(_("version of the instrument"), max_length=20)
    pack_version = models.CharField(_("version of the pack"), max_length=20)
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    body = models.BinaryField(_("file"))
    verified = models.BooleanField(_("verified"))
    loaded_at = models.DateTimeField(_("loaded"))
    loaded_by = models.UUIDField(_("loaded by"), null=True)  # an account; None: who runs the machine
    active = models.BooleanField(_("in use"), default=True)
    retired_at = models.DateTimeField(_("retired"), null=True)

    class Meta:
        verbose_name = _("pack")
        verbose_name_plural = _("packs")
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(active=True), name="one_pack_in_use"),
            models.CheckConstraint(condition=Q(active=Q(retired_at=None)), name="retired_or_in_use"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="sha256_is_one"),
        ]

    class Privacy:
        sealed = ()
        pseudonymous = ("id", "loaded_by")
        open = (
            "key",
            "version",
            "pack_version",
            "sha256",
            "body",
            "verified",
            "loaded_at",
            "active",
            "retired_at",
        )
        section = NO_SECTION
        retention = "as long as assessments name it"
