"""A risk assessment: a level with reasons. Instruments add to it, they never change what a level means."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.cases.models.case import Case
from fallkonferenz.cases.models.party import Party
from fallkonferenz.cases.words import Level
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.vault.fields import SealedField


class Assessments(models.QuerySet):
    def latest_or_none(self) -> "Assessment | None":
        return self.order_by("-at", "-entered_at").first()


class Assessment(models.Model):
    """Belongs to the section ``risk``. ``closing`` marks the one a case is closed with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    concerns = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(_("risk level"), max_length=12, choices=Level)
    at = models.DateTimeField(_("assessed at"), default=clock.now)
    entered_at = models.DateTimeField(default=clock.now)
    reasons = SealedField(section="risk")
    closing = models.BooleanField(_("closing assessment"), default=False)

    objects = Assessments.as_manager()

    class Meta:
        ordering = ("at", "entered_at")
        indexes = [models.Index(fields=["case", "-at"], name="assessment_of_case")]
        constraints = [
            models.CheckConstraint(name="assessment_level_known", condition=models.Q(level__in=Level.values))
        ]

    class Privacy:
        sealed = ("reasons",)
        pseudonymous = ("id", "case", "author", "concerns")
        open = ("institution", "level", "at", "entered_at", "closing")
        section = "risk"
        retention = "as the case"
