"""The recovery key as three shares of words (SLIP-39), any two of which make it whole: no one office holds it.

Pure Python. The seed is born in memory and never written; each share goes on paper, with what its keeper must know.
"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import combinations

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics

from audit import xwing
from audit.words import N_, in_german

WANTED, SHARES = 2, 3
HARDEST = 2  # SLIP-39 lets a share ask for hours of work; ours ask for 1
LARGEST_SHARE = 16 * 1024
NUMBERED = re.compile(r"\b(\d\d) +([a-z]+)\b")
KEY_ID = re.compile(r"\b[0-9a-f]{64}\b")
COLUMNS = 4

SHEET = N_("""\
SHARE {number} OF {count} OF THE RECOVERY KEY OF THE AUDIT LOG
{label}, {day}
Key {key}

{words}

What this is
  The audit log can be read by the data protection officers only. When none of
  them has a usable key any more, this recovery key opens it. It exists in
  three shares. Any two of them are the key; one alone says nothing.

What you do with it
  - Print this sheet and delete the file. Do not copy, photograph or mail it.
  - Put it into an envelope, seal it, sign across the flap, note the date.
  - Keep it in the safe of ONE office. The three shares lie with three
    different offices, none of them with whoever runs the installation.
  - Look once a year whether the envelope is whole, and note that you did.
  - Give it out only when two data protection officers, or the head of the
    authority and one of them, ask for it in writing. Note who got it and when.

When it is needed
  Two keepers meet at a computer without network and type:
    python -m audit.officer combine SHARE SHARE --out recovery.key
  Afterwards make a new recovery key; these three shares are then worthless.
""")


class BadShares(Exception):
    """These words are no shares, or do not belong together."""


def split(seed: bytes) -> list[str]:
    """The words of each share. Every pair was put together again before they are returned."""
    (shares,) = generate_mnemonics(1, [(WANTED, SHARES)], seed, iteration_exponent=1)
    for pair in combinations(shares, WANTED):
        if combine_mnemonics(pair) != seed:
            raise BadShares(N_("The shares did not fit together; nothing was written."))
    return list(shares)


def combine(texts: Sequence[str]) -> bytes:
    """The seed from two sheets, or from their words. Raises BadShares."""
    found = [words_of(text) for text in texts]
    try:
        if any(Share.from_mnemonic(words).iteration_exponent > HARDEST for words in found):
            raise BadShares(N_("These shares ask for more work than ours ever do."))
        seed: bytes = combine_mnemonics(found)
    except MnemonicError as error:
        raise BadShares(N_("A word is wrong, or these shares do not belong together.")) from error
    if len(seed) != xwing.SEED_BYTES:
        raise BadShares(N_("These are shares of something else."))
    _check_key_id(texts, seed)
    return seed


def _check_key_id(texts: Sequence[str], seed: bytes) -> None:
    wanted = {found for text in texts for found in KEY_ID.findall(text)}
    if wanted and wanted != {xwing.key_id(xwing.public_bytes(seed)).hex()}:
        raise BadShares(N_("These shares make another key than the one the sheet names."))


def words_of(text: str) -> str:
    """The numbered words of a sheet; of a text without numbers, all of it."""
    numbered = {int(number): word for number, word in NUMBERED.findall(text)}
    in_order = [numbered[place] for place in range(1, len(numbered) + 1) if place in numbered]
    return " ".join(in_order or text.split()[:100])


def sheet(words: str, *, number: int, public: bytes, label: str, day: date) -> str:
    """A page to print, in German."""
    return in_german(SHEET).format(
        number=number,
        count=SHARES,
        label=label,
        day=f"{day:%d.%m.%Y}",
        key=xwing.key_id(public).hex(),
        words=_table(words),
    )


def _table(words: str) -> str:
    cells = [f"{place:02} {word}".ljust(18) for place, word in enumerate(words.split(), start=1)]
    rows = [cells[at : at + COLUMNS] for at in range(0, len(cells), COLUMNS)]
    return "\n".join("  " + "".join(row).rstrip() for row in rows)
