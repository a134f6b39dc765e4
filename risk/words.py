"""The words of answers, ratings, levels and red flags, in both languages."""

from risk.answers import Answer, Rating
from risk.shape import Choices, RedFlag, Words

YES, NO = Words("ja", "yes"), Words("nein", "no")
UNKNOWN, NOT_ASKED = Words("unbekannt", "unknown"), Words("nicht gefragt", "not asked")

ANSWERS = {Answer.YES: YES, Answer.NO: NO, Answer.UNKNOWN: UNKNOWN, Answer.NOT_ASKED: NOT_ASKED}
RATINGS = {
    Rating.PRESENT: Words("vorhanden", "present"),
    Rating.POSSIBLE: Words("möglicherweise vorhanden", "possibly present"),
    Rating.ABSENT: Words("nicht vorhanden", "absent"),
    Rating.UNKNOWN: UNKNOWN,
    Rating.NOT_ASKED: NOT_ASKED,
}
LEVELS = {
    "acute": Words("akut", "acute"),
    "high": Words("hoch", "high"),
    "medium": Words("mittel", "medium"),
    "not_raised": Words("derzeit nicht erhöht", "currently not raised"),
}
FLAGS = {
    RedFlag.STRANGULATION: Words("Würgen oder Drosseln", "Strangling"),
    RedFlag.SEPARATION: Words("Trennung", "Separation"),
    RedFlag.STALKING: Words("Nachstellen", "Stalking"),
    RedFlag.THREAT_TO_KILL: Words("Drohung, zu töten oder zu verletzen", "Threat to kill or to harm"),
    RedFlag.PREGNANCY: Words("Schwangerschaft", "Pregnancy"),
    RedFlag.ESCALATION: Words("Zunahme der Gewalt", "Escalation"),
    RedFlag.FEAR: Words("eigene Angst der gewaltbetroffenen Person", "The person's own fear"),
    RedFlag.FIREARM: Words("Schusswaffe", "Firearm"),
}

ANY_ANSWER: Choices = tuple(ANSWERS.items())
SEXES: Choices = (
    ("female", Words("weiblich", "female")),
    ("male", Words("männlich", "male")),
    ("diverse", Words("divers", "diverse")),
    ("unknown", UNKNOWN),
)
RELATIONSHIPS: Choices = (
    ("partners", Words("Partnerschaft", "partners")),
    ("former_partners", Words("frühere Partnerschaft", "former partners")),
    ("parent_of", Words("Elternteil, gefährdet durch das eigene Kind", "parent, endangered by the own child")),
    ("child_of", Words("Kind, gefährdet durch einen Elternteil", "child, endangered by a parent")),
    ("siblings", Words("Geschwister", "siblings")),
    ("family", Words("weitere Familie", "further family")),
    ("dependency", Words("Abhängigkeit oder Ausbeutung", "dependency or exploitation")),
    ("unknown", UNKNOWN),
)
OF_THE_PAIR = ("partners", "former_partners")
OPINIONS: Choices = (
    ("low", Words("niedrig", "low")),
    ("moderate", Words("mäßig", "moderate")),
    ("high", Words("hoch", "high")),
)
