"""How two places read a Dash below its threshold, and what is known of its validity."""

from risk.shape import Band, NormSet, Source, Words

STANDARD = Words("Standard", "Standard")
MEDIUM = Words("mittel", "Medium")
HIGH = Band("visible_high_risk", Words("sichtbar hohes Risiko", "Visible high risk"), 14, 24, lifts_to="high")
LOCAL = Words("Örtliche Einteilung, an keiner Stichprobe geprüft.", "Bands of one place, checked against no sample.")

NORM_SETS = (
    NormSet(
        "norfolk",
        Words("Norfolk (0–9, 10–13, ab 14)", "Norfolk (0–9, 10–13, 14 and more)"),
        None,
        Words(
            "Keine; https://nidasnorfolk.co.uk/professional-referal",
            "None; https://nidasnorfolk.co.uk/professional-referal",
        ),
        LOCAL,
        bands=(Band("standard", STANDARD, 0, 9), Band("medium", MEDIUM, 10, 13), HIGH),
    ),
    NormSet(
        "plymouth",
        Words("Plymouth (1–9, 10–13, ab 14)", "Plymouth (1–9, 10–13, 14 and more)"),
        None,
        Words(
            "Keine; https://plymouthscb.co.uk/safe-lives-dash-ric-checklist",
            "None; https://plymouthscb.co.uk/safe-lives-dash-ric-checklist",
        ),
        LOCAL,
        bands=(Band("standard", STANDARD, 1, 9), Band("medium", MEDIUM, 10, 13), HIGH),
    ),
)

EVIDENCE = (
    (
        Words(
            "Vorhersagen der Polizei mit der Dash waren kaum besser als der Zufall.",
            "Officers' predictions based on Dash were little better than random.",
        ),
        Source("Turner, Medina and Brown 2019", "https://doi.org/10.1093/bjc/azy074"),
    ),
    (
        Words(
            "Von den Fragen hingen nur 4 mit erneuter Gewalt zusammen (1.441 gefährdende Personen, 18,7 % erneut).",
            "Of the questions only 4 related to recidivism (1,441 perpetrators, 18.7 % reoffended).",
        ),
        Source(
            "Journal of Aggression, Conflict and Peace Research, 2016",
            "https://www.emerald.com/insight/content/doi/10.1108/JACPR-01-2016-0211/full/html",
        ),
    ),
    (
        Words(
            "In 1.000 Fällen hatten spätere Tötende fünfmal so oft die Einstufung hoch.",
            "In 1,000 cases those who later killed were five times likelier to have been rated high.",
        ),
        Source(
            "Swansea University 2025 (Dyfed-Powys)",
            "https://www.swansea.ac.uk/press-office/news-events/news/2025/12/study-puts-spotlight-on-assessment-tool-used-to-predict-deadly-domestic-abuse.php",
        ),
    ),
)
