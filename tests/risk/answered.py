"""Sets of answers for tests."""

from collections.abc import Iterable

from risk.pack import PackData
from risk.shape import Band, Instrument, NormSet, Source, Words

A_WOMAN_AND_HER_PARTNER = {"sex_at_risk": "female", "sex_endangering": "male", "relationship": "partners"}
NO_WORDS = Words("–", "–")


def all_no(instrument: Instrument) -> dict[str, object]:
    return {item.code: "no" for item in instrument.items}


def yes_to(instrument: Instrument, codes: Iterable[str | int], **others: object) -> dict[str, object]:
    """Yes to these, no to all others but those that are given."""
    return all_no(instrument) | {str(code): "yes" for code in codes} | others


def without(answers: dict[str, object], codes: Iterable[str | int]) -> dict[str, object]:
    left_out = {str(code) for code in codes}
    return {code: answer for code, answer in answers.items() if code not in left_out}


def pack_for(
    instrument: Instrument,
    *,
    verified: bool,
    version: str = "",
    rule: str = "",
    weights: dict[str, int] | None = None,
    bands: tuple[Band, ...] = (),
    norm_sets: tuple[NormSet, ...] = (),
    thresholds: dict[str, int] | None = None,
) -> PackData:
    return PackData(
        key=instrument.key,
        version=version or instrument.version,
        pack_version="1",
        title=NO_WORDS,
        authority="invented",
        licence=NO_WORDS,
        sources=(Source("invented", "", confirmed=verified),),
        sha256="0" * 64,
        verified=verified,
        weights=weights or {},
        rule=rule,
        bands=bands,
        norm_sets=norm_sets,
        thresholds=thresholds or {},
    )
