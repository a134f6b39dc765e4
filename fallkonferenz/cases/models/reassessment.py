"""When a case is assessed anew: a row for each reason, so that none is lost because another one was dealt with."""

import uuid
from collections.abc import Iterable

from django.db import models
from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.cases.models.assessment import Assessment
from fallkonferenz.cases.models.case import Case
from fallkonferenz.cases.words import Because, Level


class Reassessments(models.QuerySet):
    def open(self) -> "Reassessments":
        return self.filter(settled_at=None)

    def due(self) -> "Reassessments":
        return self.open().filter(due_at__lte=clock.now())

    def because_of(self, reasons: Iterable[str]) -> "Reassessments":
        return self.filter(because__in=reasons)


class Reassessment(models.Model):
    """Due at ``due_at``, for the level the case had when the row was made; ``settled_by`` is the assessment that was made.

    Settled by none is what ended with the case. The rows are read by the machine of the case, for everybody; on screens
    they are for who reads the section on risk.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reassessments", db_index=False)
    because = models.CharField(_("reason"), max_length=12, choices=Because)
    level = models.CharField(max_length=12, choices=Level, blank=True)
    due_at = models.DateTimeField(_("due at"))
    made_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Assessment, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    announced_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)

    objects = Reassessments.as_manager()

    class Meta:
        ordering = ("due_at", "made_at")
        constraints = [
            models.CheckConstraint(name="reassessment_reason_known", condition=Q(because__in=Because.values)),
            models.CheckConstraint(
                name="reassessment_settled_then", condition=Q(settled_by=None) | Q(settled_at__isnull=False)
            ),
            # The same reason at the same moment is one thing to do, and the index of what is open in a case.
            models.UniqueConstraint(
                name="reassessment_open", fields=["case", "due_at", "because"], condition=Q(settled_at=None)
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="reassessment_due", condition=Q(settled_at=None))]

    class Privacy:
        sealed = ()
        pseudonymous = ("id", "case", "settled_by")
        open = ("because", "level", "due_at", "made_at", "settled_at", "announced_at", "escalated_at")
        section = "risk"
        retention = "as the case"

    @property
    def is_over(self) -> bool:
        return self.settled_at is None and self.due_at <= clock.now()


def next_in(case: str = "pk") -> models.Subquery:
    """When the case is to be assessed anew, as an expression; ``case`` is the way to the case. NULL if no row is open."""
    found = Reassessment.objects.open().filter(case=OuterRef(case)).order_by("due_at")
    return models.Subquery(found.values("due_at")[:1])
