"""About forty short cases, spread over all states, so that lists have pages and boards have rows. All invented."""

from datetime import datetime, timedelta

from django.utils import timezone

from fallkonferenz.access.frame import acting_as
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.words import Level, Relationship, State
from fallkonferenz.conferences.models import Conference, ConferenceKind, Mode
from fallkonferenz.demo.stories import outcomes, paths
from fallkonferenz.demo.stories.meeting import Meeting
from fallkonferenz.demo.stories.rows import Row, days, hours
from fallkonferenz.demo.stories.telling import MANAGER, People, at
from risk.rhythm import LONGEST

ACUTE, HIGH, MEDIUM, NOT_RAISED = Level.ACUTE, Level.HIGH, Level.MEDIUM, Level.NOT_RAISED
PARTNERS, FORMER, PARENT, CHILD = (
    Relationship.PARTNERS,
    Relationship.FORMER_PARTNERS,
    Relationship.PARENT_OF,
    Relationship.CHILD_OF,
)
SIBLINGS, FAMILY, DEPENDENCY = Relationship.SIBLINGS, Relationship.FAMILY, Relationship.DEPENDENCY

# fmt: off
ROWS = (
    #    path                         age         who                 others                            relationship  level       account, reasons of the level
    Row(paths.flagged,                hours(2),   "police",           (),                               FORMER,       "",         "Einsatz in der Nacht, Drohung mit dem Tod, Tür beschädigt."),
    Row(paths.to_be_confirmed,        hours(5),   "clinic",           (),                               PARTNERS,     "",         "Anruf der Klinik: Würgemale, Begleitperson weicht nicht."),
    Row(paths.flagged,                days(1),    "school",           (),                               CHILD,        "",         "Kind erzählt von Schlägen mit einem Gürtel, will nicht nach Hause."),
    Row(paths.flagged,                days(1),    "shelter",          (),                               FORMER,       "",         "Nachstellung seit der Aufnahme, Nachfragen über Bekannte."),
    Row(paths.flagged,                days(2),    "psychiatry",       (),                               PARENT,       "",         "Erwachsenes Kind droht der Mutter, setzt Medikamente ab."),
    Row(paths.flagged,                days(3),    "perpetrator_work", (),                               FORMER,       "",         "Teilnehmer spricht davon, dass „alles ein Ende haben“ müsse."),
    Row(paths.referred_twice,         days(2),    "biss",             ("police",),                        PARTNERS,     "",         "Steigerung seit der Schwangerschaft, zuletzt Tritte."),
    Row(outcomes.came_back,              days(60),   "biss",             ("police",),                        FORMER,       HIGH,       "Drohungen nach der Trennung.", "Trennung, Drohung, frühere Gewalt."),

    Row(paths.assessed,               hours(21),  "police",           ("biss", "justice"),              FORMER,       ACUTE,      "Verstoß gegen die Wegweisung, Messer dabei.", "Messer, Verstoß, Ankündigung."),
    Row(paths.assessed,               days(13),   "counselling",      ("police",),                        PARTNERS,     HIGH,       "Zweimal gewürgt, Handy wird kontrolliert.", "Würgen, Kontrolle."),
    Row(paths.assessed,               days(15),   "victim_support",   ("police",),                        SIBLINGS,     HIGH,       "Der Bruder hat den Schlüssel, kommt nachts.", "Drohung, Zugang zur Wohnung."),
    Row(paths.assessed,               days(4),    "police",           ("biss", "youth"),                FORMER,       HIGH,       "Drittes Mal in vier Wochen, Kinder waren dabei.", "Häufung, Kinder, Alkohol."),
    Row(paths.assessed,               days(3),    "youth",            (),                               PARENT,       MEDIUM,     "Jugendliches Kind schlägt den Vater.", "Bisher ohne Waffe, Hilfe läuft an."),
    Row(paths.asks_to_co_sign,        days(2),    "biss",             ("police",),                        PARTNERS,     HIGH,       "Einsperren über ein Wochenende.", "Einsperren, Drohung; Plan steht."),
    Row(paths.called_off,             days(6),    "trafficking",      ("police", "shelter"),            DEPENDENCY,   HIGH,       "Arbeitet ohne Lohn, Ausweis wird einbehalten.", "Abhängigkeit, Drohung gegen Angehörige."),
    Row(paths.sharing_stopped,        days(5),    "biss",             ("police", "youth"),              FORMER,       HIGH,       "Auflauern vor der Tür, Drohung mit einem Unfall.", "Nachstellung, Ankündigung."),

    Row(paths.on_agenda,              days(7),    "police",           ("biss", "perpetrator_work"),     PARTNERS,     HIGH,       "Einsatz, gebrochener Finger, Drohung.", "Verletzung, Drohung, Alkohol."),
    Row(paths.on_agenda,              days(6),    "biss",             ("police", "youth"),              FORMER,       HIGH,       "Schreibt über fremde Konten, kennt den Tagesablauf.", "Nachstellung, Umgangsstreit."),
    Row(paths.on_agenda,              days(5),    "mens_shelter",     ("police", "counselling"),        PARTNERS,     HIGH,       "Wird geschlagen, wenn er das Haus verlässt.", "Steigerung, Drohung mit dem Messer."),
    Row(paths.on_agenda,              days(4),    "clinic",           ("police", "biss"),               FAMILY,       HIGH,       "Verletzungen in drei Stadien, Schwager antwortet für sie.", "Mehrere Verletzungen, Abschottung."),
    Row(paths.ad_hoc_tomorrow,        hours(20),  "police",           ("biss", "youth"),                FORMER,       ACUTE,      "Kündigt an, die Kinder „zu holen“, Fahrzeug gesucht.", "Ankündigung, Kinder, Nachstellung."),
    Row(paths.ad_hoc_tomorrow,        days(1),    "social_services",  ("police", "counselling"),        CHILD,        ACUTE,      "Vater sperrt die erwachsene Tochter ein.", "Einsperren, Todesdrohung."),
    Row(paths.heard,                  days(2),    "biss",             ("police", "prosecution"),        FORMER,       HIGH,       "Haftentlassung steht an, Briefe aus der Haft.", "Frühere Verurteilung, Drohung."),

    Row(outcomes.running,                days(9),    "biss",             ("police", "youth"),              PARTNERS,     HIGH,       "Würgen vor den Kindern.", "Würgen, Kinder, Steigerung."),
    Row(outcomes.running,                days(16),   "shelter",          ("police", "victim_support"),     FORMER,       HIGH,       "Aufgenommen nach Drohung mit einer Schusswaffe.", "Schusswaffe, Trennung."),
    Row(outcomes.nearly_done,            days(24),   "counselling",      ("police", "perpetrator_work"),   PARTNERS,     MEDIUM,     "Seit Monaten Drohungen, jetzt Wegweisung.", "Drohung; Wegweisung wird eingehalten."),
    Row(outcomes.overdue,                days(12),   "biss",             ("police", "justice"),            FORMER,       HIGH,       "Bewährungsauflage gebrochen, steht vor der Tür.", "Verstoß, Nachstellung."),
    Row(outcomes.overdue,                days(18),   "victim_support",   ("police", "addiction"),          PARENT,       HIGH,       "Erwachsener Sohn fordert Geld, zerschlägt Möbel.", "Sucht, Drohung mit Feuer."),
    Row(outcomes.not_accepted,           days(8),    "youth",            ("biss", "police"),               CHILD,        HIGH,       "Kind wird als Bote für Drohungen benutzt.", "Drohung, Kind."),
    Row(outcomes.no_place,               days(10),   "mens_shelter",     ("police", "counselling"),        FORMER,       HIGH,       "Schläft im Auto, wird dort gefunden.", "Nachstellung, frühere Gewalt."),
    Row(outcomes.not_undertaken,         days(14),   "trafficking",      ("biss", "police"),               DEPENDENCY,   HIGH,       "Pflegt den Haushalt ohne freie Zeit, Drohung mit Anzeige.", "Abhängigkeit, Einsperren."),
    Row(outcomes.alone,                  days(11),   "counselling",      ("police",),                        SIBLINGS,     MEDIUM,     "Schwester droht nach Streit um Pflege.", "Keine Waffe, Plan steht."),
    Row(outcomes.alone,                  days(5),    "biss",             ("police",),                        FORMER,       HIGH,       "Auflauern auf dem Heimweg.", "Nachstellung; Anordnung ist beantragt."),
    Row(outcomes.person_left_out,        days(13),   "biss",             ("police", "youth"),              PARTNERS,     HIGH,       "Gewalt nach Feierabend, Dienstwaffe im Haus.", "Waffe, Steigerung."),
    Row(outcomes.to_be_looked_at_again,  days(20),   "biss",             ("police", "victim_support"),     FORMER,       HIGH,       "Drohung mit gemeinsamem Tod.", "Ankündigung, Trennung."),
    Row(outcomes.frozen,                 days(25),   "counselling",      ("police", "biss"),               PARTNERS,     HIGH,       "Herzkranke Person, Medikamente werden vorenthalten.", "Vorenthalten von Hilfe."),

    Row(paths.not_pursued,            days(9),    "social_services",  (),                               FAMILY,       "",         "Streit um eine Wohnung, Drohung am Telefon."),
    Row(paths.double,                 days(3),    "practice",         (),                               PARTNERS,     "",         "Blaue Flecken, Ausreden."),
    Row(paths.regular_counselling,    days(17),   "police",           ("biss",),                          PARTNERS,     MEDIUM,     "Lautstarker Streit, beide leicht verletzt.", "Kein Vorlauf, keine Drohung."),
    Row(paths.regular_counselling,    days(40),   "child_protection", ("police",),                        CHILD,        NOT_RAISED, "Kind erzählt von einem Schlag.", "Einmalig, Eltern nehmen Hilfe an."),
    Row(outcomes.secured,                days(50),   "biss",             ("police", "perpetrator_work"),   FORMER,       HIGH,       "Nachstellung nach elf Jahren Ehe.", "Nachstellung, Drohung."),
    Row(outcomes.secured,                days(120),  "shelter",          ("police", "counselling"),        FORMER,       HIGH,       "Flucht nach Drohung mit Benzin.", "Feuer, Trennung."),
    Row(outcomes.in_custody,             days(45),   "victim_support",   ("police", "justice"),            FORMER,       ACUTE,      "Angriff mit einem Werkzeug.", "Schwere Verletzung, Ankündigung."),
    Row(paths.sharing_ended,          days(30),   "counselling",      ("police",),                        PARTNERS,     HIGH,       "Drohungen, will keine Anzeige.", "Drohung, Kontrolle."),
    Row(outcomes.pair_closed,            days(33),   "biss",             ("police",),                        PARENT,       HIGH,       "Sohn schlägt die Mutter, Alkohol.", "Steigerung, Sucht."),
    Row(outcomes.handed_over,            days(38),   "trafficking",      ("police", "shelter"),            DEPENDENCY,   HIGH,       "Lohn und Ausweis einbehalten.", "Abhängigkeit, Drohung."),
)
# fmt: on


def tell(people: People) -> None:
    conference = _next_conference(people)
    for number, row in enumerate(ROWS):
        short = Meeting(people, begins=_begins(row.age, number))
        short.conference = conference
        row.path(short, row)
        if row.path is not outcomes.overdue:  # there the assessments are late, too
            _assesses_in_time(short, row)


def _assesses_in_time(short: Meeting, row: Row) -> None:
    """The case management confirms the level in the rhythm that it asks for."""
    with acting_as(short.people[MANAGER]):
        case = Case.objects.get(pk=short.case.pk)
    if case.state in (State.FLAGGED, State.CLOSED) or case.frozen_at is not None:
        return
    when = LONGEST[row.level]
    while when < row.age:
        short.assesses(when, MANAGER, row.level, "Stufe bestätigt, nichts Neues.")
        when += LONGEST[row.level]


def _next_conference(people: People) -> Conference:
    """In five days, so that nobody on its agenda waits longer than a fortnight."""
    table = Meeting(people, begins=_begins(days(30), 0))
    table.plans(days(0), starts=days(35), mode=Mode.IN_PERSON, kind=ConferenceKind.SCHEDULED)
    return table.conference


def _begins(age: timedelta, number: int) -> datetime:
    """Whole days ago at some hour of work; an age in hours is counted from now."""
    if age.days == 0:
        return timezone.localtime() - age
    return at(timezone.localdate() - age, "08:00") + timedelta(minutes=(number * 37) % 420)
