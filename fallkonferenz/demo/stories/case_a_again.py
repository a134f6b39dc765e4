"""A again: eighty-five days after closing the pair is named by its code, as a repeat. All invented."""

from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import GroundKind, Level, ReferralGround, Source
from fallkonferenz.conferences.models import Mode
from fallkonferenz.demo.stories.case_a import NOT_INFORMED, TELL, release
from fallkonferenz.demo.stories.judging import Filled
from fallkonferenz.demo.stories.meeting import Meeting


def tell(a: Meeting) -> None:
    _repeat(a)
    _where_it_stands(a)


def _repeat(a: Meeting) -> None:
    """The admissions of the others ran out a month after closing: the case management admits them again."""
    a.names_again(
        "T+206 08:15",
        "biss",
        grounds=[ReferralGround.JUDGEMENT],
        source=Source.TOLD,
        account="PERSON-3 bringt einen Brief mit, den ein Bekannter am Tor gegeben hat. Darin ein Foto ihrer "
        "Wohnungstür. Anordnung seit drei Wochen abgelaufen, nicht verlängert.",
        release=release(a, until="T+386"),
    )
    a.writes(
        "T+206 08:20", "biss", Section.INCIDENT, Source.TOLD,
        "Brief und Foto, Text freundlich, letzter Satz: „Ich warte.“ Original liegt bei ihr.",
    )  # fmt: skip
    for who in ("police", "youth"):
        a.admits("T+206 08:40", who, GroundKind.RELEASE, "Entbindung vom T+206: Sicherheit und Kinder.")
        a.releases("T+206 08:45", "biss", (who,), (Section.INCIDENT, Section.RISK, Section.CHILDREN), until="T+386")
        a.tells_name("T+206 08:50", who, GroundKind.RELEASE)
    a.admits("T+206 09:00", "perpetrator_work", GroundKind.POLICE_TRANSMISSION, "Rückfrage zur Kursteilnahme.")
    a.admits("T+206 09:05", "school", GroundKind.CONSENT, "PERSON-1 ist einverstanden; sieht nur den eigenen Eintrag.")
    a.begins_assessing(
        "T+206 10:20", "police",
        Filled("lap", Source.RECORD, yes="3 5 7 11", no="1 4 8 10", unknown="2 6 9"),
    )  # fmt: skip
    a.judges(
        "T+206 11:00", "police", Level.ACUTE, "Neu: Dritter eingeschaltet, Kursteilnahme abgebrochen seit T+190.",
        worries="Niemand weiß, wo PERSON-2 sich aufhält.", view="Sagt: Jetzt fängt es wieder an.",
    )  # fmt: skip
    a.is_assessed("T+206 11:20")
    a.plans("T+206 11:30", starts="T+206 16:30", mode=Mode.PHONE)
    a.convenes("T+206 11:40", "police", "biss", "youth", "perpetrator_work")
    a.accept("T+206 12:30", "police", "biss", "youth")
    a.apologises("T+206 13:10", "perpetrator_work")
    a.leaves_uninformed("T+206 16:40", NOT_INFORMED, review="T+236")


# fmt: off
def _where_it_stands(a: Meeting) -> None:
    """The conference was by telephone and is recorded on the morning after. BISS is assessing anew."""
    a.holds("T+207 08:05", "police", "biss", "youth")
    a.agrees("T+207 08:10", "A10", "biss", "Neue Anordnung nach dem Gewaltschutzgesetz begleiten", "T+208 12:00", Section.LEGAL)
    a.agrees("T+207 08:12", "A11", "police", "Ansprache von PERSON-2 und des Bekannten, Vormerkung für die Leitstelle", "T+211 12:00", Section.ENDANGERING)
    a.agrees("T+207 08:14", "A12", "biss", TELL, "T+207 12:00", Section.VICTIM, tells_person=True)
    a.lead("T+207 08:20", "biss")
    a.done("T+207 10:05", "biss", "A12", "Gesagt.")
    a.begins_assessing("T+208 09:00", "biss", Filled("dash", yes="2 3 6 8 10 15", no="1 9 13", unknown="21 22"))
# fmt: on
