"""The content of a section: entries, never overwritten; and new incidents reported in any state."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.cases.models.case import Case
from fallkonferenz.cases.models.party import Party
from fallkonferenz.cases.sections import WRITABLE
from fallkonferenz.cases.words import Nature, Source
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.vault.fields import SealedField


class Entry(models.Model):
    """One statement of one institution in one section, about one person of the case.

    A correction is a further entry that points to the one it corrects.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    section = models.CharField(
        _("section"), max_length=20, choices=[(section.value, section.label) for section in WRITABLE]
    )
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="entries")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    concerns = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="entries", verbose_name=_("concerns"))
    happened_at = models.DateTimeField(_("happened at"))
    entered_at = models.DateTimeField(default=clock.now)
    source = models.CharField(_("source"), max_length=10, choices=Source)
    nature = models.CharField(_("fact or assessment"), max_length=12, choices=Nature)
    text = SealedField(section="section")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")

    class Meta:
        ordering = ("happened_at", "entered_at")
        indexes = [models.Index(fields=["case", "section", "happened_at"], name="entry_of_case")]

    class Privacy:
        sealed = ("text",)
        pseudonymous = ("id", "case", "author", "concerns")
        open = ("section", "institution", "happened_at", "entered_at", "source", "nature", "corrects")
        section = "section"
        retention = "as the case"

    @property
    def is_late(self) -> bool:
        """Entered on a later day than it happened."""
        return timezone.localdate(self.entered_at) > timezone.localdate(self.happened_at)


class Incident(models.Model):
    """A new incident of the same pair, reported by an admitted institution in any state."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="incidents")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="incident")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("at",)

    class Privacy:
        sealed = ()
        pseudonymous = ("id", "case", "entry")
        open = ("institution", "at")
        section = "incident"
        retention = "as the case"
