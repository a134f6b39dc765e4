"""Institution and Person (the account): who sits at the table. Region stands in a module of its own."""

import unicodedata
import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.institutions.kinds import WITHOUT_INSTITUTION, Appearance, Function, Kind, Language, Role
from fallkonferenz.institutions.regions import Region

__all__ = ["Institution", "Invitation", "Person", "Region", "folded"]


def folded(name: str) -> str:
    """A sort key: the private database sorts by code point, which would put "Äpfel" behind "Zorn"."""
    decomposed = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


class Institution(models.Model):
    """An institution is its permission group: the group's id is the institution's id."""

    group = models.OneToOneField(Group, primary_key=True, on_delete=models.PROTECT, related_name="institution")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="institutions", verbose_name=_("region"))
    kind = models.CharField(_("kind of institution"), max_length=40, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    name_key = models.CharField(max_length=240, editable=False)
    mailbox = models.EmailField(
        _("function mailbox"), help_text=_("A mailbox of the institution, never a person's own.")
    )
    hours = models.CharField(_("hours"), max_length=200, blank=True)
    carrier = models.CharField(
        _("carrier"),
        max_length=120,
        blank=True,
        help_text=_(
            "The association, church or authority that runs it, written alike wherever it runs several: institutions of "
            "one carrier do not confirm to each other that a risk level is lowered."
        ),
    )
    carrier_key = models.CharField(max_length=240, blank=True, editable=False)
    active = models.BooleanField(_("takes part"), default=True)

    class Meta:
        ordering = ("name_key",)
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="institution_name_once_per_region")]

    class Privacy:
        sealed = ()
        pseudonymous = ()
        open = ("group", "region", "kind", "name", "name_key", "mailbox", "hours", "carrier", "carrier_key", "active")
        section = ""
        retention = "as long as the institution takes part"

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.name_key = folded(self.name)
        self.carrier_key = folded(" ".join(self.carrier.split()))
        super().save(*args, **kwargs)

    def shares_carrier_with(self, other: "Institution") -> bool:
        """Where no carrier is entered, none is shared."""
        return bool(self.carrier_key) and self.carrier_key == other.carrier_key


class People(BaseUserManager):
    def get_by_natural_key(self, username: str) -> "Person":
        return self.get(username__iexact=username)

    def without_sign_in(self) -> "models.QuerySet[Person]":
        """All but how they sign in, which the worker may not read."""
        return self.defer("username", "password", "last_login", "appearance")


class Person(AbstractBaseUser):
    """An account: one institution, one role. Who works for two institutions has two.

    No superuser, no staff flag and no permissions mixin: rights stand in ``access/table.py`` alone.
    """

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(_("user name"), max_length=60, unique=True)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_key = models.CharField(max_length=240, editable=False)
    role = models.CharField(_("role"), max_length=30, choices=Role)
    function = models.CharField(_("function"), max_length=20, choices=Function, default=Function.REPRESENTATIVE)
    institution = models.ForeignKey(
        Institution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
        verbose_name=_("institution"),
    )
    is_active = models.BooleanField(_("account is open"), default=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.GERMAN)
    appearance = models.CharField(_("appearance"), max_length=6, choices=Appearance, default=Appearance.SYSTEM)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = People()

    class Meta:
        ordering = ("name_key",)
        constraints = [
            models.CheckConstraint(
                name="person_institution_fits_role",
                condition=Q(role__in=WITHOUT_INSTITUTION, institution=None)
                | (~Q(role__in=WITHOUT_INSTITUTION) & Q(institution__isnull=False)),
            ),
            models.CheckConstraint(name="person_role_known", condition=Q(role__in=Role.values)),
        ]
        indexes = [models.Index(fields=["name_key", "id"], name="person_list")]

    class Privacy:
        sealed = ()
        pseudonymous = ("id", "username")
        open = (
            "email",
            "name",
            "name_key",
            "role",
            "function",
            "institution",
            "is_active",
            "language",
            "appearance",
            "made_at",
            "password",
            "last_login",
        )
        section = ""
        retention = "two years after the account was closed"

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.name_key = folded(self.name)
        super().save(*args, **kwargs)

    @property
    def own_institution(self) -> Institution:
        """For acts that only somebody of an institution can do; ValueError for officers and administrators."""
        if self.institution is None:
            raise ValueError("This account belongs to no institution.")
        return self.institution

    def is_same_human_as(self, other: "Person") -> bool:
        """Accounts of one name or one mailbox. Two people of one name count as one: somebody else then has to act."""
        return self.name_key == other.name_key or self.email.casefold() == other.email.casefold()

    @property
    def region(self) -> Region | None:
        return self.institution.region if self.institution else None


class Invitations(models.QuerySet):
    def open(self) -> "Invitations":
        return self.filter(used_at=None, expires_at__gt=clock.now())

    def end(self) -> None:
        """Links that were sent lead nowhere from now on."""
        self.open().update(expires_at=clock.now())


class Invitation(models.Model):
    """A link by which a person sets a passphrase: once, within a day. Of its token only the hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.BinaryField(max_length=32, unique=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    objects = Invitations.as_manager()

    class Meta:
        ordering = ("-made_at",)

    class Privacy:
        sealed = ()
        pseudonymous = ("id", "person", "by")
        open = ("token_hash", "made_at", "expires_at", "sent_at", "used_at")
        section = ""
        retention = "as the account"
