"""The Danger Assessment (Campbell) with 20 questions. Its weights are not confirmed, so they are none of ours."""

from risk.instruments.common import ADULT_AT_RISK, AGE_AT_RISK, MAN_TO_WOMAN, PAIR
from risk.shape import Band, Guard, Instrument, Item, RedFlag, Rule, Source, Words

ORDER = Source("Emerge, Danger Assessment (order of questions)", "https://emerge.ucsd.edu/r_1ekteclaxtd2bdg/")
CALENDAR = Source("One Place, Danger Assessment", "https://oneplacefjc.org/danger-assessment")
BANDS_READ = Source(
    "ACEP Now, bands of the Danger Assessment",
    "https://acepnow.com/article/the-danger-assessment-tool-determines-patients-risk-of-domestic-abuse/?singlepage=1&theme=print-friendly",
)
GERMAN = Source(
    "Krautreporter, 18 points or more",
    "https://krautreporter.imgix.net/5117-dieser-fragebogen-pruft-ob-dich-dein-ex-partner-toten-will",
)
SAMPLE = Source("Campbell et al., eleven cities", "https://pmc.ncbi.nlm.nih.gov/articles/PMC7878014/")
OLD = Source(
    "NIJ 2003, the older form of 15 questions",
    "https://nij.ojp.gov/library/publications/assessing-risk-factors-intimate-partner-homicide",
)
WEIGHTS = Source("Weights of 2009, and question 20: from memory, contradicted by one article", "", confirmed=False)

# fmt: off
ITEMS = (
    Item("1", Words("Gewalt schwerer oder häufiger, ein Jahr", "More severe or frequent, one year"), flag=RedFlag.ESCALATION),
    Item("2", Words("besitzt eine Schusswaffe", "Owns a gun"), flag=RedFlag.FIREARM),
    Item("3", Words("nach Zusammenleben verlassen, ein Jahr", "Left after living together, one year"), flag=RedFlag.SEPARATION),
    Item("3a", Words("nie zusammengelebt", "Never lived together"), part_of="3", goes_with="no"),
    Item("4", Words("gefährdende Person ohne Arbeit", "Endangering person unemployed")),
    Item("5", Words("Waffe benutzt oder damit gedroht", "Weapon used or threatened with")),
    Item("5a", Words("es war eine Schusswaffe", "It was a gun"), part_of="5", goes_with="yes", flag=RedFlag.FIREARM),
    Item("6", Words("droht zu töten", "Threatens to kill"), flag=RedFlag.THREAT_TO_KILL),
    Item("7", Words("der Festnahme entgangen", "Avoided arrest")),
    Item("8", Words("Kind, das nicht von ihm ist", "Child not his")),
    Item("9", Words("erzwungener Sex", "Forced sex")),
    Item("10", Words("Würgen oder Drosseln", "Strangling"), flag=RedFlag.STRANGULATION),
    Item("11", Words("nimmt illegale Drogen", "Uses illegal drugs")),
    Item("12", Words("trinkt zu viel", "Problem drinker")),
    Item("13", Words("kontrolliert den Alltag", "Controls daily life")),
    Item("14", Words("gewaltsam und ständig eifersüchtig", "Violently, constantly jealous")),
    Item("15", Words("in der Schwangerschaft geschlagen", "Beaten while pregnant"), flag=RedFlag.PREGNANCY),
    Item("16", Words("Suiziddrohung oder -versuch der gefährdenden Person", "Suicide threat or attempt of the endangering person")),
    Item("17", Words("droht, Kindern etwas anzutun", "Threatens to harm children")),
    Item("18", Words("hält ihn für fähig zu töten", "Thinks him capable of killing"), flag=RedFlag.FEAR),
    Item("19", Words("folgt, späht aus, droht, zerstört", "Follows, spies, threatens, destroys"), flag=RedFlag.STALKING),
    Item("20", Words("Suizidgedanken oder -versuch der gewaltbetroffenen Person", "Suicide threat or attempt of the person at risk")),
)
BANDS = (
    Band("variable", Words("wechselnde Gefahr", "Variable danger"), None, 7),
    Band("increased", Words("erhöhte Gefahr", "Increased danger"), 8, 13, lifts_to="medium"),
    Band("severe", Words("schwere Gefahr", "Severe danger"), 14, 17, lifts_to="high"),
    Band("extreme", Words("äußerste Gefahr", "Extreme danger"), 18, None, lifts_to="acute"),
)
# fmt: on

DANGER_ASSESSMENT = Instrument(
    key="danger-assessment",
    version="2009-20",
    name=Words("Danger Assessment", "Danger Assessment"),
    measures=Words(
        "Wie groß die Gefahr ist, dass eine Frau von ihrem (früheren) Partner getötet wird.",
        "How great the danger is that a woman is killed by her partner or former partner.",
    ),
    rule=Rule.WEIGHTED_SUM,
    items=ITEMS,
    facts=(*PAIR, AGE_AT_RISK),
    bands=BANDS,
    guard=Guard(
        valid_for=(*MAN_TO_WOMAN, ADULT_AT_RISK),
        training=Words(
            "Auswertung und Deutung nur nach der Schulung.", "Scoring and interpretation only after the training."
        ),
        trained=True,
    ),
    licence=Words(
        "Rechte: J. C. Campbell. Der Wortlaut wird nicht ausgeliefert; die Auswertung gehört zur Schulung.",
        "Rights: J. C. Campbell. The wording is not shipped; scoring belongs to the training.",
    ),
    sources=(ORDER, CALENDAR, BANDS_READ, GERMAN, OLD, WEIGHTS),
    validity=(
        (
            Words(
                "310 Tötungen gegen 324 misshandelte Frauen; an 194 versuchten Tötungen geprüft: AUC 0,90.",
                "310 femicides against 324 abused women; tested on 194 attempted femicides: AUC .90.",
            ),
            SAMPLE,
        ),
        (
            Words(
                "Alte Fassung (15 Fragen): 83 % der getöteten Frauen hatten vier Ja oder mehr; im Mittel knapp acht gegen "
                "gut drei bei misshandelten.",
                "Older form (15 questions): 83 % of the women killed had four yes or more; on average just under eight, "
                "against just over three of abused women.",
            ),
            OLD,
        ),
    ),
    not_for=(
        Words(
            "Für Männer als Gewaltbetroffene gibt es keine geprüfte Fassung.",
            "There is no validated form for male victims.",
        ),
        Words(
            "Nicht mit der alten Fassung (15 Fragen) mischen: Deren 8 ist eine andere 8.",
            "Never to be mixed with the old form (15 questions): its 8 is another 8.",
        ),
        Words(
            "Ersetzt das Gespräch über den Kalender der Vorfälle nicht.",
            "Does not replace talking through the calendar of incidents.",
        ),
    ),
    missing=Words(
        "Keine Regel gefunden: Offene Fragen zählen nicht als Ja, und die Spanne wird gezeigt. Ein Ja bei 3a zieht Punkte ab.",
        "No rule was found: open questions do not count as yes, and the span is shown. A yes to 3a takes points away.",
    ),
    state=Words(
        "Stufen und Fragen 1 bis 19 bestätigt, Punkte und Frage 20 nicht: nie eine Stufe",
        "bands and items 1 to 19 confirmed, points and item 20 not: never a band",
    ),
    confirmed=Words(
        "Bestätigt: Fragen 1 bis 19 und die vier Stufen. Nicht bestätigt: alle Punkte und Frage 20. "
        "Welche Stufe den Fall wohin hebt, ist unsere Festlegung.",
        "Confirmed: questions 1 to 19 and the four bands. Not confirmed: all weights and question 20. "
        "Which band lifts a case to which level is our decision.",
    ),
)
