"""Six questions for the first contact, as the German health sector asks them after WHO and Snider."""

from risk.instruments.common import AGE_AT_RISK, PAIR, PARTNERS_IF_KNOWN, WOMAN_IF_KNOWN
from risk.shape import Band, Guard, Instrument, Item, RedFlag, Rule, Source, Words

SIGNAL = Source("S.I.G.N.A.L., Fragen nach Sicherheit", "https://kis.signal-intervention.de/fragen-nach-sicherheit")
SNIDER = Source(
    "Snider et al. 2009, five questions",
    "https://development.cds-platform.com/ckm/clinical-knowledge-manager/demo/view/Danger_Assessment_Tool_for_Domestic_Abuse/1?language=en",
)
MESSING = Source(
    "Messing, Campbell and Snider 2017 (1,081 women, 619 asked again after about 7 months)",
    "https://ojp.gov/ncjrs/virtual-library/abstracts/validation-and-adaptation-danger-assessment-5-brief-intimate",
)
STEPS = Source("Action steps of the English form (2, 3, 4–5 yes), from memory; not shipped", "", confirmed=False)

# fmt: off
ITEMS = (
    Item("1", Words("Gewalt häufiger oder schwerer, sechs Monate", "More frequent or severe, six months"), flag=RedFlag.ESCALATION),
    Item("2", Words("Waffe benutzt oder damit gedroht", "Weapon used or threatened with")),
    Item("3", Words("hält eine Tötung für möglich", "Thinks the other capable of killing"), flag=RedFlag.FEAR),
    Item("4", Words("in der Schwangerschaft geschlagen", "Beaten while pregnant"), flag=RedFlag.PREGNANCY),
    Item("5", Words("gewaltsam und ständig eifersüchtig", "Violently and constantly jealous")),
    Item("6", Words("Würgen oder Drosseln", "Strangling"), flag=RedFlag.STRANGULATION),
)
# fmt: on

SHORT_LIST = Instrument(
    key="short-list",
    version="who-signal-6",
    name=Words("Kurzliste (WHO / S.I.G.N.A.L.)", "Short list (WHO / S.I.G.N.A.L.)"),
    measures=Words(
        "Ob beim ersten Kontakt, etwa in der Klinik, hohe Gefahr erkennbar ist.",
        "Whether high danger can be seen at the first contact, in a clinic for example.",
    ),
    rule=Rule.COUNT,
    items=ITEMS,
    facts=(*PAIR, AGE_AT_RISK),
    bands=(
        Band("not_high", Words("Schwelle nicht erreicht", "Threshold not reached"), 0, 2),
        Band("high", Words("hohes Risiko", "High risk"), 3, 6, lifts_to="high"),
    ),
    guard=Guard(
        valid_for=(WOMAN_IF_KNOWN, PARTNERS_IF_KNOWN),
        training=Words("Für Gesundheitsberufe und den ersten Kontakt.", "For health professions and first contact."),
    ),
    licence=Words(
        "Gehört zur Familie des Danger Assessment (Campbell). Der Wortlaut wird nicht ausgeliefert.",
        "Belongs to the family of the Danger Assessment (Campbell). The wording is not shipped.",
    ),
    sources=(SIGNAL, SNIDER, STEPS),
    validity=(
        (
            Words(
                "Mit der Frage nach Würgen empfohlen; AUC 0,68. Nach Würgen sofort vermitteln und untersuchen.",
                "Recommended with the question on strangling; AUC .68. After strangling refer and examine at once.",
            ),
            MESSING,
        ),
    ),
    not_for=(
        Words("Ersetzt keine ausführliche Einschätzung.", "Replaces no full assessment."),
        Words(
            "Unter drei Ja heißt nicht ungefährlich; Würgen ist allein ein Grund, sofort zu handeln.",
            "Fewer than three yes do not mean safe; strangling alone is a reason to act at once.",
        ),
    ),
    missing=Words("Offene Fragen zählen nicht als Ja.", "Open questions do not count as yes."),
    verified=True,
    wholly=True,
    open=True,
    state=Words("Fragen und Schwelle bestätigt", "items and threshold confirmed"),
    confirmed=Words(
        "Bestätigt: die sechs Fragen und drei Ja als Schwelle. Die Nummern sind unsere Reihenfolge.",
        "Confirmed: the six questions and three yes as the threshold. The numbers are our order.",
    ),
)
