"""A risk assessment: begun, answered in several sittings, judged, completed; then it is never changed again.

Level, red flags and reasons are the section on risk. What the person at risk said stands in tables of its own, so that
the database can keep it from those who read risk.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.cases.models.case import Case
from fallkonferenz.cases.models.party import Party
from fallkonferenz.cases.words import Firearms, Level
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.vault.fields import SealedField


class Assessments(models.QuerySet):
    def completed(self) -> "Assessments":
        return self.filter(completed_at__isnull=False)

    def open(self) -> "Assessments":
        return self.filter(completed_at=None)

    def latest_or_none(self) -> "Assessment | None":
        return self.order_by("-at", "-entered_at").first()


class Assessment(models.Model):
    """One institution's view of the risk. ``closing`` marks the one a case is closed with.

    ``judgement_level`` is the assessor's own; ``level`` is what follows from it and from the instruments, none while the
    assessment is open. ``independent`` says that no other institution's assessment could be read when it was begun.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    concerns = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=clock.now)
    judged_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    judgement_level = models.CharField(_("own judgement"), max_length=12, choices=Level, blank=True)
    level = models.CharField(_("risk level"), max_length=12, choices=Level, blank=True)
    at = models.DateTimeField(_("assessed at"), default=clock.now)
    entered_at = models.DateTimeField(default=clock.now)
    reasons = SealedField(section="risk", null=True)
    worries = SealedField(section="risk", null=True)
    flags = SealedField(section="risk", null=True)  # JSON: names of red flags, whatever the score
    firearms = models.CharField(_("firearms"), max_length=8, choices=Firearms, blank=True)
    firearms_note = SealedField(section="risk", null=True)
    heard = models.BooleanField(_("the person at risk was heard"), null=True)
    independent = models.BooleanField(default=False)
    supersedes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    closing = models.BooleanField(_("closing assessment"), default=False)

    objects = Assessments.as_manager()

    class Meta:
        ordering = ("at", "entered_at")
        indexes = [models.Index(fields=["case", "-at"], name="assessment_of_case")]
        constraints = [
            models.CheckConstraint(
                name="assessment_level_known",
                condition=Q(completed_at=None, level="") | Q(completed_at__isnull=False, level__in=Level.values),
            ),
            models.CheckConstraint(
                name="assessment_judged_first",
                condition=Q(completed_at=None)
                | Q(judgement_level__in=Level.values, judged_at__isnull=False, reasons__isnull=False),
            ),
            models.UniqueConstraint(
                name="assessment_open_once", fields=["case", "institution"], condition=Q(completed_at=None)
            ),
        ]

    class Privacy:
        sealed = ("reasons", "worries", "flags", "firearms_note")
        pseudonymous = ("id", "case", "author", "concerns")
        open = (
            "institution",
            "begun_at",
            "judged_at",
            "completed_at",
            "judgement_level",
            "level",
            "at",
            "entered_at",
            "firearms",
            "heard",
            "independent",
            "supersedes",
            "closing",
        )
        section = "risk"
        retention = "as the case"

    @property
    def is_open(self) -> bool:
        return self.completed_at is None

    @property
    def judgement_mark(self) -> str:
        """Another one with every judgement that is entered; "" before the first."""
        return self.judged_at.isoformat() if self.judged_at else ""


class Hearing(models.Model):
    """How the person at risk sees it, or why nobody asked: a confidence like the single answers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="hearing")
    person_view = SealedField(section="answers", null=True)
    why_not_heard = SealedField(section="answers", null=True)

    class Privacy:
        sealed = ("person_view", "why_not_heard")
        pseudonymous = ("id", "case", "assessment")
        open = ("institution",)
        section = "answers"
        retention = "as the case"
