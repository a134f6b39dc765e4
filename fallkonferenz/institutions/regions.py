"""Region: a round of institutions with its own limits."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from risk.criteria import ESCALATION, FEWEST, MOST
from risk.rhythm import DAYS_HIGH, DAYS_MEDIUM, DAYS_NOT_RAISED, HOURS_ACUTE


def within(least: int, most: int) -> list[Callable[[int], None]]:
    return [MinValueValidator(least), MaxValueValidator(most)]


class Region(models.Model):
    """A town or district with its own round of institutions and its own limits."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=100, unique=True)
    wait_hours_acute = models.PositiveSmallIntegerField(
        _("longest wait at level acute (hours)"), default=24, validators=[MinValueValidator(1)]
    )
    wait_days_high = models.PositiveSmallIntegerField(
        _("longest wait at level high (days)"), default=14, validators=[MinValueValidator(1)]
    )
    # How long until a case is assessed anew: shortened for a region, never made longer.
    reassess_hours_acute = models.PositiveSmallIntegerField(
        _("next assessment at level acute (hours)"), default=HOURS_ACUTE, validators=within(1, HOURS_ACUTE)
    )
    reassess_days_high = models.PositiveSmallIntegerField(
        _("next assessment at level high (days)"), default=DAYS_HIGH, validators=within(1, DAYS_HIGH)
    )
    reassess_days_medium = models.PositiveSmallIntegerField(
        _("next assessment at level medium (days)"), default=DAYS_MEDIUM, validators=within(1, DAYS_MEDIUM)
    )
    reassess_days_not_raised = models.PositiveSmallIntegerField(
        _("next assessment at level currently not raised (days)"),
        default=DAYS_NOT_RAISED,
        validators=within(1, DAYS_NOT_RAISED),
    )
    escalation_events = models.PositiveSmallIntegerField(
        _("incidents in twelve months that are an escalation"), default=ESCALATION, validators=within(FEWEST, MOST)
    )
    readable_months_management = models.PositiveSmallIntegerField(
        _("closed cases readable to case management (months after the last referral)"), default=12
    )
    readable_days_others = models.PositiveSmallIntegerField(
        _("closed cases readable to other institutions (days)"), default=30
    )
    # What the law wants said in public; plain text, paragraphs by an empty line.
    imprint = models.TextField(_("imprint"), blank=True)
    data_protection = models.TextField(_("data protection notice"), blank=True)
    accessibility = models.TextField(_("known barriers"), blank=True)
    accessibility_contact = models.EmailField(_("where barriers are reported to"), blank=True)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                name="region_reassesses_in_time",
                condition=Q(
                    reassess_hours_acute__range=(1, HOURS_ACUTE),
                    reassess_days_high__range=(1, DAYS_HIGH),
                    reassess_days_medium__range=(1, DAYS_MEDIUM),
                    reassess_days_not_raised__range=(1, DAYS_NOT_RAISED),
                ),
            ),
            models.CheckConstraint(
                name="region_escalation_known", condition=Q(escalation_events__range=(FEWEST, MOST))
            ),
        ]

    class Privacy:
        sealed = ()
        pseudonymous = ()
        open = (
            "id",
            "name",
            "wait_hours_acute",
            "wait_days_high",
            "reassess_hours_acute",
            "reassess_days_high",
            "reassess_days_medium",
            "reassess_days_not_raised",
            "escalation_events",
            "readable_months_management",
            "readable_days_others",
            "imprint",
            "data_protection",
            "accessibility",
            "accessibility_contact",
        )
        section = ""
        retention = "as long as the region takes part"

    def __str__(self) -> str:
        return self.name

    @property
    def rhythm(self) -> dict[str, timedelta]:
        """By level, how long an assessment holds."""
        return {
            "acute": timedelta(hours=self.reassess_hours_acute),
            "high": timedelta(days=self.reassess_days_high),
            "medium": timedelta(days=self.reassess_days_medium),
            "not_raised": timedelta(days=self.reassess_days_not_raised),
        }
