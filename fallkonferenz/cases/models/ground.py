"""On what ground one institution's entries may be read by another, and who was told who is meant."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.cases.models.case import Case
from fallkonferenz.cases.models.party import Party
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import GIVEN_BY_SOMEBODY, GivenBy, GroundForm, GroundKind
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.vault.fields import SealedField


class Grounds(models.QuerySet):
    def in_force(self) -> "Grounds":
        now = clock.now()
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now), withdrawn_at=None, given_at__lte=now)


class Ground(models.Model):
    """Discloser x recipient x category x person. It opens what the section table allows, and nothing else does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="grounds")
    discloser = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="+", verbose_name=_("disclosing institution")
    )
    recipient = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="+", verbose_name=_("receiving institution")
    )
    section = models.CharField(_("category"), max_length=20, choices=Section)
    concerns = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", verbose_name=_("concerns"))
    kind = models.CharField(_("ground"), max_length=20, choices=GroundKind)
    given_by = models.CharField(_("given by"), max_length=12, choices=GivenBy, blank=True)
    form = models.CharField(_("form"), max_length=12, choices=GroundForm, blank=True)
    reasons = SealedField(section="own", null=True)
    given_at = models.DateTimeField(_("given at"))
    expires_at = models.DateTimeField(_("expires at"), null=True)
    withdrawn_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    objects = Grounds.as_manager()

    class Meta:
        ordering = ("recorded_at", "section")
        indexes = [models.Index(fields=["case", "recipient", "discloser", "section"], name="ground_of_case")]
        constraints = [
            models.CheckConstraint(
                name="ground_says_who_or_why",
                condition=Q(kind__in=GIVEN_BY_SOMEBODY, form__gt="", given_by__gt="")
                | (~Q(kind__in=GIVEN_BY_SOMEBODY) & Q(reasons__isnull=False)),
            ),
            models.CheckConstraint(name="ground_between_two", condition=~Q(discloser=models.F("recipient"))),
        ]

    class Privacy:
        sealed = ("reasons",)
        pseudonymous = ("id", "case", "concerns", "recorded_by")
        open = (
            "discloser",
            "recipient",
            "section",
            "kind",
            "given_by",
            "form",
            "given_at",
            "expires_at",
            "withdrawn_at",
            "recorded_at",
        )
        section = "own"
        retention = "as the case"

    @property
    def is_in_force(self) -> bool:
        now = clock.now()
        return self.withdrawn_at is None and self.given_at <= now and (not self.expires_at or self.expires_at > now)


class Telling(models.Model):
    """The case manager told an institution by telephone who is meant: to whom, when, on what ground."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tellings")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(_("told at"))
    kind = models.CharField(_("ground"), max_length=20, choices=GroundKind)
    reasons = SealedField(section="own", null=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("told_at",)

    class Privacy:
        sealed = ("reasons",)
        pseudonymous = ("id", "case", "person", "recorded_by")
        open = ("institution", "told_at", "kind", "recorded_at")
        section = "own"
        retention = "as the case"
