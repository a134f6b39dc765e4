"""The lethality screen of the Lethality Assessment Program (Maryland model)."""

from risk.instruments.common import AGE_AT_RISK, PAIR, PARTNERS_IF_KNOWN
from risk.shape import Band, Fact, Guard, Instrument, Item, RedFlag, Rule, Screen, Source, Words
from risk.words import ANY_ANSWER

FORM = Source("Lethality Assessment Screen (form)", "https://shamelesssurvivors.com/lethality-assessment-screen/")
POLICE_FORM = Source(
    "Draper Police, Lethality Assessment Screen",
    "https://www.draper.ut.us/FormCenter/Police-Public-Forms-15/Draper-Police-Lethality-Assessment-Scree-127",
)
OKLAHOMA = Source(
    "Messing et al. 2015, quasi-experiment in Oklahoma (347 and 342 women)",
    "https://cebcp.org/evidence-based-policing/the-matrix/individuals/individuals-messing-et-al-2015/",
)
RIGHTS = Source(
    "LAP Maryland model, protocol",
    "https://pdfslide.us/documents/lethality-assessment-program-maryland-model-lap-protocol-lethality-assessment.html",
)

# fmt: off
ITEMS = (
    Item("1", Words("Waffe benutzt oder damit gedroht", "Weapon used or threatened with")),
    Item("2", Words("Drohung gegen das Leben der Person oder der Kinder", "Threat to kill the person or the children"), flag=RedFlag.THREAT_TO_KILL),
    Item("3", Words("hält einen Tötungsversuch für möglich", "Believes in a possible attempt to kill"), flag=RedFlag.FEAR),
    Item("4", Words("hat eine Schusswaffe oder kommt leicht an eine", "Has a gun or easily gets one"), flag=RedFlag.FIREARM),
    Item("5", Words("Würgen oder Drosseln", "Strangling"), flag=RedFlag.STRANGULATION),
    Item("6", Words("gewaltsame Eifersucht oder Kontrolle des Alltags", "Violent jealousy or control of daily life")),
    Item("7", Words("Trennung nach Zusammenleben", "Separation after living together"), flag=RedFlag.SEPARATION),
    Item("8", Words("gefährdende Person ohne Arbeit", "Endangering person unemployed")),
    Item("9", Words("Suizidversuch der gefährdenden Person", "Attempted suicide of the endangering person")),
    Item("10", Words("ein Kind ist bekanntlich nicht von der gefährdenden Person", "A child is known not to be the endangering person's")),
    Item("11", Words("folgt, beobachtet, schickt Drohungen", "Follows, watches, sends threats"), flag=RedFlag.STALKING),
)
BANDS = (
    Band("not_screened_in", Words("nicht ausgelöst", "Not screened in")),
    Band("belief", Words("ausgelöst durch fachliche Einschätzung", "Screened in by belief"), lifts_to="high"),
    Band("protocol", Words("ausgelöst durch die Fragen", "Screened in by protocol"), lifts_to="high"),
)
# fmt: on

LAP = Instrument(
    key="lap",
    version="maryland-11",
    name=Words("Lethality Screen (LAP)", "Lethality Screen (LAP)"),
    measures=Words(
        "Ob nach einem Einsatz sofort an Beratung vermittelt werden soll, weil Lebensgefahr bestehen kann.",
        "Whether to refer at once after a call-out, because life may be in danger.",
    ),
    rule=Rule.SCREEN,
    items=ITEMS,
    facts=(
        Fact(
            "belief",
            Words("eigene Sorge trotz der Antworten", "Believes in danger whatever was answered"),
            ANY_ANSWER,
        ),
        Fact("hotline", Words("mit der Beratung gesprochen", "Spoke with the hotline"), ANY_ANSWER),
        *PAIR,
        AGE_AT_RISK,
    ),
    bands=BANDS,
    screen=Screen(any_of=("1", "2", "3"), further=("4", "5", "6", "7", "8", "9", "10", "11"), at_least=4),
    guard=Guard(
        valid_for=(PARTNERS_IF_KNOWN,),
        training=Words("Schulung im Programm (LAP).", "Training within the programme (LAP)."),
        trained=True,
    ),
    licence=Words(
        "Rechte: Maryland Network Against Domestic Violence. Der Wortlaut wird nicht ausgeliefert.",
        "Rights: Maryland Network Against Domestic Violence. The wording is not shipped.",
    ),
    sources=(FORM, POLICE_FORM, RIGHTS),
    validity=(
        (
            Words(
                "Vielversprechend: weniger Gewalt bei der Nachbefragung, in einem Quasi-Experiment.",
                "Promising: less violence at follow-up, in a quasi-experiment.",
            ),
            OKLAHOMA,
        ),
    ),
    not_for=(
        Words(
            "Keine Vorhersage und keine Stufe: es sagt nur, ob jetzt vermittelt wird.",
            "No prediction and no level of its own: it says only whether to refer now.",
        ),
        Words(
            "Nicht ausgelöst heißt nicht ungefährlich.",
            "Not screened in does not mean safe.",
        ),
    ),
    missing=Words(
        "Eine nicht beantwortete Frage ist nie ein Ja.",
        "A question that was not answered is never a yes.",
    ),
    verified=True,
    wholly=True,
    state=Words("Fragen, Regel und Ergebnisse bestätigt", "items, rule and outcomes confirmed"),
    confirmed=Words(
        "Fragen, Regel und die drei Ergebnisse sind bestätigt. Einzelne Einrichtungen weichen in der Regel ab.",
        "Questions, rule and the three outcomes are confirmed. Some places use a rule of their own.",
    ),
)
