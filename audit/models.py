"""The tables of the log. The migration writes them in SQL: grants, triggers and policies are part of what they are."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Recipient(models.Model):
    """A public key that new epochs are wrapped for: of an officer, or the recovery key."""

    class Role(models.TextChoices):
        OFFICER = "officer", _("data protection officer")
        RECOVERY = "recovery", _("recovery")

    key_id = models.BinaryField(_("key"), primary_key=True)
    role = models.CharField(_("role"), choices=Role, max_length=10)
    label = models.CharField(_("label"), max_length=100)
    public_key = models.BinaryField(_("public key"))
    since = models.DateTimeField(_("since"), db_default=Now())
    until = models.DateTimeField(_("until"), null=True)

    class Meta:
        db_table = "audit_recipient"


class Epoch(models.Model):
    """The signed record of an epoch; committed before its first entry."""

    id = models.UUIDField(primary_key=True)
    record = models.BinaryField()
    signature = models.BinaryField()

    class Meta:
        db_table = "audit_epoch"


class Entry(models.Model):
    """One sealed entry. Only log.record() writes it, in SQL; the columns ``at`` and ``xid`` are the database's own."""

    pk = models.CompositePrimaryKey("epoch_id", "counter")
    epoch = models.ForeignKey(Epoch, on_delete=models.DO_NOTHING, db_index=False, db_constraint=False)
    counter = models.BigIntegerField()
    header = models.BinaryField()
    payload = models.BinaryField(null=True)

    class Meta:
        db_table = "audit_entry"
