"""A differing view of the level of a case, shown beside it and changing nothing."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.cases.models.case import Case
from fallkonferenz.cases.models.party import Party
from fallkonferenz.cases.words import Level
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.vault.fields import SealedField


class Dissent(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="dissents")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    concerns = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(_("risk level"), max_length=12, choices=Level)
    reasons = SealedField(section="risk")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("at",)
        indexes = [models.Index(fields=["case", "-at"], name="dissent_of_case")]
        constraints = [models.CheckConstraint(name="dissent_level_known", condition=models.Q(level__in=Level.values))]

    class Privacy:
        sealed = ("reasons",)
        pseudonymous = ("id", "case", "author", "concerns")
        open = ("institution", "level", "at")
        section = "risk"
        retention = "as the case"
