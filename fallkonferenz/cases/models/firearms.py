"""What was answered to the question about firearms, asked anew at each step forward.

Art. 51 (2) of the Istanbul Convention: at all stages of the assessment and of the protective measures it is taken into
account whether the endangering person possesses or has access to firearms.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.cases.models.case import Case
from fallkonferenz.cases.words import AskedAt, Firearms
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.vault.fields import SealedField


class FirearmsAnswer(models.Model):
    """Belongs to the section ``risk``; never changed, the next step asks again. The last row holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="firearms_answers", db_index=False)
    step = models.CharField(_("asked at"), max_length=16, choices=AskedAt)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    answer = models.CharField(_("firearms"), max_length=8, choices=Firearms)
    note = SealedField(section="risk", null=True)

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.CheckConstraint(name="firearms_answer_known", condition=models.Q(answer__in=Firearms.values)),
            models.CheckConstraint(name="firearms_step_known", condition=models.Q(step__in=AskedAt.values)),
        ]
        indexes = [models.Index(fields=["case", "-at"], name="firearms_of_case")]

    class Privacy:
        sealed = ("note",)
        pseudonymous = ("id", "case", "author")
        open = ("step", "institution", "at", "answer")
        section = "risk"
        retention = "as the case"
