"""A draft is what one person has typed into one form and not sent. Nobody else ever reads it."""

import uuid
from datetime import timedelta

from django.db import models

from fallkonferenz import clock
from fallkonferenz.institutions.models import Person
from fallkonferenz.vault.fields import SealedField
from fallkonferenz.vault.own_key import OwnKey

KEPT = timedelta(days=7)


class Draft(OwnKey):
    """``place`` is the address of the page with the form, ``form`` the right its act asks for.

    ``in_case`` has no foreign key: who may not see the case any more does not see the draft either, and that is asked
    with every look, by the same rule as for the case itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=40)
    place = models.CharField(max_length=400)
    in_case = models.UUIDField(null=True)
    body = SealedField(section="person")
    started_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-changed_at",)
        indexes = [
            models.Index(fields=["person", "-changed_at"], name="draft_of_person"),
            models.Index(fields=["changed_at"], name="draft_age"),
        ]

    class Privacy:
        sealed = ("body",)
        pseudonymous = ("id", "person", "place", "in_case")
        open = ("form", "started_at", "changed_at", "wrapped", "kek_id")
        section = ""
        retention = "until it is sent or discarded, at most 7 days after the last change"
