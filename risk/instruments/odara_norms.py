"""The construction sample of 2004: how often violence was repeated at each score."""

from risk.shape import Band, Norm, NormSet, Source, Words

SLIDE = Source(
    "Interpreting ODARA risk scores", "https://www.yumpu.com/en/document/view/53459074/interpreting-odara-risk-scores"
)
SLIDE_COPY = Source(
    "Interpreting ODARA risk scores (copy)", "https://deploy.doczz.net/doc/3855386/interpreting-odara-risk-scores"
)

# fmt: off
NORMS_2004 = (
    #    from  to  %   lower higher
    Norm(0,    0,   5,  0,   89),
    Norm(1,    1,  10, 11,   73),
    Norm(2,    2,  20, 27,   52),
    Norm(3,    3,  27, 48,   33),
    Norm(4,    4,  41, 67,   20),
    Norm(5,    6,  59, 80,    7),
    Norm(7,   13,  70, 93,    0),
)
# fmt: on


def _group(norm: Norm) -> Band:
    scores = f"{norm.score_from}–{norm.score_to}" if norm.score_from < norm.score_to else str(norm.score_from)
    return Band(scores, Words(f"Punktgruppe {scores}", f"Score group {scores}"), norm.score_from, norm.score_to)


GROUPS = tuple(_group(norm) for norm in NORMS_2004)

# The slide gives no base rate; it is the mean of its own rows, each weighted with its share of the group (29.4 %).
BASE_RATE_2004 = 29
NORM_SETS = (
    NormSet(
        "2004",
        Words("Konstruktionsstichprobe 2004 (Ontario)", "Construction sample 2004 (Ontario)"),
        BASE_RATE_2004,
        Words(
            "589 Fälle; der Grundanteil ist aus der Tabelle errechnet.",
            "589 cases; the base rate is worked out from the table.",
        ),
        Words(
            "Alte kanadische Zahlen: Neuere Werte liegen höher (Mittel 5,5 statt 2,9), und in Zürich wurde in den höchsten "
            "Gruppen überschätzt. Eine zweite öffentliche Tabelle nennt für 5 Punkte 53 % statt 59 %. Kein Wert für eine "
            "einzelne Person.",
            "Old Canadian figures: newer scores are higher (mean 5.5 against 2.9), and in Zurich the highest groups were "
            "overestimated. A second public table says 53 % for a score of 5 instead of 59 %. No value for one person.",
        ),
        norms=NORMS_2004,
    ),
)
EVIDENCE = (
    (
        Words(
            "Zwei öffentliche Tabellen widersprechen sich: New Jersey nennt für 5 Punkte 53 %, die von 2004 nennt 59 %.",
            "Two public tables disagree: New Jersey says 53 % for a score of 5, the one of 2004 says 59 %.",
        ),
        Source(
            "New Jersey Attorney General directive, 2017",
            "https://fredsisto.com/ag-modifications-cj-reform-policies-2/",
        ),
    ),
    (
        Words(
            "Was hoch heißt, ist örtlich: Hilton nennt sechs oder sieben von 13; New Jersey vermutet ab drei einen Haftgrund.",
            "What is called high is local: Hilton says six or seven of 13; New Jersey presumes a warrant from three on.",
        ),
        Source(
            "NJ.com 2017, the 13 items",
            "https://www.nj.com/news/2017/07/the_13_items_nj_cops_should_ask_about_in_domestic.html",
        ),
    ),
    (
        Words(
            "Neue kanadische Normen (884 Fälle, 2010–2019): Mittel 5,5, Median 5, statt 2,9 und 3.",
            "New Canadian norms (884 cases, 2010–2019): mean 5.5, median 5, against 2.9 and 3.",
        ),
        Source("McMaster University", "https://experts.mcmaster.ca/scholarly-works/3837085"),
    ),
    (
        Words(
            "Zürich, fünf Jahre, Grundanteil 32 %: schwache Trennung, in den zwei höchsten Gruppen überschätzt.",
            "Zurich, five years, base rate 32 %: poor discrimination, overestimates in the two highest groups.",
        ),
        Source("KNFP Zürich", "https://www.knfp.ch/en/publications/risk-assessment"),
    ),
    (
        Words(
            "Nord-Saskatchewan: AUC 0,58 bis 0,67; hohe Werte überschätzt, niedrige bis mittlere unterschätzt.",
            "Northern Saskatchewan: AUC .58 to .67; overpredicts high, underpredicts lower-middle scores.",
        ),
        Source("Hegel, Pelletier and Olver 2022", "https://doi.org/10.1177/00938548211033631"),
    ),
)
