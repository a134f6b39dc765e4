"""An instrument for its reader: what it measures, how well it predicts, what it must not be used for, what it asks."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from fallkonferenz.actions.packs import Loaded
from fallkonferenz.web.components import Cell, Column
from risk.packed import gives_bands
from risk.shape import Band, Instrument, Item, NormSet, Rule, Source, Words
from risk.words import FLAGS, LEVELS

COLUMNS = (_("Instrument"), _("Result"), _("State"), _("Pack"))
ITEM_COLUMNS = (_("Number"), _("Question in short"), _("Note"))
BAND_COLUMNS = (_("Result"), _("Score"), _("Lifts the case to"))
NORM_COLUMNS = tuple(
    Column(label, numeric=True)
    for label in (_("Score"), _("did it again"), _("of the sample scored lower"), _("of the sample scored higher"))
)
FIGURE_COLUMNS = (_("What was found"), _("Source"))
SOURCE_COLUMNS = (_("Source"), _("State"))
ONLY_WORDING = _("wording from a pack that is not confirmed; rule and thresholds of the instrument")

HOW = {
    Rule.COUNT: _("counts each yes"),
    Rule.PRORATED: _("counts each yes, extrapolated over what is missing"),
    Rule.WEIGHTED_SUM: _("adds the points of a pack"),
    Rule.SCREEN: _("triggers a referral or not"),
    Rule.PROFILE: _("structured judgement, no sum"),
    Rule.EXTERNAL: _("scored elsewhere, recorded here"),
}


def said(words: Words) -> str:
    return words.in_(get_language() or "de")


def rows(found: Iterable[Loaded]) -> list[list[Cell | str]]:
    return [
        [
            Cell(said(each.instrument.name), reverse("instrument-read", args=[each.instrument.key])),
            str(HOW[each.instrument.rule]),
            state(each),
            Cell(said(each.pack.title), note=each.pack.authority) if each.pack else "–",
        ]
        for each in found
    ]


def state(found: Loaded) -> Cell:
    """What is confirmed and what is not; a band is shown only of what is. Of a pack that is not, only the wording counts."""
    it, exactly = found.instrument, said(found.instrument.state)
    if it.external:
        return Cell(gettext("recorded only"), tone="info", note=exactly)
    if not gives_bands(it, found.pack):
        return Cell(gettext("not confirmed"), tone="warning", note=exactly or gettext("answers, never a band"))
    if found.pack and found.pack.verified:
        return Cell(gettext("pack confirmed"), tone="success")
    if found.pack:
        return Cell(gettext("wording not confirmed"), tone="warning", note=str(ONLY_WORDING))
    if it.wholly:
        return Cell(gettext("confirmed"), tone="success", note=exactly)
    return Cell(gettext("partly confirmed"), tone="info", note=exactly)


def limited_to(found: Loaded) -> str:
    """A word for who chooses an instrument: it is only recorded, gives no band, or has a wording that nobody confirmed."""
    if found.instrument.external:
        return gettext("recorded only")
    if not gives_bands(found.instrument, found.pack):
        return gettext("answers, never a band")
    return str(ONLY_WORDING) if found.pack and not found.pack.verified else ""


class InstrumentPresenter:
    """One instrument, part by part, in the reader's language."""

    item_columns, band_columns, norm_columns = ITEM_COLUMNS, BAND_COLUMNS, NORM_COLUMNS
    figure_columns, source_columns = FIGURE_COLUMNS, SOURCE_COLUMNS

    def __init__(self, found: Loaded) -> None:
        self._found = found
        self._it: Instrument = found.instrument

    @property
    def name(self) -> str:
        return said(self._it.name)

    @property
    def measures(self) -> str:
        return said(self._it.measures)

    @property
    def confirmed(self) -> str:
        return said(self._it.confirmed)

    @cached_property
    def state(self) -> Cell:
        return state(self._found)

    @property
    def not_for(self) -> list[str]:
        return [*map(said, self._it.not_for), *(said(valid.reason) for valid in self._it.guard.valid_for)]

    @property
    def facts(self) -> list[tuple[str, object]]:
        return [
            (gettext("Version"), self._it.version),
            (gettext("Result"), HOW[self._it.rule]),
            (gettext("Unanswered questions"), said(self._it.missing)),
            (gettext("Who may use it"), said(self._it.guard.training)),
            (gettext("Rights"), said(self._it.licence)),
        ]

    @property
    def pack_facts(self) -> list[tuple[str, object]]:
        pack = self._found.pack
        if pack is None:
            return []
        checked = (
            Cell(gettext("verified"), tone="success") if pack.verified else Cell(gettext("unverified"), tone="warning")
        )
        return [
            (gettext("Pack"), said(pack.title)),
            (gettext("Version"), pack.pack_version),
            (gettext("Authority"), pack.authority),
            (gettext("Check"), checked),
            *([] if pack.licence == self._it.licence else [(gettext("Rights"), said(pack.licence))]),
            (gettext("Fingerprint"), pack.sha256[:16]),
        ]

    @property
    def items(self) -> list[list[Cell | str]]:
        return [[item.code, said(item.label), "; ".join(_notes(item))] for item in self._it.items]

    @property
    def whose_words(self) -> str:
        """If a pack brings the wording."""
        worded = self._found.pack is not None and self._found.pack.wording
        return gettext("The wording comes with the pack.") if worded else ""

    @property
    def bands(self) -> list[list[Cell | str]]:
        """Those that count: of the instrument, or of a pack that is verified."""
        pack = self._found.pack
        own = pack.bands if pack and pack.bands and pack.verified else self._it.bands
        return _bands(own)

    @property
    def norm_sets(self) -> Iterator[dict[str, object]]:
        pack = self._found.pack
        sets = (*self._it.norm_sets, *(pack.norm_sets if pack and pack.verified else ()))
        return (
            {"label": said(each.label), "facts": _sample(each), "rows": _norms(each), "bands": _bands(each.bands)}
            for each in sets
        )

    @property
    def figures(self) -> list[list[Cell | str]]:
        return [[said(what), _source(source)] for what, source in self._it.validity]

    @property
    def sources(self) -> list[list[Cell | str]]:
        pack = self._found.pack
        unique = dict.fromkeys((*self._it.sources, *(pack.sources if pack else ())))
        return [[_source(each), _standing(each)] for each in unique]


def _notes(item: Item) -> Iterator[str]:
    if item.part_of:
        yield gettext("belongs to %(number)s") % {"number": item.part_of}
    if item.indicators:
        yield gettext("%(count)s signs, yes from %(least)s") % {"count": len(item.indicators), "least": item.at_least}
    if item.records_only:
        yield gettext("only from police or court records")
    if item.flag:
        yield gettext("red flag: %(flag)s") % {"flag": said(FLAGS[item.flag])}


def _bands(bands: Iterable[Band]) -> list[list[Cell | str]]:
    return [
        [said(each.label), _span(each.lowest, each.highest), said(LEVELS[each.lifts_to]) if each.lifts_to else "–"]
        for each in bands
    ]


def _span(lowest: int | None, highest: int | None) -> str:
    if lowest is None and highest is None:
        return "–"
    if highest is None:
        return gettext("%(score)s and more") % {"score": lowest}
    if lowest is None:
        return gettext("up to %(score)s") % {"score": highest}
    return str(lowest) if lowest == highest else f"{lowest}–{highest}"


def _sample(norms: NormSet) -> list[tuple[str, object]]:
    rate = f"{norms.base_rate} %" if norms.base_rate is not None else gettext("not known")
    return [
        (gettext("Sample"), said(norms.sample)),
        (gettext("Base rate"), rate),
        (gettext("Warning"), said(norms.warning)),
    ]


def _norms(norms: NormSet) -> list[list[str]]:
    return [
        [_span(row.score_from, row.score_to), *(f"{part} %" for part in (row.percent, row.lower, row.higher))]
        for row in norms.norms
    ]


def _source(source: Source) -> Cell:
    return Cell(source.text, note=source.url)


def _standing(source: Source) -> Cell:
    """Whether it was read where it stands, or only told."""
    return (
        Cell(gettext("read there"), tone="success")
        if source.confirmed
        else Cell(gettext("not confirmed"), tone="warning")
    )
