"""Sentences of the tools that run without Django, in the language of the shell (LANG), from the same catalogue."""

from gettext import translation
from pathlib import Path

_ = translation("django", Path(__file__).parents[1] / "locale", fallback=True).gettext


def N_(sentence: str) -> str:  # noqa: N802 - the customary name: to be translated where it is shown
    return sentence
