"""A request to lower the level of a case: one institution asks with reasons, another one decides."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from fallkonferenz import clock
from fallkonferenz.cases.models.assessment import Assessment
from fallkonferenz.cases.models.case import Case
from fallkonferenz.cases.models.party import Party
from fallkonferenz.cases.words import Level, LoweringOutcome
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.vault.fields import SealedField

LASTS = timedelta(days=7)


class Lowerings(models.QuerySet):
    def asked(self) -> "Lowerings":
        """Those that can still be decided, as far as the level of the case has not moved."""
        return self.filter(outcome=LoweringOutcome.ASKED, asked_at__gt=clock.now() - LASTS)

    def confirmed(self) -> "Lowerings":
        return self.filter(outcome=LoweringOutcome.CONFIRMED)


class Lowering(models.Model):
    """Nothing else lowers the level of a case. ``applied_at`` is set by the database when the level falls, once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="lowerings")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    concerns = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    from_level = models.CharField(max_length=12, choices=Level)
    to_level = models.CharField(max_length=12, choices=Level)
    reasons = SealedField(section="risk")
    asked_at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=12, choices=LoweringOutcome, default=LoweringOutcome.ASKED)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    refusal_reasons = SealedField(section="risk", null=True)
    applied_at = models.DateTimeField(null=True)

    objects = Lowerings.as_manager()

    class Meta:
        ordering = ("asked_at",)
        constraints = [
            models.CheckConstraint(
                name="lowering_lowers",
                condition=Q(from_level=Level.ACUTE, to_level__in=(Level.HIGH, Level.MEDIUM, Level.NOT_RAISED))
                | Q(from_level=Level.HIGH, to_level__in=(Level.MEDIUM, Level.NOT_RAISED))
                | Q(from_level=Level.MEDIUM, to_level=Level.NOT_RAISED),
            ),
            models.CheckConstraint(
                name="lowering_decided_by_others",
                condition=Q(decided_institution=None) | ~Q(decided_institution=F("institution")),
            ),
            models.CheckConstraint(
                name="lowering_decided_by_somebody",
                condition=Q(outcome__in=(LoweringOutcome.ASKED, LoweringOutcome.VOID))
                | Q(decided_at__isnull=False, decided_by__isnull=False, decided_institution__isnull=False),
            ),
            models.UniqueConstraint(
                name="lowering_asked_once", fields=["case"], condition=Q(outcome=LoweringOutcome.ASKED)
            ),
        ]

    class Privacy:
        sealed = ("reasons", "refusal_reasons")
        pseudonymous = ("id", "case", "author", "concerns", "assessment", "decided_by")
        open = (
            "institution",
            "from_level",
            "to_level",
            "asked_at",
            "outcome",
            "decided_at",
            "decided_institution",
            "applied_at",
        )
        section = "risk"
        retention = "as the case"

    @property
    def was_confirmed(self) -> bool:
        return self.outcome == LoweringOutcome.CONFIRMED

    @property
    def can_be_decided(self) -> bool:
        """Asked, not older than its time, and the case still stands where it stood when it was asked."""
        is_young = clock.now() - self.asked_at < LASTS
        return self.outcome == LoweringOutcome.ASKED and is_young and self.case.level == self.from_level
