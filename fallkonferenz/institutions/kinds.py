"""The kinds of institution around the table, and the roles a person can have.

The kinds are those of the section table; ``docs/rights.md`` shows what each may see.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    CASE_MANAGEMENT = "case_management", _("Case management (coordinating office)")
    POLICE = "police", _("Police")
    BISS = "biss", _("BISS (counselling and intervention centre)")
    WOMENS_SHELTER = "womens_shelter", _("Women's shelter")
    MENS_SHELTER = "mens_shelter", _("Men's shelter")
    COUNSELLING_CENTRE = "counselling_centre", _("Specialist counselling centre")
    TRAFFICKING_COUNSELLING = "trafficking_counselling", _("Counselling against trafficking")
    VICTIM_SUPPORT = "victim_support", _("Victim support")
    COURT_SUPPORT = "court_support", _("Psychosocial court support")
    YOUTH_SERVICES = "youth_services", _("Youth services (social service)")
    CHILD_PROTECTION_CENTRE = "child_protection_centre", _("Child protection centre")
    PROSECUTION = "prosecution", _("Public prosecution")
    JUSTICE_SOCIAL_SERVICE = "justice_social_service", _("Justice social service")
    PRISON = "prison", _("Prison")
    PERPETRATOR_WORK = "perpetrator_work", _("Perpetrator work")
    ADDICTION_SUPPORT = "addiction_support", _("Addiction support")
    HEALTH = "health", _("Health (clinic, practice, midwife)")
    SOCIAL_PSYCHIATRY = "social_psychiatry", _("Social psychiatric service")
    SOCIAL_SERVICES = "social_services", _("Social services (welfare, job centre, housing)")
    EDUCATION = "education", _("School and day care")
    PUBLIC_ORDER = "public_order", _("Public order and weapons authority")
    ASYLUM_AUTHORITY = "asylum_authority", _("Asylum authority (special officers)")
    IMMIGRATION_AUTHORITY = "immigration_authority", _("Immigration authority")
    FAMILY_COURT = "family_court", _("Family court")
    EQUALITY_OFFICE = "equality_office", _("Equality office")


# Counselling, shelter, support, health and youth services: § 203 StGB, § 65 SGB VIII.
BEARERS_OF_SECRETS = frozenset(
    {
        Kind.BISS,
        Kind.WOMENS_SHELTER,
        Kind.MENS_SHELTER,
        Kind.COUNSELLING_CENTRE,
        Kind.TRAFFICKING_COUNSELLING,
        Kind.VICTIM_SUPPORT,
        Kind.COURT_SUPPORT,
        Kind.YOUTH_SERVICES,
        Kind.CHILD_PROTECTION_CENTRE,
        Kind.PERPETRATOR_WORK,
        Kind.ADDICTION_SUPPORT,
        Kind.HEALTH,
        Kind.SOCIAL_PSYCHIATRY,
    }
)

# They coordinate or judge; a case never opens to them (§§ 6, 37 FamFG for the court).
NEVER_ADMITTED = frozenset({Kind.FAMILY_COURT, Kind.EQUALITY_OFFICE})


class Role(TextChoices):
    PROFESSIONAL = "professional", _("Professional")
    CASE_MANAGER = "case_manager", _("Case management")
    COORDINATOR = "coordinator", _("Network coordination")
    OFFICER = "data_protection_officer", _("Data protection")
    ADMINISTRATOR = "administrator", _("System administration")


WITHOUT_INSTITUTION = (Role.OFFICER, Role.ADMINISTRATOR)

# Who works for an institution of this kind; for every other kind: a professional.
ROLE_AT = {Kind.CASE_MANAGEMENT: Role.CASE_MANAGER, Kind.EQUALITY_OFFICE: Role.COORDINATOR}


def roles_at(kind: str | None) -> tuple[Role, ...]:
    """The roles that fit an institution of ``kind``; None: no institution."""
    return WITHOUT_INSTITUTION if kind is None else (ROLE_AT.get(Kind(kind), Role.PROFESSIONAL),)


class Function(TextChoices):
    """What a person is for their own institution; it gives no right."""

    REPRESENTATIVE = "representative", _("Contact person")
    DEPUTY = "deputy", _("Deputy")
    HEAD = "head", _("Head")


class Language(TextChoices):
    """Of the screen, chosen by each person; a language is named in itself."""

    GERMAN = "de", "Deutsch"
    ENGLISH = "en", "English"


class Appearance(TextChoices):
    """Light or dark: what the computer says, or what the person chose (a projector wants light)."""

    SYSTEM = "system", _("as the computer is set")
    LIGHT = "light", _("light")
    DARK = "dark", _("dark")
