"""What can be said to a question. "Unknown" and "not asked" are answers of their own, and neither is ever a yes."""

from enum import StrEnum


class Answer(StrEnum):
    """To a question that can be answered with yes or no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"


class Rating(StrEnum):
    """Of one factor in structured professional judgement."""

    PRESENT = "present"
    POSSIBLE = "possible"
    ABSENT = "absent"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"


OPEN = (Answer.UNKNOWN, Answer.NOT_ASKED)
