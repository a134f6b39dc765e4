"""The SafeLives Dash checklist with its 24 questions; not the longer form of the British police."""

from risk.instruments.common import ADULT_AT_RISK, AGE_AT_RISK, PAIR
from risk.instruments.dash_norms import EVIDENCE, NORM_SETS
from risk.shape import Band, Fact, Guard, Instrument, Item, RedFlag, Rule, Source, Words
from risk.words import ANY_ANSWER

PLYMOUTH = Source(
    "Plymouth, SafeLives Dash checklist (24 questions)", "https://plymouthscb.co.uk/safe-lives-dash-ric-checklist"
)
CRITERIA = Source("Marac referral criteria: definitions", "https://docsbay.net/marac-referral-criteria-definitions")
QUICK_START = Source(
    "SafeLives, quick start guidance",
    "https://docest.com/doc/549035/safelives-dash-risk-checklist-quick-start-guidance",
)
ORDER = Source("Order and content of most questions, from memory", "", confirmed=False)

# fmt: off
ITEMS = (
    Item("1", Words("jetzt verletzt worden", "Injured in this incident")),
    Item("2", Words("große Angst", "Very frightened"), flag=RedFlag.FEAR),
    Item("3", Words("was befürchtet wird", "Names what is feared"), flag=RedFlag.FEAR),
    Item("4", Words("isoliert von Familie und Bekannten", "Isolated from family and friends")),
    Item("5", Words("niedergeschlagen oder Suizidgedanken", "Depressed or suicidal")),
    Item("6", Words("Trennung oder Trennungsversuch im letzten Jahr", "Separated or tried to, in the last year"), flag=RedFlag.SEPARATION),
    Item("7", Words("Streit um den Umgang mit Kindern", "Conflict over child contact")),
    Item("8", Words("Nachstellen, ständige Kontaktversuche", "Stalking or harassing contact"), flag=RedFlag.STALKING),
    Item("9", Words("schwanger oder Kind unter 18 Monaten", "Pregnant or baby under 18 months"), flag=RedFlag.PREGNANCY),
    Item("10", Words("Gewalt wird häufiger", "Abuse happens more often"), flag=RedFlag.ESCALATION),
    Item("11", Words("Gewalt wird schlimmer", "Abuse is getting worse"), flag=RedFlag.ESCALATION),
    Item("12", Words("Kontrolle oder starke Eifersucht", "Control or strong jealousy")),
    Item("13", Words("Waffen oder Gegenstände eingesetzt", "Weapons or objects used")),
    Item("14", Words("ernst genommene Todesdrohung", "Believed threat to kill"), flag=RedFlag.THREAT_TO_KILL),
    Item("15", Words("Würgen, Ersticken oder Ertränken", "Strangling, choking or drowning"), flag=RedFlag.STRANGULATION),
    Item("16", Words("sexuelle Gewalt", "Sexual harm")),
    Item("17", Words("Gefahr auch durch eine weitere Person", "A further person is feared")),
    Item("18", Words("hat andere verletzt (Kinder, frühere Partnerschaft)", "Has hurt others (children, former partners)")),
    Item("19", Words("hat Tiere misshandelt", "Has hurt animals")),
    Item("20", Words("Geldsorgen oder finanzielle Abhängigkeit", "Money problems or dependence")),
    Item("21", Words("Drogen, Alkohol oder seelische Krankheit im letzten Jahr", "Drugs, alcohol or mental illness in the last year")),
    Item("22", Words("Suizidversuch oder -drohung der gefährdenden Person", "Attempted or threatened suicide of the endangering person")),
    Item("23", Words("Auflage oder Anordnung missachtet", "Broke bail or an order")),
    Item("24", Words("polizeibekannt oder vorbestraft", "Known to police or convicted")),
)
BANDS = (
    Band("below_threshold", Words("unter der Schwelle", "Below the threshold"), 0, 13),
    Band("visible_high_risk", Words("sichtbar hohes Risiko", "Visible high risk"), 14, 24, lifts_to="high"),
)
# fmt: on

DASH = Instrument(
    key="dash",
    version="safelives-24",
    name=Words("SafeLives Dash", "SafeLives Dash"),
    measures=Words(
        "Wie viele bekannte Anzeichen schwerer Gewalt zusammenkommen; ab 14 ist eine Fallkonferenz angezeigt.",
        "How many known signs of severe violence come together; from 14 on a case conference is indicated.",
    ),
    rule=Rule.COUNT,
    items=ITEMS,
    facts=(
        Fact(
            "judgement", Words("fachliche Einschätzung: hohes Risiko", "Professional judgement: high risk"), ANY_ANSWER
        ),
        *PAIR,
        AGE_AT_RISK,
    ),
    bands=BANDS,
    norm_sets=NORM_SETS,
    guard=Guard(
        valid_for=(ADULT_AT_RISK,),
        training=Words("Für geschulte Fachkräfte aller Berufe.", "For trained professionals of any profession."),
        trained=True,
    ),
    licence=Words(
        "Rechte: SafeLives, mit Nennung nachdruckbar. Der Wortlaut wird nicht ausgeliefert.",
        "Rights: SafeLives, to be acknowledged when reprinted. The wording is not shipped.",
    ),
    sources=(PLYMOUTH, CRITERIA, QUICK_START, ORDER),
    validity=EVIDENCE,
    not_for=(
        Words(
            "Nicht für die Gefahr für Kinder; dafür gibt es eigene Wege.",
            "Not for the risk to children; that has its own ways.",
        ),
        Words(
            "Kein Grund, die fachliche Einschätzung herabzustufen: Wenige Ja heißen nicht wenig Gefahr.",
            "No ground to downgrade a judgement: few yes do not mean little danger.",
        ),
        Words("Keine Prognose in Prozent.", "No prediction in percent."),
    ),
    missing=Words(
        "Offene Fragen zählen nicht als Ja und werden nicht hochgerechnet; gezeigt wird, was noch möglich wäre.",
        "Open questions do not count as yes and are not prorated; what they could still add is shown.",
    ),
    verified=True,
    open=True,
    state=Words("Schwelle bestätigt, Fragen nicht", "threshold confirmed, items not"),
    confirmed=Words(
        "Bestätigt: die Zahl von 24 Fragen, die Fragen 1, 2 und 8 und die Schwelle 14. Nicht bestätigt: Reihenfolge und "
        "Inhalt der übrigen Fragen, und dass eine offene Frage nicht als Ja zählt.",
        "Confirmed: the number of 24 questions, questions 1, 2 and 8, and the threshold of 14. Not confirmed: order and "
        "content of the other questions, and that an open question does not count as yes.",
    ),
)
