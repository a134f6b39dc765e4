"""An item that is a yes from so many of its signs on."""

from collections.abc import Mapping

from risk.answers import Answer
from risk.shape import Item

ANSWERS = frozenset(answer.value for answer in Answer)
# Plain strings: comparing with them costs a fraction of asking the enum.
YES, NO, UNKNOWN, NOT_ASKED = (answer.value for answer in (Answer.YES, Answer.NO, Answer.UNKNOWN, Answer.NOT_ASKED))


def indicated(item: Item, given: object) -> str | None:
    """The answer to the item, from a list of the signs that are there, one answer for each, or an answer as it is.

    Signs that a list leaves out are not there; those that a mapping leaves out were not asked. None for anything else.
    """
    if isinstance(given, str):
        return given if given in ANSWERS else None
    if isinstance(given, list | tuple):
        return _from_list(item, given)
    return _from_each(item, given) if isinstance(given, Mapping) else None


def _from_list(item: Item, given: list[object] | tuple[object, ...]) -> str | None:
    """A sign that is named twice is there once."""
    if not all(isinstance(sign, str) and sign in item.signs for sign in given):
        return None
    return YES if len(set(given)) >= item.at_least else NO


def _from_each(item: Item, answers: Mapping[str, object]) -> str | None:
    """A yes once there are enough; a no once there cannot be enough any more; open in between."""
    if not answers.keys() <= item.signs or not all(_is_answer(answer) for answer in answers.values()):
        return None
    said = [answers.get(sign, NOT_ASKED) for sign in item.signs]
    yes, unknown = said.count(YES), said.count(UNKNOWN)
    if yes >= item.at_least:
        return YES
    if yes + unknown + said.count(NOT_ASKED) < item.at_least:
        return NO
    return UNKNOWN if unknown else NOT_ASKED


def _is_answer(answer: object) -> bool:
    return isinstance(answer, str) and answer in ANSWERS
