"""ODARA, the Ontario Domestic Assault Risk Assessment: 13 items, one point each, and no weights."""

from risk.instruments.common import AGE_AT_RISK, MAN_TO_WOMAN, PAIR
from risk.instruments.odara_norms import EVIDENCE, GROUPS, NORM_SETS, SLIDE, SLIDE_COPY
from risk.shape import Guard, Indicator, Instrument, Item, ItemKind, RedFlag, Rule, Source, Words

ITEM_LIST = Source(
    "New Jersey, domestic violence risk assessment tool (13 items)",
    "https://www.njrestrainingorderlawyers.com/blog/new-jersey-uses-new-domestic-violence-risk-assessment-tool/",
)
DIRECTIVE = Source(
    "New Jersey Attorney General directive: up to five missing, prorated, seven categories",
    "https://fredsisto.com/ag-modifications-cj-reform-policies-2/",
)
PAIRS = Source("New Jersey: a score only for a man assaulting a female partner", "https://fredsisto.com/ag/")
LICENCE = Source("Waypoint, ODARA 101", "https://odara.waypointcentre.ca/")
TABLE = Source("Proration: proportional rule and rounding, from memory; the table was not found", "", confirmed=False)

# fmt: off
SUBSTANCE = (
    Indicator("alcohol_at_index", Words("Alkohol beim letzten Vorfall", "Alcohol at the last incident")),
    Indicator("drugs_at_index", Words("Drogen beim letzten Vorfall", "Drugs at the last incident")),
    Indicator("earlier_abuse", Words("früherer Missbrauch", "Earlier abuse of drugs or alcohol")),
    Indicator("more_recently", Words("Konsum zuletzt gestiegen", "Use has recently increased")),
    Indicator("violent_when_using", Words("unter Einfluss gewalttätiger", "More violent when using")),
    Indicator("substance_offence", Words("frühere Tat unter Einfluss", "Earlier offence with substances")),
    Indicator("alcohol_problem", Words("Alkoholproblem", "Alcohol problem")),
    Indicator("drug_problem", Words("Drogenproblem", "Drug problem")),
)
BARRIERS = (
    Indicator("children", Words("Kinder zu versorgen", "Children to care for")),
    Indicator("no_phone", Words("kein Telefon", "No phone")),
    Indicator("no_transport", Words("kein Fahrzeug, keine Verbindung", "No transport")),
    Indicator("isolation", Words("abgelegen", "Isolated")),
    Indicator("substances", Words("Alkohol oder Drogen im Spiel", "Alcohol or drugs involved")),
)
ITEMS = (
    Item("1", Words("frühere häusliche Gewalt aktenkundig", "Earlier domestic assault on record"), records_only=True),
    Item("2", Words("frühere andere Gewalt aktenkundig", "Earlier other assault on record"), records_only=True),
    Item("3", Words("frühere Haft von 30 Tagen oder mehr", "Earlier sentence of 30 days or more"), records_only=True),
    Item("4", Words("frühere Auflagen gebrochen", "Earlier failure on conditional release"), records_only=True),
    Item("5", Words("Drohung beim letzten Vorfall", "Threat at the last incident"), flag=RedFlag.THREAT_TO_KILL),
    Item("6", Words("festgehalten beim letzten Vorfall", "Confined at the last incident")),
    Item("7", Words("Angst vor weiterer Gewalt", "Fears further assault"), flag=RedFlag.FEAR),
    Item("8", Words("mehr als ein Kind insgesamt", "More than one child altogether")),
    Item("9", Words("Kind aus früherer Partnerschaft", "Child from an earlier partner")),
    Item("10", Words("Gewalt gegen andere", "Violence against others")),
    Item("11", Words("Alkohol und Drogen: mindestens zwei", "Substances: at least two"), ItemKind.INDICATORS, SUBSTANCE, at_least=2),
    Item("12", Words("Gewalt in der Schwangerschaft", "Assault while pregnant"), flag=RedFlag.PREGNANCY),
    Item("13", Words("Hindernisse für Hilfe: mindestens eines", "Barriers to support: at least one"), ItemKind.INDICATORS, BARRIERS),
)
# fmt: on

ODARA = Instrument(
    key="odara",
    version="2004-13",
    name=Words("ODARA", "ODARA"),
    measures=Words(
        "Wie häufig vergleichbare Männer erneut gegen eine Partnerin gewalttätig wurden.",
        "How often comparable men assaulted a partner again.",
    ),
    rule=Rule.PRORATED,
    items=ITEMS,
    facts=(*PAIR, AGE_AT_RISK),
    bands=GROUPS,
    norm_sets=NORM_SETS,
    may_miss=5,
    guard=Guard(
        valid_for=MAN_TO_WOMAN,
        training=Words("ODARA 101: vier bis sechs Stunden, kostenlos.", "ODARA 101: four to six hours, free."),
        trained=True,
    ),
    licence=Words(
        "Rechte: Waypoint und OPP. Nutzung auf Antrag und nach Schulung. Der Wortlaut wird nicht ausgeliefert.",
        "Rights: Waypoint and OPP. Use on request and after training. The wording is not shipped.",
    ),
    sources=(ITEM_LIST, DIRECTIVE, SLIDE, SLIDE_COPY, PAIRS, LICENCE, TABLE),
    validity=EVIDENCE,
    not_for=(
        Words(
            "Sagt nichts über Tötungen, nur über Wiederholung.", "Says nothing about killings, only about recidivism."
        ),
        Words("Nicht für Männer, nicht für gleichgeschlechtliche Paare.", "Not for men, not for same-sex couples."),
        Words(
            "Ab wann das Risiko hoch heißt, ist eine örtliche Entscheidung und steht in einem Paket.",
            "From where on risk is called high is a local decision and stands in a pack.",
        ),
    ),
    missing=Words(
        "Bis zu fünf Antworten dürfen fehlen; dann wird hochgerechnet. Ab sechs gibt es keinen Wert.",
        "Up to five answers may be missing; then the score is prorated. From six on there is none.",
    ),
    verified=True,
    state=Words(
        "Fragen und Tabelle von 2004 bestätigt, Hochrechnung nicht",
        "items and table of 2004 confirmed, proration not",
    ),
    confirmed=Words(
        "Bestätigt: Fragen, höchstens fünf fehlende, sieben Gruppen, Tabelle 2004. Nicht bestätigt: die Hochrechnung.",
        "Confirmed: items, at most five missing, seven groups, table of 2004. Not confirmed: the proration.",
    ),
)
