"""B-SAFER, version 2: fifteen factors for structured professional judgement. Rated, never summed."""

from risk.instruments.common import AGE_AT_RISK, PAIR, PARTNERS_IF_KNOWN
from risk.shape import Guard, Instrument, Item, ItemKind, RedFlag, Rule, Source, Words
from risk.words import OPINIONS

FACTORS = Source(
    "BMC Public Health 2021, table of B-SAFER factors",
    "https://bmcpublichealth.biomedcentral.com/articles/10.1186/s12889-021-12408-x/tables/2",
)
MANUAL = Source(
    "Department of Justice Canada, manual of version 1",
    "http://www.canada.justice.gc.ca/eng/rp-pr/fl-lf/famil/rr05_fv1-rr05_vf1/b1.html",
)
USERS = Source(
    "Risk Management Authority, validated tools",
    "https://issuu.com/risk_management_authority/docs/collated-intimate-partner-violence-validated",
)
WINDOWS = Source("The periods of the ratings (now, past), from memory", "", confirmed=False)
SWEDEN = Source(
    "Swedish police 2014",
    "http://www.forpsyk.se/2014/11/11/assessment-and-management-of-risk-for-intimate-partner-violence-by-police-officers-using-the-brief-s-24121383",
)


def _factor(code: str, de: str, en: str, flag: RedFlag | None = None) -> Item:
    return Item(code, Words(de, en), ItemKind.RATING, asks_period=True, flag=flag)


# fmt: off
ITEMS = (
    _factor("1", "Gewalttaten", "Violent acts"),
    _factor("2", "Drohungen oder Gewaltgedanken", "Threats or thoughts of violence", RedFlag.THREAT_TO_KILL),
    _factor("3", "Steigerung", "Escalation", RedFlag.ESCALATION),
    _factor("4", "Anordnungen missachtet", "Violation of court orders"),
    _factor("5", "gewaltbejahende Haltung", "Violent attitudes"),
    _factor("6", "Straftaten allgemein", "General criminality"),
    _factor("7", "Probleme in Beziehungen", "Relationship problems"),
    _factor("8", "Probleme mit der Arbeit", "Employment problems"),
    _factor("9", "Alkohol oder Drogen", "Substance use"),
    _factor("10", "seelische Gesundheit", "Mental health"),
    _factor("11", "widersprüchliches Verhalten der gewaltbetroffenen Person", "Inconsistent behaviour of the person at risk"),
    _factor("12", "äußerste Angst", "Extreme fear", RedFlag.FEAR),
    _factor("13", "kaum Zugang zu Hilfe", "Little access to support"),
    _factor("14", "unsicheres Lebensumfeld", "Unsafe living situation"),
    _factor("15", "persönliche Probleme", "Personal problems"),
    Item("risk", Words("Risiko, wenn nichts geschieht", "Risk if nothing is done"), ItemKind.LEVEL, choices=OPINIONS),
    Item("note", Words("Begründung", "Reasons"), ItemKind.TEXT),
)
# fmt: on

B_SAFER = Instrument(
    key="b-safer",
    version="2-15",
    name=Words("B-SAFER", "B-SAFER"),
    measures=Words(
        "Nichts: Es ordnet, worauf Fachkundige vor ihrem Urteil schauen.",
        "Nothing: it orders what experts look at before they judge.",
    ),
    rule=Rule.PROFILE,
    items=ITEMS,
    facts=(*PAIR, AGE_AT_RISK),
    guard=Guard(
        valid_for=(PARTNERS_IF_KNOWN,),
        training=Words(
            "Erfahrung mit Einzelfallbeurteilung und häuslicher Gewalt.",
            "Expertise in individual assessment and in domestic violence.",
        ),
        trained=True,
    ),
    licence=Words(
        "Rechte: Kropp, Hart, Belfrage. Festgehalten wird nur, was nach dem Handbuch beurteilt wurde.",
        "Rights: Kropp, Hart, Belfrage. Only what was rated by the manual is recorded.",
    ),
    sources=(FACTORS, MANUAL, USERS, WINDOWS),
    validity=(
        (
            Words(
                "Schwedische Polizei: AUC der Summe 0,70, des Urteils 0,69. Eingreifen half bei hohem Risiko und schadete "
                "bei niedrigem.",
                "Swedish police: AUC of the total .70, of the rating .69. Management lowered recidivism at high risk and "
                "raised it at low.",
            ),
            SWEDEN,
        ),
    ),
    not_for=(
        Words("Keine Summe, keine Schwelle, keine Stufe.", "No sum, no cut-off, no band."),
        Words("Nicht ohne Fachkunde.", "Not without expertise."),
    ),
    missing=Words("Was nicht beurteilt wurde, bleibt offen.", "What was not rated stays open."),
    verified=True,
    external=True,
    state=Words("Faktoren bestätigt, Zeiträume der Beurteilung nicht", "factors confirmed, periods of rating not"),
    confirmed=Words(
        "Bestätigt: die fünfzehn Faktoren. Nicht bestätigt: die Zeiträume der Beurteilung.",
        "Confirmed: the fifteen factors. Not confirmed: the periods of rating.",
    ),
)
