"""What is scored, and against what; and the frame every result shares."""

from collections.abc import Mapping
from typing import NamedTuple

from risk import sentences
from risk.pack import PackData
from risk.reading import Reading, plan_of
from risk.result import Refusal, Result, Told
from risk.shape import Band, Instrument, NormSet, Rule, Words
from risk.words import NOT_ASKED, UNKNOWN, YES


class Asked(NamedTuple):
    """Read answers of one instrument with all that is to be held beside them."""

    instrument: Instrument
    reading: Reading
    answers: Mapping[str, object]
    facts: Mapping[str, object]
    norm_set: NormSet | None
    pack: PackData | None

    @property
    def missing(self) -> int:
        """How many questions are open."""
        return self.reading.missing

    @property
    def asked_for(self) -> int:
        """How many questions count."""
        return plan_of(self.instrument).counting

    @property
    def trusted(self) -> bool:
        """Whether a band may follow: the instrument was confirmed, or the pack that brings what it lacks."""
        return self.instrument.verified or self.confirmed is not None

    @property
    def confirmed(self) -> PackData | None:
        """The pack as far as it may score. Of one that is not verified only the wording is used, and it disarms nothing."""
        return self.pack if self.pack and self.pack.verified else None

    @property
    def bands(self) -> tuple[Band, ...]:
        """Those of the place that was chosen, else of the pack, else the instrument's own."""
        if self.norm_set and self.norm_set.bands:
            return self.norm_set.bands
        return self.confirmed.bands if self.confirmed and self.confirmed.bands else self.instrument.bands

    @property
    def told(self) -> tuple[Told, ...]:
        """Levels and opinions from elsewhere, as they were recorded."""
        offered = plan_of(self.instrument).told
        return tuple([offered[code][self.answers[code]] for code in offered if code in self.answers])

    def refused(self, key: str, reason: Words) -> Refusal:
        return Refusal(
            self.instrument.key,
            self.instrument.version,
            reason,
            key,
            self.reading.flags,
            missing=self.missing,
            unknown=tuple(self.reading.unknown),
            not_asked=tuple(self.reading.not_asked),
            reasons=self._in_numbers(),
            named=self._by_items(),
            told=self.told,
        )

    def _in_numbers(self) -> tuple[Words, ...]:
        """How much was answered all the same; nothing where a number of yes would be read as a score."""
        if self.instrument.rule not in (Rule.COUNT, Rule.PRORATED):
            return ()
        counted = sentences.counted(len(self.reading.yes), self.asked_for)
        return (counted, sentences.open_ones(self.missing)) if self.missing else (counted,)

    def _by_items(self) -> tuple[Words, ...]:
        reading = self.reading
        said = ((YES, reading.yes), (UNKNOWN, reading.unknown), (NOT_ASKED, reading.not_asked))
        return tuple([sentences.rated(words, tuple(codes)) for words, codes in said if codes])

    def outcome(
        self,
        key: str,
        decided_by: str,
        reason: Words,
        *,
        highest: str = "",
        notes: tuple[Words, ...] = (),
        named: tuple[Words, ...] = (),
        open_facts: tuple[str, ...] = (),
    ) -> Result:
        """The result of a rule that names its band and gives no score; ``highest`` is the band it could still become."""
        bands = {band.key: band for band in self.bands}
        band, could_be = bands[key], bands[highest or key]
        return Result(
            self.instrument.key,
            self.instrument.version,
            band=band,
            decided_by=decided_by,
            reasons=(reason,),
            missing=self.missing,
            unknown=tuple(self.reading.unknown),
            not_asked=tuple(self.reading.not_asked),
            red_flags=self.reading.flags,
            lifts_to=band.lifts_to,
            notes=notes,
            named=named,
            lowest=band,
            highest=could_be,
            settled=band is could_be,
            open_facts=open_facts,
        )
