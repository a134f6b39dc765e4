"""SARA, version 3: a forensic report. Only its opinion is recorded."""

from risk.instruments.common import AGE_AT_RISK, PAIR, PARTNERS_IF_KNOWN
from risk.shape import Guard, Instrument, Item, ItemKind, Rule, Source, Words
from risk.words import OPINIONS

LEGAL = Source(
    "What is the Spousal Assault Risk Assessment",
    "https://legalclarity.org/what-is-the-spousal-assault-risk-assessment-sara/",
)
OLDER = Source("SARA v2, 20 items scored 0, 1, 2", "https://pmc.ncbi.nlm.nih.gov/articles/PMC6225031/table/tbl0005")
SPLIT = Source("Second and third domain with 10 and 6 factors, from memory", "", confirmed=False)


def _opinion(code: str, de: str, en: str) -> Item:
    return Item(code, Words(de, en), ItemKind.LEVEL, choices=OPINIONS)


SARA_V3 = Instrument(
    key="sara-v3",
    version="3-24",
    name=Words("SARA-V3", "SARA-V3"),
    measures=Words(
        "Das Urteil eines forensischen Gutachtens über 24 Faktoren: Schwere, Zeitnähe, Dringlichkeit.",
        "The opinion of a forensic report on 24 factors: severity, imminence, priority.",
    ),
    rule=Rule.EXTERNAL,
    items=(
        _opinion("severity", "Schwere", "Severity"),
        _opinion("imminence", "Zeitnähe", "Imminence"),
        _opinion("priority", "Dringlichkeit", "Priority"),
        Item("date", Words("Datum des Gutachtens", "Date of the report"), ItemKind.DATE),
        Item("kept_by", Words("Gutachten liegt bei", "Report is kept by"), ItemKind.TEXT),
    ),
    facts=(*PAIR, AGE_AT_RISK),
    guard=Guard(
        valid_for=(PARTNERS_IF_KNOWN,),
        training=Words("Nur forensische Sachverständige.", "Forensic evaluators only."),
        trained=True,
        # Where forensic evaluators work, or their reports arrive: there is no kind of institution that is only they.
        use_by=("case_management", "police", "prosecution", "justice_social_service", "prison", "social_psychiatry"),
    ),
    licence=Words("Lizenzpflichtig. Es wird nichts davon ausgeliefert.", "Proprietary. Nothing of it is shipped."),
    sources=(LEGAL, OLDER, SPLIT),
    not_for=(
        Words(
            "Keine Summe und keine Stufe; es hebt von sich aus keinen Fall.",
            "No sum and no band; by itself it lifts no case.",
        ),
    ),
    missing=Words("Festgehalten wird, was das Gutachten sagt.", "What the report says is recorded."),
    verified=True,
    external=True,
    state=Words(
        "Zahl der Faktoren und erster Bereich bestätigt, übrige Aufteilung nicht",
        "number of factors and first domain confirmed, the other division not",
    ),
    confirmed=Words(
        "Bestätigt: 24 Faktoren, der erste Bereich mit 8, drei Urteile. Nicht bestätigt: die übrige Aufteilung.",
        "Confirmed: 24 factors, the first domain with 8, three opinions. Not confirmed: how the rest is divided.",
    ),
)
