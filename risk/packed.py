"""An instrument with its pack: the licensed wording in place of our short labels, or an instrument that is a pack."""

from collections.abc import Mapping
from dataclasses import replace

from risk.instruments import ALL
from risk.pack import PackData
from risk.shape import Guard, Instrument, Item, Rule, Words

NOT_VALIDATED = Words(
    "Von dieser Checkliste ist nicht bekannt, wie gut sie vorhersagt.",
    "It is not known how well this checklist predicts.",
)
LOCAL_CHECKLIST = Words(
    "Eine Checkliste aus einem Paket: Was sie misst, sagt die Stelle, die sie herausgibt.",
    "A checklist out of a pack: what it measures is said by the authority that issues it.",
)
LOCAL_TRAINING = Words("Nach den Vorgaben der Stelle, die sie herausgibt.", "As the authority that issues it demands.")
NOT_YES = Words(
    "Was nicht mit Ja beantwortet ist, zählt nicht; die Spanne zeigt, was daraus noch werden kann.",
    "What is not answered with yes does not count; the span shows what may still come of it.",
)


def gives_bands(instrument: Instrument, pack: PackData | None) -> bool:
    """Whether what is answered can end in a band. A pack that is not verified brings none and takes none away."""
    verified = pack is not None and pack.verified
    if instrument.rule is Rule.WEIGHTED_SUM:
        return verified and bool(pack and pack.weights)
    return verified or instrument.verified


def instrument_of(pack: PackData) -> Instrument:
    """The instrument to ask with: ours with the pack's wording, or one made of the pack alone (yes and no, each)."""
    base = ALL.get(pack.key)
    return _reworded(base, pack.wording) if base else _alone(pack)


def _reworded(base: Instrument, wording: Mapping[str, Words]) -> Instrument:
    items = tuple(replace(item, label=wording.get(item.code, item.label)) for item in base.items)
    return replace(base, items=items)


def _alone(pack: PackData) -> Instrument:
    return Instrument(
        key=pack.key,
        version=pack.version,
        name=pack.title,
        measures=LOCAL_CHECKLIST,
        rule=Rule.WEIGHTED_SUM,
        items=tuple(Item(code, label) for code, label in pack.wording.items()),
        guard=Guard((), LOCAL_TRAINING),
        licence=pack.licence,
        sources=pack.sources,
        not_for=(NOT_VALIDATED,),
        missing=NOT_YES,
        bands=pack.bands if pack.verified else (),
        norm_sets=pack.norm_sets if pack.verified else (),
        verified=pack.verified,
    )
