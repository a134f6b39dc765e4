"""DyRiAS-Intimpartner: a commercial service whose algorithm is not public. Only its level is recorded."""

from risk.instruments.common import AGE_AT_RISK, PAIR, PARTNERS_IF_KNOWN
from risk.shape import Guard, Instrument, Item, ItemKind, Rule, Source, Words

MAKER = Source("DyRiAS-Intimpartner", "http://dyrias.com/de/instrument/dyrias-intimpartner.html")
REPORTS = Source(
    "Polizei & Wissenschaft, 60 Swiss expert reports",
    "http://www.polizeiundwissenschaft-online.de/zusammenfassung/1/476/",
)
RATERS = Source("KrimDok, agreement of raters", "https://krimdok.uni-tuebingen.de/Record/1688458131")
LEVELS = tuple((str(level), Words(f"Stufe {level}", f"Level {level}")) for level in range(6))

DYRIAS = Instrument(
    key="dyrias",
    version="intimpartner-39",
    name=Words("DyRiAS-Intimpartner", "DyRiAS Intimate Partner"),
    measures=Words(
        "Ein externes Programm stuft das Risiko schwerer Gewalt von 0 bis 5 ein.",
        "An external service rates the risk of severe violence from 0 to 5.",
    ),
    rule=Rule.EXTERNAL,
    items=(
        Item("level", Words("Stufe des Programms", "Level of the service"), ItemKind.LEVEL, choices=LEVELS),
        Item("date", Words("Datum der Auswertung", "Date of the rating"), ItemKind.DATE),
        Item("kept_by", Words("Auswertung liegt bei", "Report is kept by"), ItemKind.TEXT),
    ),
    facts=(*PAIR, AGE_AT_RISK),
    guard=Guard(
        valid_for=(PARTNERS_IF_KNOWN,),
        training=Words("Schulung des Anbieters, für alle Berufe.", "The maker's training, for all professions."),
        trained=True,
    ),
    licence=Words(
        "Rechte: Institut Psychologie und Bedrohungsmanagement. Das PDF bleibt bei der Stelle, die es hat.",
        "Rights: Institut Psychologie und Bedrohungsmanagement. The PDF stays with whoever has it.",
    ),
    sources=(MAKER, REPORTS, RATERS),
    validity=(
        (
            Words(
                "60 Schweizer Gutachten, 13 (versuchte) Tötungen: Sensitivität 0,85, Spezifität 0,40, AUC 0,77.",
                "60 Swiss reports, 13 killings or attempts: sensitivity .85, specificity .40, AUC .77.",
            ),
            REPORTS,
        ),
        (Words("Übereinstimmung 0,76, am Ende 0,83.", "Inter-rater agreement .76, final .83."), RATERS),
    ),
    not_for=(Words("Von sich aus hebt die Stufe keinen Fall.", "By itself the level lifts no case."),),
    missing=Words("Festgehalten wird, was das Programm ergeben hat.", "What came out of the service is recorded."),
    verified=True,
    wholly=True,
    external=True,
    state=Words("Zahl der Fragen und Stufen bestätigt", "number of questions and levels confirmed"),
    confirmed=Words("Bestätigt: 39 Fragen, Stufen 0 bis 5.", "Confirmed: 39 questions, levels 0 to 5."),
)
