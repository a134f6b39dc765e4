"""From answers to a result: the one door to all instruments."""

from collections.abc import Mapping

from risk import sentences
from risk.asked import Asked
from risk.guarding import applies
from risk.pack import PackData
from risk.reading import read, read_facts
from risk.result import BadAnswers, Fault, Refusal, Result
from risk.rules import RULES
from risk.shape import NOTHING, Instrument, NormSet, Rule

__all__ = ["applies", "score"]


def score(
    instrument: Instrument,
    answers: Mapping[str, object],
    *,
    facts: Mapping[str, object] = NOTHING,
    norm_set: str | None = None,
    pack: PackData | None = None,
) -> Result | Refusal:
    """The result of these answers, by the instrument's rule or that of a pack.

    ``answers``: code of an item -> what was answered; an item that is left out was not asked. Only ``BadAnswers`` is
    raised: for items, facts and norm sets there are not, for answers that cannot be given, and for another's pack.
    """
    read_facts(instrument, facts)
    if pack and (pack.key, pack.version) != (instrument.key, instrument.version):
        raise BadAnswers((Fault("pack", sentences.other_pack(pack.key, pack.version)),))
    norms = _norms(instrument, norm_set, pack) if norm_set is not None else None
    asked = Asked(instrument, read(instrument, answers), answers, facts, norms, pack)
    reasons = applies(instrument, facts)
    if reasons:
        return asked.refused("not_applicable", sentences.together(reasons))
    if not asked.trusted:
        return asked.refused("unverified", sentences.NOT_CONFIRMED)
    rule = asked.confirmed.rule if asked.confirmed else ""
    return RULES[Rule(rule) if rule else instrument.rule](asked)


def _norms(instrument: Instrument, key: str, pack: PackData | None) -> NormSet | None:
    """None for one that only a pack brings which is not verified: no percentage and no band come from it."""
    own, brought = _norm_of(instrument.norm_sets, key), _norm_of(pack.norm_sets, key) if pack else None
    if own is None and brought is None:
        offered = [norm_set.key for norm_set in (*instrument.norm_sets, *(pack.norm_sets if pack else ()))]
        raise BadAnswers((Fault("norm_set", sentences.no_norm_set(list(dict.fromkeys(offered)))),))
    return brought if brought and pack and pack.verified else own


def _norm_of(offered: tuple[NormSet, ...], key: str) -> NormSet | None:
    for norm_set in offered:
        if norm_set.key == key:
            return norm_set
    return None
