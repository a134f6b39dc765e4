"""The sections of a case file, in the order of the screen."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Section(TextChoices):
    INCIDENT = "incident", _("Incidents")
    RISK = "risk", _("Risk")
    ANSWERS = "answers", _("Single answers")
    VICTIM = "victim", _("Situation and wishes")
    CHILDREN = "children", _("Children")
    ENDANGERING = "endangering", _("Endangering person")
    PROTECTION = "protection", _("Protection")
    HEALTH = "health", _("Health")
    LEGAL = "legal", _("Proceedings and orders")
    MEASURES = "measures", _("Measures")


HINTS = {
    Section.INCIDENT: _("What happened, and when?"),
    Section.RISK: _("Level, red flags, reasons"),
    Section.ANSWERS: _("They stay with the institution that assessed."),
    Section.VICTIM: _("of the person at risk"),
    Section.CHILDREN: _("What concerns the children"),
    Section.ENDANGERING: _("What is known of the endangering person"),
    Section.PROTECTION: _("Is it secured, since when, reachable through whom. Never where."),
    Section.HEALTH: _("Each institution sees its own entries only."),
    Section.LEGAL: _("Criminal and family proceedings, orders"),
    Section.MEASURES: _("Who does what by when?"),
}

# What must not stand in a free text, shown under the field.
NOT_HERE = {
    Section.INCIDENT: _("No names, addresses or telephone numbers. No place where somebody can be found."),
    Section.RISK: _("No names. No answers word for word: they belong under single answers."),
    Section.ANSWERS: _("No names, no addresses."),
    Section.VICTIM: _("No names, no whereabouts, no place of work, no hours of ways."),
    Section.CHILDREN: _("No names, no school, no day care, no ways."),
    Section.ENDANGERING: _("No names, no addresses, no vehicle plates."),
    Section.PROTECTION: _("Never where: no place, no district, no name of a shelter, no time of arrival."),
    Section.HEALTH: _("No names, no practice, no findings that others must not read."),
    Section.LEGAL: _("No file numbers with names, no addresses, no court that gives a place away."),
    Section.MEASURES: _("No place and no hour of an appointment."),
}

# Sections an entry can be written in; measures have their own object.
WRITABLE = tuple(section for section in Section if section is not Section.MEASURES)


def view_right(section: str) -> str:
    """Codename of the right to read a section of a case."""
    return f"view_{section}"


def contribute_right(section: str) -> str:
    """Codename of the right to write in a section and to read one's own institution's part of it."""
    return f"contribute_{section}"


RIGHTS = tuple(
    (right(section.value), f"{right.__name__.partition('_')[0]} {section.value}")
    for section in Section
    for right in (view_right, contribute_right)
)
