"""Conference, agenda item, attendance, decision."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.cases.models import Case
from fallkonferenz.conferences.lifecycle import ConferenceLifecycle, ConferenceState
from fallkonferenz.institutions.models import Institution, Person, Region
from fallkonferenz.vault.fields import SealedField

IS_PLANNED = models.Q(state=ConferenceState.PLANNED)


class ConferenceKind(models.TextChoices):
    SCHEDULED = "scheduled", _("scheduled conference")
    AD_HOC = "ad_hoc", _("ad hoc conference")


class Mode(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    VIDEO = "video", _("by video")
    HYBRID = "hybrid", _("mixed")
    PHONE = "phone", _("by telephone")


class Naming(models.TextChoices):
    ANONYMOUS = "anonymous", _("anonymous")
    BY_NAME = "by_name", _("by name")


class Conference(ConferenceLifecycle):
    """A meeting of the region. It holds no case content; what was said stands in the cases."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="conferences")
    kind = models.CharField(_("kind"), max_length=12, choices=ConferenceKind)
    mode = models.CharField(_("form"), max_length=12, choices=Mode)
    starts_at = models.DateTimeField(_("begins at"))
    chair = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("chair")
    )
    minute_taker = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("minute taker")
    )
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("starts_at",)
        constraints = [
            models.CheckConstraint(name="conference_state_known", condition=models.Q(state__in=ConferenceState.values))
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="conference_planned", condition=IS_PLANNED),
            models.Index(fields=["starts_at", "id"], name="conference_over", condition=~IS_PLANNED),
            models.Index(fields=["region", "starts_at", "id"], name="conference_of_region"),
        ]

    class Privacy:
        sealed = ()
        pseudonymous = ("id", "chair", "minute_taker", "made_by")
        open = ("region", "kind", "mode", "starts_at", "state", "made_at")
        section = ""
        retention = "two years after it was held"


class ItemOutcome(models.TextChoices):
    OPEN = "open", _("not yet heard")
    HEARD = "heard", _("heard")
    NOT_HEARD = "not_heard", _("not heard")
    CALLED_OFF = "called_off", _("called off")


class AgendaItems(models.QuerySet):
    def planned(self) -> "AgendaItems":
        return self.filter(outcome=ItemOutcome.OPEN, conference__state=ConferenceState.PLANNED)

    def heard_since(self, moment) -> "AgendaItems":
        return self.filter(outcome=ItemOutcome.HEARD, recorded_at__gte=moment)


class AgendaItem(models.Model):
    """One case on the agenda. Linked cases share ``cluster`` and are heard as one item."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agenda_items")
    cluster = models.UUIDField(null=True)
    naming = models.CharField(_("naming"), max_length=12, choices=Naming, default=Naming.BY_NAME)
    outcome = models.CharField(max_length=12, choices=ItemOutcome, default=ItemOutcome.OPEN)
    reason = SealedField(section="risk", null=True)  # why not heard, or why called off
    person_view = SealedField(section="victim", null=True)  # the view of the person at risk, spoken by one institution
    view_by = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    dissent = SealedField(section="risk", null=True)
    recorded_at = models.DateTimeField(null=True)

    objects = AgendaItems.as_manager()

    class Meta:
        ordering = ("conference__starts_at",)
        constraints = [models.UniqueConstraint(fields=["conference", "case"], name="agenda_once")]

    class Privacy:
        sealed = ("reason", "person_view", "dissent")
        pseudonymous = ("id", "case", "cluster")
        open = ("conference", "naming", "outcome", "view_by", "recorded_at")
        section = "measures"
        retention = "as the case"


class Answer(models.TextChoices):
    INVITED = "invited", _("invited")
    ACCEPTED = "accepted", _("will attend")
    APOLOGISED = "apologised", _("apologised")
    ATTENDED = "attended", _("took part")
    ABSENT = "absent", _("did not take part")


class Attendance(models.Model):
    """An institution's place at one agenda item: invited, answered, took part or contributed in writing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="attendances")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=12, choices=Answer, default=Answer.INVITED)
    contribution = SealedField(section="own", null=True)
    contributed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("institution__name_key",)
        constraints = [models.UniqueConstraint(fields=["item", "institution"], name="attendance_once")]

    class Privacy:
        sealed = ("contribution",)
        pseudonymous = ("id", "person")
        open = ("item", "institution", "answer", "contributed_at", "answered_at")
        section = "own"
        retention = "as the case"
