"""A referral: an institution says that a pair needs protection, on which ground, since when."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.cases.models.case import Case
from fallkonferenz.cases.words import ReferralGround
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.vault.fields import SealedField


class Referral(models.Model):
    """A case has one or more; the twelve months of a repeat run from the last."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="referrals")
    grounds = ArrayField(models.CharField(max_length=20, choices=ReferralGround), verbose_name=_("grounds"))
    happened_at = models.DateTimeField(_("happened at"))
    entered_at = models.DateTimeField(default=clock.now)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on_behalf = models.BooleanField(_("typed for somebody else"), default=False)
    confirmed_at = models.DateTimeField(null=True)
    person_knows = models.BooleanField(_("the person at risk knows of the referral"))
    why_not = SealedField(section="incident", null=True)

    class Meta:
        ordering = ("entered_at",)
        constraints = [
            models.CheckConstraint(
                name="referral_says_why_not",
                condition=models.Q(person_knows=True) | models.Q(why_not__isnull=False),
            )
        ]

    class Privacy:
        sealed = ("why_not",)
        pseudonymous = ("id", "case", "entered_by")
        open = (
            "institution",
            "grounds",
            "happened_at",
            "entered_at",
            "on_behalf",
            "confirmed_at",
            "person_knows",
        )
        section = "incident"
        retention = "as the case"

    @property
    def is_to_be_confirmed(self) -> bool:
        return self.on_behalf and self.confirmed_at is None
