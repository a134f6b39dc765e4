"""The persons in a case, by pseudonym only, and how the person at risk may be reached.

No name, address, birth date or telephone number has a field here.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.cases.models.case import Case
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import PartyRole
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.vault.codes import spoken
from fallkonferenz.vault.fields import SealedField

# The pair itself is known to whoever is admitted; that there are children is told by the section on children.
SECTION_OF_ROLE = {
    PartyRole.AT_RISK: None,
    PartyRole.ENDANGERING: None,
    PartyRole.CHILD: Section.CHILDREN,
    PartyRole.FURTHER_AT_RISK: Section.VICTIM,
    PartyRole.OTHER: Section.ENDANGERING,
}


class Party(models.Model):
    """One person in one case. The same person keeps the pseudonym in linked cases."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(_("role in the case"), max_length=20, choices=PartyRole)
    code = models.CharField(_("pseudonym"), max_length=16)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("added_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], name="party_once_per_case"),
            models.UniqueConstraint(
                fields=["case", "role"],
                condition=models.Q(role__in=[PartyRole.AT_RISK, PartyRole.ENDANGERING]),
                name="party_one_pair_per_case",
            ),
        ]

    class Privacy:
        sealed = ()
        pseudonymous = ("id", "case", "code")
        open = ("role", "added_at")
        section = "of the role"
        retention = "as the case"

    def __str__(self) -> str:
        return f"{self.get_role_display()} {spoken(self.code)}"

    @property
    def section(self) -> Section | None:
        return SECTION_OF_ROLE[PartyRole(self.role)]


class SafeContact(models.Model):
    """Only through this institution, on these days, never by these channels. The last row holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="safe_contacts")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    terms = SealedField(section="protection")  # JSON: {"through": institution id, "days": [...], "never": [...]}

    class Meta:
        ordering = ("-at",)

    class Privacy:
        sealed = ("terms",)
        pseudonymous = ("id", "case", "author")
        open = ("institution", "at")
        section = "protection"
        retention = "as the case"


class OwnReference(models.Model):
    """An institution's own file number for a case, seen by it alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="own_references")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    reference = SealedField(section="own")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "institution"], name="reference_once_per_institution")]

    class Privacy:
        sealed = ("reference",)
        pseudonymous = ("id", "case")
        open = ("institution",)
        section = "own"
        retention = "as the case"
