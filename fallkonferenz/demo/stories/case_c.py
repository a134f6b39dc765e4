"""C and D: dependency and exploitation in a family, two endangering persons, linked cases; handed over. All invented."""

from fallkonferenz.actions import measures
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import (
    Closing,
    Decision,
    GroundForm,
    GroundKind,
    Level,
    Nature,
    PartyRole,
    ReferralGround,
    Relationship,
    Source,
)
from fallkonferenz.conferences.models import Mode
from fallkonferenz.demo.stories.judging import SAFER
from fallkonferenz.demo.stories.meeting import Meeting
from fallkonferenz.demo.stories.telling import WEEKDAYS
from fallkonferenz.measures.models import Lack

BEGAN = 100  # days before the demo is loaded: handed over five days ago, so those who took part still see their own
AT_TABLE = ("trafficking", "biss", "police", "shelter")
RELEASE_SAYS = "Nur gegenüber Fallmanagement, BISS, Polizei; ausdrücklich nicht gegenüber Behörden des Aufenthalts."
SISTER = "PERSON-10"
TELL = "PERSON-7 über Telefondolmetschen sagen, was vereinbart ist"


def tell(c: Meeting, d: Meeting) -> None:
    _report(c, d)
    _first_days(c, d)
    _conference(c, d)
    _first_measures(c)
    _what_became_of_them(c)
    _release_in_writing(c, d)
    _withdrawal(c, d)
    _narrower_release(c)
    _later_measures(c)
    _assessments(c, d)
    _handing_over(c, d)


def _report(c: Meeting, d: Meeting) -> None:
    """Two who endanger one person: two cases. Each tells of its own endangering person only."""
    why = {"grounds": [ReferralGround.JUDGEMENT], "source": Source.TOLD}
    c.flags(
        "T+0 16:40", "trafficking", ("PERSON-7", "PERSON-8"), relationship=Relationship.PARTNERS,
        account="Hinweis einer Praxis, anonym und telefonisch.", **why,
    )  # fmt: skip
    d.flags_linked(
        "T+0 16:42", "trafficking", ("PERSON-7", "PERSON-9"), of=c, relationship=Relationship.DEPENDENCY,
        account="Zweite gefährdende Person, führt den Familienbetrieb.", **why,
    )  # fmt: skip
    c.parties = {**d.parties, **c.parties}
    for case in (c, d):
        _release(case, "T+0 16:44", form=GroundForm.INTERPRETED, until="T+7")
    c.sets_reference("T+0 16:44", "trafficking", "MH 31")
    c.writes(
        "T+0 16:45", "trafficking", Section.INCIDENT, Source.TOLD,
        "Arbeitet seit elf Monaten sechs Tage, oft bis nachts, ohne Lohn. Pass liegt bei PERSON-9. "
        "Einmal drei Tage eingeschlossen.",
    )  # fmt: skip
    c.writes(
        "T+0 16:50", "trafficking", Section.VICTIM, Source.TOLD,
        "Will weg, aber nicht zurück ins Herkunftsland. Angst um die Schwester dort. "
        "Will zuerst ihre Zeugnisse wiederhaben.",
    )  # fmt: skip
    d.writes(
        "T+0 17:05", "trafficking", Section.INCIDENT, Source.TOLD, "PERSON-9 rechnet ihr „Schulden“ vor, jeden Monat höher.",
    )  # fmt: skip
    c.writes("T+0 17:05", "trafficking", Section.INCIDENT, Source.TOLD, "PERSON-8 droht, ein Video zu verschicken.")


def _release(case: Meeting, when: str, *, form: str, until: str = "") -> None:
    sections = (Section.INCIDENT, Section.RISK, Section.VICTIM, Section.PROTECTION)
    how = {"form": form, "reasons": RELEASE_SAYS, "until": until}
    case.releases(when, "trafficking", ("management", "biss"), sections, **how)
    case.releases(when, "trafficking", ("police",), (Section.INCIDENT, Section.RISK), **how)


def _first_days(c: Meeting, d: Meeting) -> None:
    c.admits("T+1 09:00", "practice", GroundKind.ANONYMOUS, "Der Hinweis kam anonym und telefonisch.")
    c.writes(
        "T+1 09:10", "practice", Section.HEALTH, Source.OWN,
        "Verbrennung an der Hand, spät versorgt. Begleitperson antwortet für die Patientin.",
    )  # fmt: skip
    for case in (c, d):
        case.assesses(
            "T+1 12:00", "trafficking", Level.HIGH,
            "Schriftliche Einschätzung; sechs Merkmale für Ausbeutung erfüllt. "
            "Lage kippt, sobald die Familie den Plan bemerkt.",
            view="Fürchtet um die Schwester mehr als um sich.", again="T+7",
        )  # fmt: skip
        case.admits("T+1 13:00", "police", GroundKind.RELEASE, RELEASE_SAYS)
        case.admits("T+1 13:02", "biss", GroundKind.RELEASE, RELEASE_SAYS)
        case.admits("T+1 13:04", "shelter", GroundKind.CONSENT, "PERSON-7 fragt nach einem Platz.")
        case.admits("T+1 13:06", "prosecution", GroundKind.POLICE_TRANSMISSION, "Drohung und Ausbeutung.")
        case.is_assessed("T+1 14:00")
    for who in ("police", "biss", "shelter"):
        c.tells_name("T+1 14:30", who, GroundKind.RELEASE)
    d.writes(
        "T+2 10:00", "police", Section.ENDANGERING, Source.RECORD,
        "Betrieb zweimal kontrolliert, je andere Beschäftigte, keine Verfahren. Kein Einsatz an der Wohnung.",
        concerns="PERSON-9",
    )  # fmt: skip
    for case in (c, d):
        case.transmits(
            "T+2 10:10", "police", ("management", "trafficking", "biss", "shelter"),
            (Section.INCIDENT, Section.RISK, Section.ENDANGERING), GroundKind.POLICE_TRANSMISSION,
            "Übermittlung zur Gefahrenabwehr.",
        )  # fmt: skip


def _conference(c: Meeting, d: Meeting) -> None:
    """One item for both: convening, holding and agreeing in C moves D along."""
    c.writes(
        "T+2 15:00", "management", Section.LEGAL, Source.OWN, "Nicht eingeladen: Ausländerbehörde, Ordnungsbehörde. Grund: Entbindung.",
    )  # fmt: skip
    c.plans("T+2 15:10", starts="T+3 08:00", mode=Mode.VIDEO)
    d.conference = c.conference
    c.convenes("T+2 15:20", *AT_TABLE, "prosecution")
    c.accept("T+2 16:00", *AT_TABLE)
    c.apologises("T+2 17:00", "prosecution", "Bitte um Abstimmung vor einer Ansprache von PERSON-8.")
    c.holds(
        "T+3 08:28", *AT_TABLE,
        view="Niemand darf die Schwester anrufen; sie entscheidet selbst über eine Anzeige.",
        by="trafficking",
    )  # fmt: skip
    c.writes(
        "T+3 08:28", "management", Section.PROTECTION, Source.OWN, "Wann und wie sie geht, steht nirgends. Das wissen nur die Ausführenden.",
    )  # fmt: skip


# fmt: off
def _first_measures(c: Meeting) -> None:
    c.agrees("T+3 08:30", "C1", "shelter", "Aufnahme sichern, bei Absage weiterfragen", "T+5 12:00", Section.PROTECTION)
    c.agrees("T+3 08:31", "C2", "police", "Bei Vermisstenanzeige nur über das Fallmanagement zurückfragen, Anzeigenden nichts mitteilen", "T+4 18:00", Section.INCIDENT)
    c.agrees("T+3 08:32", "C3", "police", "Pass und Zeugnisse sichern", "T+8 18:00", Section.ENDANGERING)
    c.agrees("T+3 08:33", "C4", "trafficking", "Dolmetscherin ohne Verbindung zur Gemeinschaft, vor Ort", "T+7", Section.VICTIM)
    c.agrees("T+3 08:34", "C5", "trafficking", "Bedenkzeit nach § 59 Abs. 7 AufenthG anregen, eigene Entbindung nur dafür", "T+14", Section.LEGAL)
    c.agrees("T+3 08:35", "C6", "biss", "Sicherheitsgespräch zu Konten, Standort, Video", "T+7", Section.VICTIM)
    c.agrees("T+3 08:36", "C7", "police", "Ansprache PERSON-8 wegen der Drohung mit dem Video", "T+10", Section.ENDANGERING)
    c.agrees("T+3 08:37", "C8", "trafficking", "Arbeitsrechtliche Beratung zum Lohn", "T+30", Section.LEGAL)
    c.agrees("T+3 08:38", "C9", "trafficking", TELL, "T+3 18:00", Section.VICTIM, tells_person=True)
    c.lead("T+3 08:40", "trafficking")


def _what_became_of_them(c: Meeting) -> None:
    c.done("T+3 11:30", "trafficking", "C9", "Gesagt.")
    c.done("T+4 09:00", "police", "C2", "Vorgemerkt.")
    c.done("T+4 15:00", "shelter", "C1", "Aufnahme gesichert.")
    c.writes("T+6 09:00", "shelter", Section.PROTECTION, Source.OWN, "Schutz gesichert, erreichbar über die Fachberatung.")
    c.sets_contact("T+6 09:05", "shelter", days=WEEKDAYS, never=(), through="trafficking")
    c.reports(
        "T+7 09:00", "trafficking", "C4", measures.lack_capacity, lack=Lack.INTERPRETING, since=c.day("T+7"),
        instead="Keine in der Region, zwei abgelehnt wegen Bekanntschaft. Telefondolmetschen aus anderer Region, "
        "je 30 Minuten. Vor Ort erst ab T+33.",
    )
    c.done("T+7 14:00", "biss", "C6", "Über Telefondolmetschen.")
    c.asks("T+7 18:30", "police", "C2", "Bewährt: PERSON-8 meldet sie vermisst.")
    c.done("T+8 10:20", "police", "C3", "Pass herausgegeben, Zeugnisse fehlen.")
    c.reports("T+12 10:00", "police", "C7", measures.not_undertake, needed="Abstimmung mit der Staatsanwaltschaft.")
    c.renews("T+12 14:00", "C7", due="T+17")
    c.reports("T+12 15:00", "police", "C7", measures.accept)
    c.done("T+16 09:00", "police", "C7", "Ansprache nach Abstimmung mit der Staatsanwaltschaft.")
# fmt: on


def _release_in_writing(c: Meeting, d: Meeting) -> None:
    for case in (c, d):
        _release(case, "T+6 10:00", form=GroundForm.WRITTEN)


def _withdrawal(c: Meeting, d: Meeting) -> None:
    """The police keeps its own and gets nothing new from counselling."""
    c.adds_person("T+20 11:28", "trafficking", SISTER, PartyRole.FURTHER_AT_RISK)
    c.writes("T+20 11:30", "trafficking", Section.VICTIM, Source.TOLD, "Die Schwester hat Besuch bekommen.")
    for case in (c, d):
        case.withdraws("T+20 11:35", "trafficking", "police")
        case.writes(
            "T+21 09:00", "management", Section.RISK, Source.OWN,
            "Fall läuft weiter. Die Polizei behält Eigenes und die eigenen Maßnahmen, "
            "bekommt nichts Neues aus der Beratung.",
            nature=Nature.ASSESSMENT,
        )  # fmt: skip
        case.decides("T+21 09:00", Decision.ANONYMOUS)


def _narrower_release(c: Meeting) -> None:
    """It names the sister, so it opens entries on her and none on PERSON-7."""
    c.releases(
        "T+26 10:00", "trafficking", ("police", "management", "biss"), (Section.INCIDENT,), concerns=SISTER,
        reasons="Nur Drohungen gegen die Schwester.",
    )  # fmt: skip
    c.writes(
        "T+26 10:05", "trafficking", Section.INCIDENT, Source.TOLD,
        "Besuch bei der Schwester, von ihr als Drohung verstanden.",
        concerns=SISTER,
    )  # fmt: skip
    c.plans("T+26 10:30", starts="T+27 17:00", mode=Mode.PHONE)
    c.follows_up("T+26 11:00", *AT_TABLE)
    c.accept("T+26 15:00", *AT_TABLE)
    c.holds("T+27 17:12", *AT_TABLE)
    c.agrees("T+27 17:13", "C10", "trafficking", TELL, "T+28 12:00", Section.VICTIM, tells_person=True)
    c.lead("T+27 17:15", "trafficking")
    c.done("T+28 10:00", "trafficking", "C10", "Gesagt.")


def _later_measures(c: Meeting) -> None:
    """The immigration authority knows this one thing: it is admitted for it and sees its own entry."""
    c.admits("T+14 10:00", "immigration", GroundKind.RELEASE, "Eigene Entbindung, nur für die Bedenkzeit.")
    c.releases("T+14 10:05", "trafficking", ("immigration",), (Section.LEGAL,), reasons="Nur für die Bedenkzeit.")
    c.writes("T+15 11:00", "immigration", Section.LEGAL, Source.RECORD, "Bedenkzeit von drei Monaten.")
    c.done("T+15 14:00", "trafficking", "C5", "Drei Monate.")
    c.done("T+34 15:00", "trafficking", "C8", "Beraten, mit Dolmetscherin.")
    c.writes(
        "T+41 14:00", "trafficking", Section.VICTIM, Source.TOLD,
        "Hat eine Aussage gemacht, mit Anwältin. "
        "„Ich habe zum ersten Mal Nein gesagt und es stand danach auf Papier.“",
    )  # fmt: skip
    c.writes(
        "T+60 10:00", "prosecution", Section.LEGAL, Source.RECORD,
        "Verfahren gegen PERSON-9 und PERSON-8 eingeleitet, Vernehmung mit Video gesichert.",
    )  # fmt: skip


def _assessments(c: Meeting, d: Meeting) -> None:
    """Weekly, on T+20 at once because of the threat against the sister; one clock for both cases."""
    for case in (c, d):
        for day, following in ((7, 14), (14, 21), (20, 27), (27, 34), (34, 41), (41, 48), (48, 55)):
            told = {"view": "Hat weiter Angst um die Schwester.", "again": f"T+{following}"}
            case.assesses(f"T+{day} 16:00", "trafficking", Level.HIGH, "Stufe hoch bestätigt.", **told)
        case.lowers(
            "T+55 16:30", "trafficking", Level.MEDIUM, "Schutz gesichert.", second="biss", confirmed="T+55 17:00"
        )
        case.assesses("T+71 16:00", "trafficking", Level.MEDIUM, "Keine neuen Vorfälle.", view=SAFER)
        case.assesses("T+87 16:00", "trafficking", Level.MEDIUM, "Keine neuen Vorfälle.", view=SAFER, again="T+117")


def _handing_over(c: Meeting, d: Meeting) -> None:
    """Where to is written nowhere; those who took part keep their own entries."""
    for case in (c, d):
        case.writes(
            "T+88 10:00", "management", Section.LEGAL, Source.TOLD, "Einwilligung von PERSON-7 in die Abgabe liegt vor."
        )
        case.closes("T+95 11:00", Closing.MOVED, Level.MEDIUM, "Die aufnehmende Region hat übernommen.")
        case.leaves_own_entries("T+95 11:30", *AT_TABLE, "prosecution")
    c.leaves_own_entries("T+95 11:30", "practice", "immigration")
