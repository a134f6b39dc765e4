"""Who is admitted to a case: the live participation, the section rights, their history, exclusions."""

import uuid

from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from fallkonferenz import clock
from fallkonferenz.cases.models.case import Case
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import GroundKind, State
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.institutions.models import Institution, Person, Region
from fallkonferenz.vault.fields import SealedField

NEWEST = (models.F("sort_at").desc(), models.F("case").desc())


def is_live() -> Q:
    """Of an admission: it has begun and not run out."""
    now = clock.now()
    return Q(Q(until=None) | Q(until__gt=now), since__lte=now)


class Participations(models.QuerySet):
    def live(self) -> "Participations":
        return self.filter(is_live())

    def kinds_that_can_come(self) -> "Participations":
        """Kinds beside the case management that are admitted now and have a person with an open account."""
        can_come = self.live().filter(institution__people__is_active=True)
        others = can_come.exclude(institution__kind=Kind.CASE_MANAGEMENT)
        return others.values_list("institution__kind", flat=True).order_by().distinct()


class Participation(models.Model):
    """The live admission and the list index. ``leads``, ``state`` and ``sort_at`` follow the case by triggers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="participations", db_index=False)
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="participations", db_index=False
    )
    flagging = models.BooleanField(default=False)
    leads = models.BooleanField(default=False)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)
    agreed_until = models.DateTimeField(null=True)  # what was agreed at admission, before closing shortened it
    state = models.CharField(max_length=20, choices=State)
    sort_at = models.DateTimeField()

    objects = Participations.as_manager()

    class Meta:
        constraints = [
            # With what says whether it is alive now: the policies ask that once per row.
            models.UniqueConstraint(
                fields=["institution", "case"], include=["since", "until"], name="participation_once"
            ),
        ]
        indexes = [
            models.Index("institution", "state", *NEWEST, name="part_list"),
            models.Index("institution", *NEWEST, name="part_all"),
            models.Index("institution", *NEWEST, name="part_flagged", condition=Q(flagging=True)),
            models.Index("institution", *NEWEST, name="part_led", condition=Q(leads=True)),
            models.Index(fields=["case"], name="part_case"),
            models.Index(fields=["until"], name="part_until", condition=Q(until__isnull=False)),
        ]

    class Privacy:
        sealed = ()
        pseudonymous = ("id", "case")
        open = ("institution", "flagging", "leads", "since", "until", "agreed_until", "state", "sort_at")
        section = "admission"
        retention = "as the case"

    @property
    def is_live(self) -> bool:
        now = clock.now()
        return self.since <= now and (self.until is None or self.until > now)


class CaseGroupRight(GroupObjectPermissionBase):
    """The truth about section rights. A composite foreign key ties each row to a participation.

    In the database its key is (case, group, permission): nobody looks for a right by its number.
    """

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="group_rights", db_index=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, db_index=False)
    permission = models.ForeignKey("auth.Permission", on_delete=models.CASCADE, db_index=False)

    class Meta:
        default_permissions = ()
        unique_together = [("content_object", "group", "permission")]

    class Privacy:
        sealed = ()
        pseudonymous = ("content_object",)
        open = ("id", "group", "permission")
        section = "admission"
        retention = "as the case"


class CaseUserRight(UserObjectPermissionBase):
    """Never filled (no role may insert): it exists so that guardian has no generic rows for cases."""

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="user_rights")

    class Meta:
        default_permissions = ()
        unique_together = [("user", "permission", "content_object")]

    class Privacy:
        sealed = ()
        pseudonymous = ("content_object", "user")
        open = ("id", "permission")
        section = "admission"
        retention = "as the case"


class AdmissionAct(models.TextChoices):
    ADMITTED = "admitted", _("admitted")
    NARROWED = "narrowed", _("sight narrowed")
    WITHDRAWN = "withdrawn", _("admission ended")
    RAN_OUT = "ran_out", _("ran out")
    CLOSED = "closed", _("case closed: readable until")
    REOPENED = "reopened", _("case reopened")


class Admission(models.Model):
    """Append-only history: who admitted whom, on which ground, for how long."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="admissions")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=12, choices=AdmissionAct)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)
    basis = models.CharField(max_length=20, choices=GroundKind, blank=True)
    reasons = SealedField(section="own", null=True)
    rights = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        ordering = ("at",)

    class Privacy:
        sealed = ("reasons",)
        pseudonymous = ("id", "case", "by")
        open = ("institution", "act", "at", "until", "basis", "rights")
        section = "admission"
        retention = "as the case"


class Exclusion(models.Model):
    """A person is kept out of a case of the own institution: conflict of interest. It always wins."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="exclusions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exclusions")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="exclusion_once")]

    class Privacy:
        sealed = ()
        pseudonymous = ("id", "case", "person", "by")
        open = ("at",)
        section = "admission"
        retention = "as the case"


class RegionNarrowing(models.Model):
    """A region may see less than the section table allows, never more."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="narrowings")
    kind = models.CharField(_("kind of institution"), max_length=40, choices=Kind)
    section = models.CharField(_("section"), max_length=20, choices=Section)
    view = models.CharField(_("view"), max_length=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "kind", "section"], name="narrowing_once")]

    class Privacy:
        sealed = ()
        pseudonymous = ()
        open = ("id", "region", "kind", "section", "view")
        section = ""
        retention = "as the region"
