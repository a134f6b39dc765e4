"""A: a separation, two children, tracking by way of the children; closed after four months. All invented."""

from fallkonferenz.actions import measures
from fallkonferenz.actions.flagging import Release
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import (
    Channel,
    Closing,
    Firearms,
    GivenBy,
    GroundForm,
    GroundKind,
    Level,
    Nature,
    ReferralGround,
    Relationship,
    Source,
)
from fallkonferenz.conferences.models import ConferenceKind, Mode
from fallkonferenz.demo.stories.judging import SAFER, Filled
from fallkonferenz.demo.stories.meeting import Meeting
from fallkonferenz.demo.stories.telling import WEEKDAYS
from fallkonferenz.measures.models import Lack

BEGAN = 209  # days before the demo is loaded: one measure of T+208 is overdue then
PERSONS = ("PERSON-1", "PERSON-2", "PERSON-3", "PERSON-4")
SAFETY_AND_CHILDREN = (Section.INCIDENT, Section.RISK, Section.PROTECTION, Section.CHILDREN)
ORDER_KEPT = "Waffen weg, Anordnung wird eingehalten."
NOT_INFORMED = "Der Schutz von PERSON-1 würde gefährdet."
PAIR = {
    "sex_at_risk": "female",
    "sex_endangering": "male",
    "relationship": Relationship.FORMER_PARTNERS,
    "age_at_risk": 36,
}
TELL = "PERSON-1 sagen, was vereinbart ist, sicherer Weg bekannt"


def tell(a: Meeting) -> None:
    _report(a)
    _first_look(a)
    _children(a)
    _ad_hoc_conference(a)
    _first_measures(a)
    _what_became_of_them(a)
    _weeks_after(a)
    _follow_up(a)
    _months_after(a)


def _report(a: Meeting) -> None:
    a.pair = PAIR
    a.flags(
        "T+0 09:20",
        "biss",
        PERSONS,
        relationship=Relationship.FORMER_PARTNERS,
        children=2,
        grounds=[ReferralGround.JUDGEMENT, ReferralGround.ESCALATION],
        account="Vier Vorfälle in fünf Monaten seit der Trennung.",
        release=release(a, until="T+180"),
    )
    a.sets_reference("T+0 09:22", "biss", "B 4/117")
    a.writes(
        "T+0 09:25", "biss", Section.INCIDENT, Source.TOLD,
        "Er weiß seit Wochen, wo sie einkauft und wann sie Feierabend hat. Sie hat keine Erklärung dafür.",
    )  # fmt: skip
    a.writes(
        "T+0 09:30", "biss", Section.VICTIM, Source.TOLD,
        "Angst ist neu, früher eher Wut. Will in der Wohnung bleiben und weiter arbeiten. "
        "Möchte, dass die Kinder ihn sehen, „aber nicht so“.",
    )  # fmt: skip
    a.writes(
        "T+0 09:35", "biss", Section.PROTECTION, Source.OWN,
        "Schutz nicht gesichert. Erreichbar nur über BISS, vormittags, keine Nachrichten auf das Handy.",
        nature=Nature.ASSESSMENT,
    )  # fmt: skip
    a.firearms = Firearms.YES
    a.sets_contact("T+0 09:36", "biss", days=WEEKDAYS, never=(Channel.MESSENGER, Channel.MOBILE))
    a.begins_assessing(
        "T+0 09:40", "biss",
        Filled("short-list", yes="1 3 5 6", no="2", unknown="4"),
        Filled("dash", yes="2 3 6 7 8 10 11 12 14 15", no="1 4 9 13 16 17 19 20 22 23 24", unknown="5 18 21"),
    )  # fmt: skip
    a.judges(
        "T+0 10:10", "biss", Level.HIGH,
        "Warnzeichen: Trennung, Griff an den Hals, Nachstellung, Schusswaffen, Umgangsstreit. "
        "Kurzliste 4 Ja, 1 unbekannt; eigene Einschätzung vorab: hoch.",
        worries="Die Übergaben der Kinder.", view="Rechnet mit dem Schlimmsten, sobald er merkt, dass sie Hilfe hat.",
    )  # fmt: skip


def release(a: Meeting, *, until: str) -> Release:
    return Release(
        given_by=GivenBy.PERSON,
        form=GroundForm.WRITTEN,
        sections=list(SAFETY_AND_CHILDREN),
        expires_at=a.moment(until),
    )


def _first_look(a: Meeting) -> None:
    a.admits("T+0 10:30", "police", GroundKind.RELEASE, "Entbindung vom T+0: Sicherheit und Kinder.")
    a.admits("T+0 10:32", "youth", GroundKind.RELEASE, "Entbindung vom T+0: Sicherheit und Kinder.")
    a.begins_assessing(  # before it is told what BISS thinks
        "T+0 10:35", "police", Filled("lap", Source.RECORD, yes="4 5 7 11", no="1 2 8 10", unknown="3 6 9")
    )
    a.releases("T+0 10:40", "biss", ("police",), (Section.INCIDENT, Section.RISK, Section.CHILDREN), until="T+180")
    a.releases("T+0 10:41", "biss", ("youth",), (Section.INCIDENT, Section.RISK, Section.CHILDREN), until="T+180")
    a.tells_name("T+0 10:50", "police", GroundKind.RELEASE)
    a.tells_name("T+0 11:05", "youth", GroundKind.RELEASE)
    a.sets_reference("T+0 15:20", "police", "HG 0311-6")
    a.writes(
        "T-3 18:40", "police", Section.INCIDENT, Source.RECORD,
        "Übergabe der Kinder. Griff an den Hals, wenige Sekunden, Kind im Auto. PERSON-1 heiser, "
        "kein Rettungsdienst gewünscht. Strafanzeige von Amts wegen.",
        entered="T+0 15:25",
    )  # fmt: skip
    a.writes(
        "T-2 11:00", "police", Section.ENDANGERING, Source.OWN,
        "Gefährderansprache: höflich, redet nur über „meine Kinder“ und ihre Pünktlichkeit. Sieht kein Problem. "
        "Waffenrechtliche Erlaubnis laut Register vorhanden.",
        concerns="PERSON-2", entered="T+0 15:30",
    )  # fmt: skip
    a.judges(
        "T+0 15:45", "police", Level.HIGH,
        "Kein Vorlauf, aber Griff an den Hals und Waffenbesitz. Spontankonferenz wird befürwortet.",
        view="Sie will, dass er die Waffen abgeben muss.",
    )  # fmt: skip
    a.is_assessed("T+0 16:00")
    a.plans("T+0 16:10", starts="T+1 14:00", mode=Mode.HYBRID)


def _children(a: Meeting) -> None:
    """What youth services and the school know, and to whom it opens."""
    a.sets_reference("T+1 08:25", "youth", "52.3/0094")
    a.writes(
        "T+1 08:30", "youth", Section.CHILDREN, Source.RECORD,
        "Trennungsberatung seit drei Monaten, zwei Gespräche. "
        "PERSON-3 sagt in der Beratung, der Vater frage „immer nach Mama“.",
        concerns="PERSON-3",
    )  # fmt: skip
    for child in ("PERSON-3", "PERSON-4"):
        a.releases(
            "T+1 08:35", "youth", ("management", "police", "biss"), (Section.CHILDREN,),
            kind=GroundKind.CONSENT, given_by=GivenBy.GUARDIAN, concerns=child,
            reasons="Einwilligung für die Beratungsdaten. Hinweis „Zweckbindung endet“ bestätigt.",
        )  # fmt: skip
    a.admits("T+1 08:40", "school", GroundKind.CONSENT, "PERSON-1 ist einverstanden; sieht nur den eigenen Eintrag.")
    a.tells_name("T+1 08:42", "school", GroundKind.CONSENT)
    a.writes(
        "T+1 08:50", "school", Section.CHILDREN, Source.OWN,
        "PERSON-3 seit zwei Wochen müde, will mittags nicht abgeholt werden.",
        concerns="PERSON-3",
    )  # fmt: skip


def _ad_hoc_conference(a: Meeting) -> None:
    a.admits("T+1 09:00", "public_order", GroundKind.POLICE_TRANSMISSION, "Nur für die Waffenfrage.", legal="-")
    a.admits("T+1 09:02", "perpetrator_work", GroundKind.POLICE_TRANSMISSION, "Angebot an PERSON-2 nach der Konferenz.")
    a.admits("T+1 09:04", "prosecution", GroundKind.PUBLIC_TASK, "Strafanzeige von Amts wegen.")
    a.transmits(
        "T+1 09:15", "police", ("management", "biss", "youth", "public_order", "perpetrator_work"),
        (Section.INCIDENT, Section.RISK, Section.ENDANGERING), GroundKind.POLICE_TRANSMISSION,
        "Übermittlung zur Gefahrenabwehr: Griff an den Hals, Schusswaffen.",
    )  # fmt: skip
    for who in ("public_order", "perpetrator_work", "prosecution"):
        a.tells_name("T+1 09:20", who, GroundKind.POLICE_TRANSMISSION, "Gefahr für Leib und Leben.")
    a.convenes("T+1 09:30", "police", "biss", "youth", "public_order", "perpetrator_work", "prosecution")
    a.accept("T+1 10:00", "police", "biss", "youth", "public_order")
    a.apologises("T+1 11:10", "perpetrator_work", "Termin frei ab T+14.")
    a.apologises("T+1 11:30", "prosecution", "Verfahren wegen der Übergabe der Kinder ist eingetragen.")
    a.leaves_uninformed("T+1 14:20", NOT_INFORMED, review="T+30")
    a.holds(
        "T+1 14:25", "police", "biss", "youth", "public_order",
        view="Kein Frauenhaus. Wichtig ist ihr, dass er nicht erfährt, dass der Hinweis auf die Ortung von ihr kommt.",
        by="biss",
        dissent="Das Jugendamt hält „hoch“ für die Kinder nicht für belegt. Die Stufe bleibt hoch.",
    )  # fmt: skip


# fmt: off
def _first_measures(a: Meeting) -> None:
    a.agrees("T+1 14:25", "A1", "public_order", "Waffen und Erlaubnis sicherstellen, Widerruf prüfen", "T+1 20:00", Section.ENDANGERING)
    a.agrees("T+1 14:26", "A2", "police", "Zweite Ansprache, feste Ansprechperson, Vormerkung für die Leitstelle", "T+2 12:00", Section.ENDANGERING)
    a.agrees("T+1 14:27", "A3", "biss", "Geräte der Kinder und Auto auf Ortung prüfen lassen", "T+2 18:00", Section.VICTIM, handling_mark=True)
    a.agrees("T+1 14:28", "A4", "biss", "Antrag nach dem Gewaltschutzgesetz begleiten", "T+3 12:00", Section.LEGAL)
    a.agrees("T+1 14:29", "A5", "school", "Abholregelung mit PERSON-1 treffen, Rückfrage nur bei ihr", "T+2 08:00", Section.CHILDREN)
    a.agrees("T+1 14:30", "A6", "youth", "Begleiteten Umgang vermitteln", "T+10 17:00", Section.CHILDREN)
    a.agrees("T+1 14:31", "A7", "perpetrator_work", "Erstgespräch anbieten", "T+16", Section.ENDANGERING)
    a.agrees("T+1 14:32", "A8", "biss", TELL, "T+1 20:00", Section.VICTIM, tells_person=True)
    a.lead("T+1 14:35", "biss")


def _what_became_of_them(a: Meeting) -> None:
    a.done("T+1 17:15", "biss", "A8", "Gesagt.")
    a.done("T+1 18:10", "public_order", "A1", "Alles freiwillig herausgegeben, Widerruf eingeleitet.")
    a.done("T+2 07:40", "school", "A5", "Abholregelung ist getroffen.")
    a.done("T+2 10:30", "police", "A2", "Ansprache erfolgt, Ansprechperson benannt, Leitstelle vorgemerkt.")
    a.done("T+2 16:00", "biss", "A3", "Kinderuhr war mit seinem Konto verbunden.")
    a.done("T+4 11:00", "biss", "A4", "Anordnung für sechs Monate, Polizei vom Gericht unterrichtet.")
    a.reports(
        "T+10 16:10", "youth", "A6", measures.lack_capacity, lack=Lack.APPOINTMENT, since=a.day("T+10"),
        instead="Frühester Platz in neun Wochen. Kontakt ausgesetzt bis zur Entscheidung des Familiengerichts, "
        "Jugendamt berichtet dort.",
    )
    a.asks("T+17 09:00", "management", "A7", "Fällig war T+16. Was braucht es noch?")
    a.done("T+21 15:00", "perpetrator_work", "A7", "Kam, unterschrieb Teilnahme.")


def _weeks_after(a: Meeting) -> None:
    for day, following in ((7, 14), (14, 21), (21, 28), (28, 35)):
        a.assesses(f"T+{day} 10:00", "biss", Level.HIGH, "Stufe hoch bestätigt.", view="Bleibt wachsam.", again=f"T+{following}")
    a.leaves_uninformed("T+30 09:00", NOT_INFORMED, review="T+121")
# fmt: on


def _follow_up(a: Meeting) -> None:
    a.plans("T+2 09:00", starts="T+31 09:30", mode=Mode.IN_PERSON, kind=ConferenceKind.SCHEDULED)
    a.follows_up("T+24 09:00", "police", "biss", "youth")
    a.accept("T+25 09:00", "police", "biss", "youth")
    a.firearms = Firearms.NO
    a.begins_assessing(
        "T+31 09:00", "biss",
        Filled("short-list", yes="5 6", no="1 2 3 4"),
        Filled("dash", yes="2 3 6 7 10 12 15", no="1 4 8 9 11 13 14 16 17 18 19 20 22 23 24", unknown="5 21"),
    )  # fmt: skip
    a.judges("T+31 10:10", "biss", Level.MEDIUM, ORDER_KEPT, view="Schläft wieder. Fürchtet den Tag, an dem sie endet.")
    a.is_lowered("T+31 10:12", "biss", Level.MEDIUM, ORDER_KEPT, second="police", confirmed="T+31 10:14")
    a.holds("T+31 10:22", "police", "biss", "youth")
    a.renews("T+31 10:23", "A6", due="T+74")
    a.reports("T+31 10:24", "youth", "A6", measures.accept)
    a.asks("T+31 10:25", "youth", "A6", "Begleitung ab T+73 zugesagt.")
    a.agrees("T+31 10:26", "A9", "biss", TELL, "T+31 20:00", Section.VICTIM, tells_person=True)
    a.lead("T+31 10:28", "biss")
    a.done("T+31 16:00", "biss", "A9", "Gesagt.")


def _months_after(a: Meeting) -> None:
    a.leaves("T+60 09:00", "public_order")
    a.assesses("T+61 10:00", "biss", Level.MEDIUM, "Anordnung wird eingehalten.", view=SAFER, again="T+91")
    a.writes(
        "T+74 16:00", "youth", Section.CHILDREN, Source.OWN,
        "Erster begleiteter Kontakt, ruhig. PERSON-4 fragt, ob der Papa „noch böse“ sei.",
        concerns="PERSON-4",
    )  # fmt: skip
    a.done("T+74 16:30", "youth", "A6", "Begleitung hat begonnen.")
    a.assesses("T+91 10:00", "biss", Level.MEDIUM, "Keine neuen Vorfälle.", view=SAFER, again="T+121")
    a.assesses("T+121 10:00", "biss", Level.NOT_RAISED, "Seit drei Monaten keine Vorfälle.", view=SAFER)
    a.closes(
        "T+121 11:00",
        Closing.SECURED,
        Level.NOT_RAISED,
        "Anordnung läuft bis etwa T+184; BISS bleibt ansprechbar. Gilt bis T+365 als mögliche Wiederholung.",
    )
