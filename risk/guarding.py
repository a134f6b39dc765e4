"""For whom an instrument is valid. What is not known is held against it only where its sources are strict."""

from collections.abc import Mapping

from risk.answers import Answer
from risk.shape import Instrument, Valid, Words

NOT_KNOWN = Words("Das ist hier nicht bekannt.", "It is not known here.")


def applies(instrument: Instrument, facts: Mapping[str, object]) -> tuple[Words, ...]:
    """Why the instrument is not valid for this pair; empty where it is."""
    reasons = [
        _against(valid, facts.get(valid.key))
        for valid in instrument.guard.valid_for
        if facts.get(valid.key) not in valid.values
    ]
    return tuple([reason for reason in reasons if reason])


def _against(valid: Valid, value: object) -> Words | None:
    if value is None or value == Answer.UNKNOWN:
        return _joined(valid.reason, NOT_KNOWN) if valid.strict else None
    old_enough = not valid.values and isinstance(value, int) and value >= valid.at_least
    return None if old_enough else valid.reason


def _joined(first: Words, second: Words) -> Words:
    return Words(f"{first.de} {second.de}", f"{first.en} {second.en}")
