"""Words that the screens of assessing share."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language

from fallkonferenz.cases.words import Level
from fallkonferenz.web.components import Cell
from fallkonferenz.web.presenters.cases import LEVEL_TONES
from risk.words import ANSWERS, FLAGS, RATINGS

KNOWN = {str(key): words for key, words in (*ANSWERS.items(), *RATINGS.items())}
OF_FLAGS = {str(flag): words for flag, words in FLAGS.items()}


def level_cell(level: str) -> Cell:
    return Cell(Level(level).label, tone=LEVEL_TONES[Level(level)])


def in_language(words: Any) -> str:
    """Words of an instrument, in the reader's language."""
    return str(words.in_(get_language() or "de"))


def flag_words(flags: Iterable[str]) -> list[str]:
    return [in_language(OF_FLAGS[flag]) if flag in OF_FLAGS else flag for flag in flags]


def answer_word(answer: Any) -> str:
    return in_language(KNOWN[answer]) if answer in KNOWN else str(answer)
