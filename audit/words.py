"""Sentences of the tools that run without Django, in the language of the shell (LANG), from the same catalogue."""

import sys
from gettext import translation
from pathlib import Path

_LOCALE = Path(__file__).parents[1] / "locale"
_ = translation("django", _LOCALE, fallback=True).gettext


def N_(sentence: str) -> str:  # noqa: N802 - the customary name: to be translated where it is shown
    return sentence


def in_german(sentence: str) -> str:
    """For what is printed and kept by offices that work in German, whatever the language of the shell."""
    return translation("django", _LOCALE, languages=["de"], fallback=True).gettext(sentence)


def shown(text: str) -> str:
    """Files and entries come from others: what could move a terminal's cursor or turn a line around is shown as a code."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


def say(sentence: str, *, is_error: bool = False) -> None:
    print(shown(sentence), file=sys.stderr if is_error else sys.stdout)
