"""B: a man at risk, his partner endangering, charges that contradict each other; closed. All invented."""

from fallkonferenz.actions import measures
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import (
    Closing,
    GroundKind,
    Level,
    Nature,
    ReferralGround,
    Relationship,
    Source,
)
from fallkonferenz.conferences.models import ConferenceKind, Mode, Naming
from fallkonferenz.demo.stories.judging import Filled
from fallkonferenz.demo.stories.meeting import Meeting
from fallkonferenz.demo.stories.telling import WEEKDAYS
from fallkonferenz.measures.models import Lack

BEGAN = 165  # days before the demo is loaded: closed a fortnight ago, so those who took part still read it
PAIR = {"sex_at_risk": "male", "sex_endangering": "female", "relationship": Relationship.PARTNERS, "age_at_risk": 44}
UNNAMED = "PERSON-5 will keinen Namen nennen; die Behandlung bleibt anonym."
FEEDBACK = "Rückmeldung an PERSON-5"


def tell(b: Meeting) -> None:
    _report(b)
    _first_look(b)
    _scheduled_conference(b)
    _first_measures(b)
    _release(b)
    _follow_up(b)
    _second_measures(b)
    _assessments(b)
    _months_after(b)


def _report(b: Meeting) -> None:
    """The clinic's social service telephones; the case management types."""
    b.pair = PAIR
    b.flags(
        "T+0 08:15",
        "management",
        ("PERSON-5", "PERSON-6"),
        relationship=Relationship.PARTNERS,
        grounds=[ReferralGround.JUDGEMENT],
        happened_at=b.moment("T-1 22:50"),
        account="Telefonische Meldung des Sozialdienstes einer Klinik nach einer Schnittverletzung. "
        "Die gewaltbetroffene Person weiß davon, will keinen Namen nennen.",
        on_behalf_of=b.institution("clinic"),
    )
    b.confirms("T+0 08:35", "clinic")
    b.writes(
        "T+0 08:15", "clinic", Section.HEALTH, Source.OWN,
        "Schnitt am Unterarm, genäht. Ältere Verbrennung am Rücken. Erklärung „Glas“ passt nicht zum Bild. "
        "Befund fotografisch gesichert, bleibt in der Klinik.",
        entered="T+0 08:40",
    )  # fmt: skip
    b.writes(
        "T+0 08:20", "clinic", Section.INCIDENT, Source.TOLD,
        "Dritte Verletzung in diesem Jahr. Sie wecke ihn nach dem Nachtdienst mit dem Messer in der Hand.",
        entered="T+0 08:45",
    )  # fmt: skip
    b.transmits(
        "T+0 08:50", "clinic", ("management", "counselling"), (Section.INCIDENT, Section.RISK),
        GroundKind.ANONYMOUS, UNNAMED,
    )  # fmt: skip


def _first_look(b: Meeting) -> None:
    b.admits("T+0 09:30", "counselling", GroundKind.ANONYMOUS, UNNAMED)
    b.writes(
        "T+1 10:00", "counselling", Section.VICTIM, Source.TOLD,
        "„Wer soll mir das glauben, ich wiege das Doppelte.“ Geht nicht ohne den Hund. "
        "Fürchtet, dass eine Anzeige wieder ihn trifft.",
    )  # fmt: skip
    b.assesses(
        "T+1 10:20", "counselling", Level.HIGH,
        "Schriftliche Einschätzung. Warnzeichen: Steigerung, Messer, Todesdrohung, Kontrolle von Geld und Schlaf. "
        "Instrument: für diese Konstellation nicht gültig, kein Wert.",
        view="Rechnet damit, dass sie irgendwann zusticht.", again="T+8",
    )  # fmt: skip
    _protection(b, "T+1 10:30", "Schutz nicht gesichert. Erreichbar über die Beratungsstelle, nachmittags.")
    b.sets_contact("T+1 10:45", "management", days=WEEKDAYS, never=(), through="counselling")
    b.is_assessed("T+1 11:00")
    for who in ("police", "victim_support", "perpetrator_work", "psychiatry"):
        b.admits("T+1 11:30", who, GroundKind.ANONYMOUS, UNNAMED)
    b.transmits(
        "T+1 11:40", "counselling", ("management", "clinic", "police", "victim_support", "perpetrator_work"),
        (Section.INCIDENT, Section.RISK), GroundKind.ANONYMOUS, UNNAMED,
    )  # fmt: skip
    b.transmits(
        "T+1 11:42", "counselling", ("management", "victim_support"), (Section.VICTIM,),
        GroundKind.ANONYMOUS, UNNAMED,
    )  # fmt: skip


def _protection(b: Meeting, when: str, text: str) -> None:
    """A counselling centre reads this section and does not write in it: it tells the case management."""
    b.writes(when, "management", Section.PROTECTION, Source.TOLD, text, nature=Nature.ASSESSMENT)


def _scheduled_conference(b: Meeting) -> None:
    b.plans("T-20 10:00", starts="T+5 09:00", mode=Mode.IN_PERSON, kind=ConferenceKind.SCHEDULED)
    b.convenes(
        "T+2 09:00", "counselling", "clinic", "police", "victim_support", "perpetrator_work", "psychiatry",
        naming=Naming.ANONYMOUS,
    )  # fmt: skip
    b.accept("T+2 12:00", "counselling", "clinic", "police", "victim_support", "perpetrator_work")
    b.apologises("T+3 09:00", "psychiatry")
    b.holds(
        "T+5 09:34", "counselling", "clinic", "police", "victim_support", "perpetrator_work",
        view="Erst ein Platz für ihn und den Hund, dann die Polizei.",
        by="counselling",
    )  # fmt: skip


# fmt: off
def _first_measures(b: Meeting) -> None:
    b.agrees("T+5 09:34", "B1", "counselling", "Platz in einer Männerschutzwohnung anfragen, auch außerhalb des Landes", "T+6 16:00", Section.PROTECTION)
    b.agrees("T+5 09:35", "B2", "victim_support", "Kosten für Unterbringung des Hundes klären", "T+8 12:00", Section.VICTIM)
    b.agrees("T+5 09:36", "B3", "police", "Allgemeine Beratung: Was geschieht bei einer Anzeige, wenn früher gegen die Person selbst ermittelt wurde?", "T+7", Section.INCIDENT)
    b.agrees("T+5 09:37", "B4", "counselling", FEEDBACK, "T+5 18:00", Section.VICTIM, tells_person=True)
    b.lead("T+5 09:40", "counselling")
    b.done("T+5 15:30", "counselling", "B4", "Rückmeldung gegeben.")
    b.done("T+6 11:00", "police", "B3", "Beraten, ohne Personenbezug.")
    b.reports(
        "T+8 09:00", "counselling", "B1", measures.lack_capacity, lack=Lack.PLACE, since=b.day("T+6"),
        instead="Vier Anfragen, drei belegt, eine ohne Haustier. Übergangslösung, Schutz gesichert seit T+8.",
    )
    b.done("T+8 11:20", "victim_support", "B2", "Zusage für acht Wochen.")
# fmt: on


def _release(b: Meeting) -> None:
    """From here on by name for the police and victim support, for all others still anonymous."""
    _protection(b, "T+8 09:10", "Schutz gesichert. Erreichbar über die Beratungsstelle, nachmittags.")
    both, what = ("police", "victim_support"), (Section.INCIDENT, Section.RISK)
    b.releases("T+9 14:00", "counselling", both, what, until="T+200")
    b.releases(
        "T+9 14:05", "clinic", both, what, until="T+200",
        reasons="Der Befund geht von der Klinik direkt in das Verfahren, nicht über die Fallakte.",
    )  # fmt: skip
    for who in both:
        b.tells_name("T+9 14:20", who, GroundKind.RELEASE)
    b.sets_reference("T+9 14:55", "police", "HG 0420-2")
    b.writes(
        "T-41 23:30", "police", Section.INCIDENT, Source.RECORD,
        "Streit in der Wohnung, beide zeigen an. Wegweisung gegen PERSON-5 für sieben Tage, "
        "sichtbare Verletzung nur bei PERSON-6 (Hand).",
        entered="T+9 15:00",
    )  # fmt: skip
    b.writes(
        "T+9 15:10", "police", Section.ENDANGERING, Source.RECORD,
        "Zwei Einsätze bei früherem Partner von PERSON-6, einer mit Messer, eingestellt. Bisher nicht verbunden.",
        concerns="PERSON-6",
    )  # fmt: skip
    b.admits("T+9 16:00", "prosecution", GroundKind.PUBLIC_TASK, "Beide Verfahren liegen dort.")
    b.writes(
        "T+10 09:00", "prosecution", Section.LEGAL, Source.RECORD,
        "Beide Verfahren in einer Hand. Befund der Klinik liegt im Verfahren vor.",
    )  # fmt: skip
    b.begins_assessing("T+12 12:10", "police", Filled("lap", yes="1 3 6", no="2 4 5 7 8 10", unknown="9 11"))
    b.judges(
        "T+12 13:00", "police", Level.HIGH, "Eigene Bewertung von T-41 war falsch herum.",
        view="Fürchtet, dass ihm wieder niemand glaubt.",
    )  # fmt: skip


def _follow_up(b: Meeting) -> None:
    b.reports_incident(
        "T+18 17:00", "counselling", Source.TOLD, "PERSON-6 fragt an seinem Arbeitsplatz nach Dienstplänen."
    )
    b.plans("T+19 09:00", starts="T+19 15:00", mode=Mode.VIDEO)
    b.follows_up("T+19 09:30", "counselling", "police", "victim_support", "perpetrator_work", "clinic")
    b.accept("T+19 10:30", "counselling", "police", "victim_support", "perpetrator_work", "clinic")
    b.holds("T+19 15:14", "counselling", "police", "victim_support", "perpetrator_work", "clinic")


# fmt: off
def _second_measures(b: Meeting) -> None:
    b.agrees("T+19 15:15", "B5", "police", "Ansprache PERSON-6, ohne Hinweis auf Klinik oder Beratung", "T+20 12:00", Section.ENDANGERING)
    b.agrees("T+19 15:16", "B6", "victim_support", "Antrag nach dem Gewaltschutzgesetz begleiten, Zustellanschrift über die Beratungsstelle", "T+22", Section.LEGAL)
    b.agrees("T+19 15:17", "B7", "perpetrator_work", "Angebot an PERSON-6", "T+40", Section.ENDANGERING)
    b.agrees("T+19 15:18", "B8", "clinic", "Gespräch mit der Dienststelle von PERSON-5", "T+25", Section.HEALTH)
    b.agrees("T+19 15:19", "B9", "counselling", FEEDBACK, "T+19 20:00", Section.VICTIM, tells_person=True)
    b.lead("T+19 15:20", "counselling")
    b.done("T+19 17:00", "counselling", "B9", "Rückmeldung gegeben.")
    b.done("T+20 09:50", "police", "B5", "Bestreitet, zeigt erneut ihn an.")
    b.asks("T+21 11:00", "clinic", "B8", "Will es selbst sagen.")
    b.reports("T+21 11:05", "clinic", "B8", measures.decline)
    b.done("T+24 10:00", "victim_support", "B6", "Anordnung sechs Monate.")
    b.reports("T+38 12:00", "perpetrator_work", "B7", measures.overtake, outcome="Lehnt zweimal ab.")
# fmt: on


def _assessments(b: Meeting) -> None:
    """Weekly; once overdue by three days."""
    b.begins_assessing(
        "T+8 13:00", "counselling",
        Filled("dash", yes="1 2 4 10 11 12 13 14 18 20", no="6 7 9 15 16 17 19 22 23", unknown="3 5 8 21 24"),
    )  # fmt: skip
    b.judges("T+8 14:00", "counselling", Level.HIGH, "Stufe hoch bestätigt.", view="Will erst einen Platz mit Hund.")
    for day, following in ((12, 19), (19, 26), (26, 33), (33, 40), (43, 50), (50, 56)):
        told = {"view": "Traut der Ruhe nicht.", "again": f"T+{following}"}
        b.assesses(f"T+{day} 14:00", "counselling", Level.HIGH, "Stufe hoch bestätigt.", **told)
    b.lowers(
        "T+56 14:00", "counselling", Level.MEDIUM,
        "Anordnung wird eingehalten.", second="management", confirmed="T+56 14:30",
    )  # fmt: skip
    b.dissents(
        "T+56 16:00", "police", Level.HIGH,
        "PERSON-6 bestreitet alles und hat die Täterarbeit zweimal abgelehnt. Ob die Anordnung hält, ist offen.",
    )  # fmt: skip


def _months_after(b: Meeting) -> None:
    b.writes(
        "T+58 11:00", "counselling", Section.VICTIM, Source.TOLD,
        "Schläft wieder durch. Hat den Hund zurück. Überlegt, bei der Verhandlung auszusagen.",
    )  # fmt: skip
    b.renews("T+66 10:00", "B7", due="T+80")
    b.asks("T+66 10:05", "management", "B7", "Nach Auflage des Gerichts neu vereinbart.")
    b.done("T+80 16:00", "perpetrator_work", "B7", "Hat begonnen.")
    b.assesses("T+86 14:00", "counselling", Level.MEDIUM, "Keine neuen Vorfälle.", view="Schläft gut.", again="T+116")
    b.admits("T+95 09:00", "court_support", GroundKind.PUBLIC_TASK, "Beiordnung. Trägt nur dies bei.", legal="-")
    b.writes("T+96 09:30", "court_support", Section.VICTIM, Source.OWN, "Beiordnung liegt vor.")
    b.lowers(
        "T+116 14:00", "counselling", Level.NOT_RAISED, "Trennung vollzogen.",
        second="management", confirmed="T+116 15:00",
    )  # fmt: skip
    b.closes(
        "T+151 10:00",
        Closing.SECURED,
        Level.NOT_RAISED,
        "Trennung vollzogen, Anordnung eingehalten, Gerichtstermin steht, Beratung läuft weiter.",
    )
