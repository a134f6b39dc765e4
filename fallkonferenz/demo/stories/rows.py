"""A row of the table of short cases, and what an institution typically takes on."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from fallkonferenz.cases.sections import Section
from fallkonferenz.demo.stories.meeting import Meeting


class Row(NamedTuple):
    """One short case. ``who`` recognised it, ``others`` are admitted; ``reasons`` are those of the level."""

    path: Callable[[Meeting, "Row"], None]
    age: timedelta
    who: str
    others: tuple[str, ...]
    relationship: str
    level: str
    account: str
    reasons: str = ""


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def days(number: float) -> timedelta:
    return timedelta(days=number)


# What an institution typically takes on, and the section that shows.
# fmt: off
TASKS = {
    "police":           ("Ansprache der gefährdenden Person, feste Ansprechperson",     Section.ENDANGERING),
    "biss":             ("Sicherheitsgespräch, Antrag nach dem Gewaltschutzgesetz",     Section.VICTIM),
    "shelter":          ("Platz sichern, bei Absage weiterfragen",                      Section.PROTECTION),
    "mens_shelter":     ("Platz sichern, bei Absage weiterfragen",                      Section.PROTECTION),
    "counselling":      ("Beratung in der Woche nach der Konferenz",                    Section.VICTIM),
    "trafficking":      ("Beratung mit Telefondolmetschen",                             Section.VICTIM),
    "victim_support":   ("Kosten der Sicherung klären",                                 Section.VICTIM),
    "youth":            ("Gespräch mit dem Kind, Schutzkonzept",                        Section.CHILDREN),
    "child_protection": ("Gespräch mit dem Kind",                                       Section.CHILDREN),
    "justice":          ("Weisung ansprechen, Termine verdichten",                      Section.ENDANGERING),
    "perpetrator_work": ("Erstgespräch anbieten",                                       Section.ENDANGERING),
    "addiction":        ("Termin zur Klärung anbieten",                                 Section.ENDANGERING),
    "psychiatry":       ("Aufsuchendes Gespräch anbieten",                              Section.ENDANGERING),
    "clinic":           ("Rückmeldung bei erneuter Vorstellung",                        Section.HEALTH),
    "social_services":  ("Übernahme der Mietkaution prüfen",                            Section.VICTIM),
}
# fmt: on
