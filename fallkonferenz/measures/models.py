"""Measure: who does what by when, which sections it reveals, and the thread of questions."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.sections import Section
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.measures.lifecycle import OPEN, UNSETTLED, MeasureLifecycle, MeasureState
from fallkonferenz.vault.fields import SealedField


class DueKind(models.TextChoices):
    TIME = "time", _("at a time")
    PERIOD = "period", _("within a period")
    EVENT = "event", _("on an event, at the latest")


class Lack(models.TextChoices):
    """What was missing when there was no capacity; feeds the statistics of gaps (§ 4 GewHG)."""

    PLACE = "place", _("place")
    APPOINTMENT = "appointment", _("appointment")
    INTERPRETING = "interpreting", _("interpreting")
    COURSE = "course", _("course")
    STAFF = "staff", _("staff")


class Measures(models.QuerySet):
    def open(self) -> "Measures":
        return self.filter(state__in=OPEN)

    def proposed(self) -> "Measures":
        return self.filter(state=MeasureState.PROPOSED)

    def agreed_this_time(self, cases) -> "Measures":
        """Agreed since each of ``cases`` came into its present state."""
        agreed = self.exclude(state__in=(MeasureState.PROPOSED, MeasureState.DROPPED))
        return agreed.filter(case__in=cases, agreed_at__gte=F("case__state_since"))

    def due_before(self, moment) -> "Measures":
        return self.open().filter(due_at__lt=moment)


class Measure(MeasureLifecycle):
    """Visible to whom it obliges, and to who may read measures and every section it reveals."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="measures")
    responsible = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="measures", verbose_name=_("responsible")
    )
    what = SealedField(section="measures")
    due_kind = models.CharField(_("due"), max_length=10, choices=DueKind, default=DueKind.TIME)
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    due_at = models.DateTimeField(_("due at the latest"))
    due_event = SealedField(section="measures", null=True)
    tells_person = models.BooleanField(_("tells the person at risk what was agreed"), default=False)
    handling_mark = models.BooleanField(_("not to be used towards the endangering person"), default=False)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    agreed_at = models.DateTimeField(null=True)
    state_since = models.DateTimeField(default=clock.now)
    outcome = SealedField(section="measures", null=True)
    needed = SealedField(section="measures", null=True)  # not undertaken: what is needed?
    lack = models.CharField(_("what was missing"), max_length=14, choices=Lack, blank=True)
    lacking_since = models.DateField(_("missing since"), null=True)
    instead = SealedField(section="measures", null=True)
    announced_at = models.DateTimeField(null=True)
    overdue_announced_at = models.DateTimeField(null=True)

    objects = Measures.as_manager()

    class Meta:
        ordering = ("due_at", "made_at")
        indexes = [
            models.Index(fields=["case", "state"], name="measure_of_case"),
            models.Index(fields=["responsible", "state", "due_at"], name="measure_board"),
        ]
        constraints = [
            models.CheckConstraint(name="measure_state_known", condition=Q(state__in=MeasureState.values)),
            models.CheckConstraint(
                name="measure_event_named",
                condition=~Q(due_kind=DueKind.EVENT) | Q(due_event__isnull=False),
            ),
        ]

    class Privacy:
        sealed = ("what", "due_event", "outcome", "needed", "instead")
        pseudonymous = ("id", "case", "made_by")
        open = (
            "responsible",
            "due_kind",
            "starts_at",
            "due_at",
            "tells_person",
            "handling_mark",
            "made_at",
            "agreed_at",
            "state",
            "state_since",
            "lack",
            "lacking_since",
            "announced_at",
            "overdue_announced_at",
        )
        section = "measures"
        retention = "as the case"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at < clock.now()


class Contribution(models.Model):
    """An institution that contributes to a measure of another."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="contributions")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="contributions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "institution"], name="contribution_once")]

    class Privacy:
        sealed = ()
        pseudonymous = ("measure",)
        open = ("id", "institution")
        section = "measures"
        retention = "as the case"


class Duty(models.Model):
    """A line of the board: a measure that obliges an institution which takes part in its case.

    Written by triggers alone, and gone with the participation, so that a page of the board is a walk along an index.
    """

    # In the database both together refer to the participation.
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="duties")
    responsible = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=50)
    due_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "case", "measure"], name="duty_once")]
        indexes = [
            models.Index(
                fields=["institution", "due_at", "measure"],
                include=["case", "responsible", "state"],
                name="duty_unsettled",
                condition=Q(state__in=UNSETTLED),
            ),
            models.Index(
                fields=["institution", "due_at", "measure"],
                include=["case", "responsible", "state"],
                name="duty_settled",
                condition=~Q(state__in=UNSETTLED),
            ),
            models.Index(
                fields=["institution", "state", "due_at", "measure"],
                include=["case", "responsible"],
                name="duty_in_state",
            ),
        ]

    class Privacy:
        sealed = ()
        pseudonymous = ("case", "measure")
        open = ("id", "institution", "responsible", "state", "due_at")
        section = "measures"
        retention = "as the case"


class Reveal(models.Model):
    """A section that a measure reveals; a measure names at least one."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="reveals")
    section = models.CharField(max_length=20, choices=Section)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "section"], name="reveal_once")]

    class Privacy:
        sealed = ()
        pseudonymous = ("measure",)
        open = ("id", "section")
        section = "measures"
        retention = "as the case"


class Question(models.Model):
    """A line in the thread of a measure: a question or its answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="questions")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    text = SealedField(section="measures")

    class Meta:
        ordering = ("at",)

    class Privacy:
        sealed = ("text",)
        pseudonymous = ("id", "measure", "author")
        open = ("institution", "at")
        section = "measures"
        retention = "as the case"

    @property
    def case(self) -> Case:
        return self.measure.case
