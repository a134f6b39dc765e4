"""Facts and conditions several instruments share."""

from dataclasses import replace

from risk.shape import ADULT, Fact, Valid, Words
from risk.words import OF_THE_PAIR, RELATIONSHIPS, SEXES

SEX_AT_RISK = Fact("sex_at_risk", Words("Geschlecht der gewaltbetroffenen Person", "Sex of the person at risk"), SEXES)
SEX_ENDANGERING = Fact(
    "sex_endangering", Words("Geschlecht der gefährdenden Person", "Sex of the endangering person"), SEXES
)
RELATIONSHIP = Fact("relationship", Words("Beziehung", "Relationship"), RELATIONSHIPS)
AGE_AT_RISK = Fact("age_at_risk", Words("Alter der gewaltbetroffenen Person", "Age of the person at risk"))
PAIR = (SEX_AT_RISK, SEX_ENDANGERING, RELATIONSHIP)

WOMAN_AT_RISK = Valid(
    "sex_at_risk",
    Words(
        "Gültig nur, wenn die gewaltbetroffene Person eine Frau ist.", "Valid only where the person at risk is a woman."
    ),
    ("female",),
    strict=True,
)
MAN_ENDANGERING = Valid(
    "sex_endangering",
    Words("Gültig nur, wenn die gefährdende Person ein Mann ist.", "Valid only where the endangering person is a man."),
    ("male",),
    strict=True,
)
PARTNERS = Valid(
    "relationship",
    Words(
        "Gültig nur in einer Partnerschaft oder nach ihrem Ende.",
        "Valid only between partners or former partners.",
    ),
    OF_THE_PAIR,
    strict=True,
)
ADULT_AT_RISK = Valid(
    "age_at_risk",
    Words(
        "Gültig nur für eine erwachsene gewaltbetroffene Person.", "Valid only where the person at risk is an adult."
    ),
    at_least=ADULT,
)
MAN_TO_WOMAN = (WOMAN_AT_RISK, MAN_ENDANGERING, PARTNERS)
PARTNERS_IF_KNOWN = replace(PARTNERS, strict=False)
WOMAN_IF_KNOWN = replace(WOMAN_AT_RISK, strict=False)
