"""Outbox rows are the truth about what must be told; notices and mails are made from them, once per row.

Rows carry ids only: who is told is decided at delivery, by access.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.institutions.models import Person


class Message(models.Model):
    """Something happened in a case that people must be told of. ``about`` is an entry, measure or the like, by id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    case = models.UUIDField()
    about = models.UUIDField(null=True)
    by = models.UUIDField(null=True)  # who acted is not told of the own act
    once = models.CharField(max_length=120, null=True, unique=True)  # names the fact that is told only once
    written_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="message_due", condition=Q(delivered_at=None)),
        ]

    class Privacy:
        sealed = ()
        pseudonymous = ("id", "case", "about", "by", "once")
        open = ("kind", "written_at", "due_at", "attempts", "delivered_at")
        section = ""
        retention = "30 days after delivery; a reminder as long as the case is readable"


class Notice(models.Model):
    """A line on somebody's start page. The sentence is made from ``kind`` when it is shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="notices")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(_("read at"), null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at",)
        constraints = [models.UniqueConstraint(fields=["message", "person"], name="notice_once")]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="notice_list"),
            models.Index(fields=["person", "-at"], name="notice_unread", condition=Q(read_at=None)),
            models.Index(fields=["at"], name="notice_unmailed", condition=Q(mailed_at=None)),
        ]

    class Privacy:
        sealed = ()
        pseudonymous = ("id", "person", "message")
        open = ("at", "read_at", "mailed_at")
        section = ""
        retention = "30 days"
