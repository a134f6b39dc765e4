"""Spoken codes: what stands for a person or a case where no name may stand.

Eight random characters and two check characters, said, written and typed by people in a hurry.
"""

import re
import secrets
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Digits and letters without I, L, O, S: the twins of 1, 0 and 5. S goes rather than Crockford's U because on a
# German telephone it is also the twin of F. Of what is left, 2/Z, 8/B and U/V can still be mistaken in handwriting;
# the check characters find any two such mistakes in one code.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRTUVWXYZ"
BODY_LENGTH: Final = 8  # 40 random bits
LENGTH: Final = BODY_LENGTH + 2

# Safe: none of these occurs in a code, so whoever wrote one meant its twin or made a mistake the check finds.
_TWINS: Final = str.maketrans("ILOS", "1105")
_SEPARATORS: Final = re.compile(r"[\s\-\u2010-\u2015\u2212._/]+")
_VALUE: Final = {character: value for value, character in enumerate(ALPHABET)}

# Letters: DIN 5009:2022-06, table of city names. Digits: spoken German, with "zwo" because "zwei" sounds like "drei".
# Not translated: the telephone call is in German whatever the language of the screen.
_SPOKEN_AS: Final = {
    "0": "Null", "1": "Eins", "2": "Zwo", "3": "Drei", "4": "Vier",
    "5": "Fünf", "6": "Sechs", "7": "Sieben", "8": "Acht", "9": "Neun",
    "A": "Aachen", "B": "Berlin", "C": "Chemnitz", "D": "Düsseldorf", "E": "Essen", "F": "Frankfurt",
    "G": "Goslar", "H": "Hamburg", "J": "Jena", "K": "Köln", "M": "München", "N": "Nürnberg",
    "P": "Potsdam", "Q": "Quickborn", "R": "Rostock", "T": "Tübingen", "U": "Unna", "V": "Völklingen",
    "W": "Wuppertal", "X": "Xanten", "Y": "Ypsilon", "Z": "Zwickau",
}  # fmt: skip


class CodeError(ValueError):
    """What was typed is not a code; the sentence says how to go on."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def new_code() -> str:
    """A fresh code in its canonical form: ten characters of the alphabet, no separators.

    One in 2**40 equals a given other one, so the column that keeps codes is unique all the same.
    """
    body = "".join(secrets.choice(ALPHABET) for _place in range(BODY_LENGTH))
    return body + check_characters(body)


def spoken(code: str) -> str:
    """The code in groups for the eye and the voice: ``ABCD-EFGH-JK``."""
    return "-".join((code[:4], code[4:8], code[8:]))


def spelling(code: str) -> list[str]:
    """One word for each character, to be read aloud in German."""
    return [_SPOKEN_AS[character] for character in code]


def parse(text: str) -> str:
    """The canonical form of what somebody typed, or CodeError with a sentence for them."""
    code = _plain(text)
    if strangers := "".join(sorted(set(code) - set(ALPHABET))):
        raise CodeError(_("No code contains “{characters}”.").format(characters=strangers))
    if len(code) != LENGTH:
        sentence = _("A code has {length} characters; this one has {count}.")
        raise CodeError(sentence.format(length=LENGTH, count=len(code)))
    if not is_code(code):
        raise CodeError(_("This code is not right: a character is wrong or two are swapped. Please compare once more."))
    return code


def near(text: str) -> list[str]:
    """The codes that may have been meant, if one slip was made: a character wrong, missing or too many, or two swapped.

    At most one code is one wrong character away: any two codes differ in three. The other slips may leave a few.
    """
    return sorted({slip for slip in _slips(_plain(text)) if is_code(slip)})


def _slips(typed: str) -> Iterator[str]:
    """All texts of the right length that one slip away may have become ``typed``."""
    if len(typed) == LENGTH:
        yield from (typed[:place] + each + typed[place + 1 :] for place in range(LENGTH) for each in ALPHABET)
        yield from (_swapped(typed, left, right) for left, right in combinations(range(LENGTH), 2))
    if len(typed) == LENGTH - 1:
        yield from (typed[:place] + each + typed[place:] for place in range(LENGTH) for each in ALPHABET)
    if len(typed) == LENGTH + 1:
        yield from (typed[:place] + typed[place + 1 :] for place in range(LENGTH + 1))


def _swapped(text: str, left: int, right: int) -> str:
    return text[:left] + text[right] + text[left + 1 : right] + text[left] + text[right + 1 :]


def _plain(text: str) -> str:
    """Without separators, in capitals, and with the characters that were taken for their twins put right."""
    return _SEPARATORS.sub("", text).upper().translate(_TWINS)


def is_code(text: str) -> bool:
    """Whether this is a code in its canonical form."""
    return len(text) == LENGTH and set(text) <= set(ALPHABET) and _syndromes(_values(text)) == (0, 0)


def check_characters(body: str) -> str:
    """The two characters that make a body a code.

    A Reed-Solomon code over GF(32) with distance 3: every two codes differ in at least three characters. So every
    wrong character, every two wrong characters and every swap of two characters, neighbours or not, is found,
    check characters included. (ISO/IEC 7064 has no system for 32 characters.)
    """
    total, weighted = _syndromes([*_values(body), 0, 0])
    first = _DIVIDED[total ^ weighted]
    return ALPHABET[first] + ALPHABET[total ^ first]


def _values(text: str) -> list[int]:
    return [_VALUE[character] for character in text]


def _syndromes(values: Iterable[int]) -> tuple[int, int]:
    """The sum and the weighted sum in GF(32), each place weighing twice its right neighbour; (0, 0) for a code."""
    total = weighted = 0
    for value in values:
        total ^= value
        weighted = _doubled(weighted) ^ value
    return total, weighted


def _doubled(value: int) -> int:
    """Twice the value in GF(32), modulo the primitive polynomial x**5 + x**2 + 1."""
    return (value << 1) ^ (0b100101 if value & 0b10000 else 0)


# Division by three, that is by (x + 1): both sums must vanish, so first * 3 = total + weighted.
_DIVIDED: Final = {_doubled(value) ^ value: value for value in range(len(ALPHABET))}
