"""An instrument in an assessment: which one in which version, what was answered, what came of it.

Instrument and version are named as text: an old assessment stays readable when an instrument is no longer offered.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.cases.models.assessment import Assessment
from fallkonferenz.cases.models.case import Case
from fallkonferenz.institutions.models import Institution
from fallkonferenz.vault.fields import SealedField


class AssessmentInstrument(models.Model):
    """``result`` is empty until the assessment is completed: nobody peeks at a score. It names no item."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="instruments")
    instrument = models.CharField(_("instrument"), max_length=40)
    version = models.CharField(_("version"), max_length=40)
    pack_sha256 = models.CharField(max_length=64, blank=True)
    norm_set = models.CharField(max_length=40, blank=True)
    result = SealedField(section="risk", null=True)  # JSON, first part of risk.result.apart

    class Meta:
        ordering = ("instrument",)
        constraints = [models.UniqueConstraint(fields=["assessment", "instrument"], name="instrument_once")]

    class Privacy:
        sealed = ("result",)
        pseudonymous = ("id", "case", "assessment")
        open = ("institution", "instrument", "version", "pack_sha256", "norm_set")
        section = "risk"
        retention = "as the case"


class ItemAnswers(models.Model):
    """The single answers: {code: {"answer", "source", "who", "at", "by"}}, and the facts the instrument asks for.

    ``reasons`` is what of the result tells single answers (second part of ``risk.result.apart``).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    instrument = models.OneToOneField(AssessmentInstrument, on_delete=models.CASCADE, related_name="item_answers")
    answers = SealedField(section="answers", null=True)
    facts = SealedField(section="answers", null=True)
    reasons = SealedField(section="answers", null=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Privacy:
        sealed = ("answers", "facts", "reasons")
        pseudonymous = ("id", "case", "instrument")
        open = ("institution", "changed_at")
        section = "answers"
        retention = "as the case"
