"""A case is a pair: the person at risk and the endangering person."""

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.cases.lifecycle import Lifecycle
from fallkonferenz.cases.sections import RIGHTS
from fallkonferenz.cases.words import OPEN_STATES, Closing, Level, Relationship, State
from fallkonferenz.institutions.models import Institution, Person, Region
from fallkonferenz.vault.codes import spoken
from fallkonferenz.vault.fields import SealedField


class Case(Lifecycle):
    """Pseudonymous throughout: who is meant is known to people, not to this table."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("case code"), max_length=16, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="cases")
    relationship = models.CharField(_("relationship"), max_length=20, choices=Relationship)
    # The institution of the last referral: it decides between handling alone and a conference.
    recognised_by = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    cluster = models.UUIDField(null=True)  # linked cases: one agenda item, one clock
    opened_at = models.DateTimeField(default=clock.now)
    state_since = models.DateTimeField(default=clock.now)
    last_referral_at = models.DateTimeField(default=clock.now)
    reopened_at = models.DateTimeField(null=True)
    repeats = models.PositiveSmallIntegerField(default=0)
    must_confer = models.BooleanField(default=False)
    # The level stands here for the machine alone: who may not read the section on risk must not change what is true.
    level = models.CharField(max_length=12, choices=Level, blank=True)
    level_since = models.DateTimeField(null=True)
    co_signature_asked_at = models.DateTimeField(null=True)
    co_signed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    co_signed_at = models.DateTimeField(null=True)
    confer_by = models.DateTimeField(null=True)
    lead = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="led_cases")
    sharing_stopped_at = models.DateTimeField(null=True)
    decide_sharing_by = models.DateTimeField(null=True)
    frozen_at = models.DateTimeField(null=True)
    endangering_died_at = models.DateTimeField(null=True)
    closing = models.CharField(max_length=20, choices=Closing, blank=True)
    closing_reasons = SealedField(section="risk", null=True)
    review_on = models.DateField(null=True)
    uninformed_reasons = SealedField(section="endangering", null=True)
    uninformed_review_on = models.DateField(null=True)

    happened_again_at: datetime | None = None  # no column: for the time of one step, the incident it is taken for

    class Meta:
        default_permissions = ()
        permissions = RIGHTS
        constraints = [
            models.CheckConstraint(name="case_state_known", condition=models.Q(state__in=State.values)),
            models.CheckConstraint(
                name="case_uninformed_has_review",
                condition=models.Q(uninformed_reasons=None) | models.Q(uninformed_review_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "confer_by"], name="case_confer_by"),
            models.Index(fields=["cluster"], name="case_cluster", condition=models.Q(cluster__isnull=False)),
        ]

    class Privacy:
        sealed = ("closing_reasons", "uninformed_reasons")
        pseudonymous = ("id", "code", "cluster", "co_signed_by")
        open = (
            "region",
            "recognised_by",
            "relationship",
            "state",
            "opened_at",
            "state_since",
            "last_referral_at",
            "reopened_at",
            "repeats",
            "must_confer",
            "level",
            "level_since",
            "co_signature_asked_at",
            "co_signed_at",
            "confer_by",
            "lead",
            "sharing_stopped_at",
            "decide_sharing_by",
            "frozen_at",
            "endangering_died_at",
            "closing",
            "review_on",
            "uninformed_review_on",
        )
        section = "case"
        retention = "12 months after the last referral"

    def __str__(self) -> str:
        return spoken(self.code)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    def linked(self) -> models.QuerySet["Case"]:
        """The other cases of the same cluster: the same person at risk, other endangering persons."""
        if self.cluster is None:
            return Case.objects.none()
        return Case.objects.filter(cluster=self.cluster).exclude(pk=self.pk)

    def linked_open(self) -> models.QuerySet["Case"]:
        return self.linked().filter(state__in=OPEN_STATES)

    def heard_together(self) -> list["Case"]:
        """This case and the linked open ones: one agenda item, one clock."""
        return [self, *self.linked_open()]

    def round(self) -> models.QuerySet["Case"]:
        """The same, as a question to the database."""
        own = models.Q(pk=self.pk)
        linked = models.Q(cluster=self.cluster, state__in=OPEN_STATES)
        return Case.objects.filter(own if self.cluster is None else own | linked)

    def party(self, role: str) -> Any:
        """The one person of the pair who has this role."""
        return self.parties.get(role=role)
