"""The instruments that rows of assessments name: as they were used, or at least what they are called."""

from collections.abc import Iterable, Mapping
from typing import Any

from fallkonferenz.actions import packs
from fallkonferenz.actions.answering import GONE, NEW_VERSION
from fallkonferenz.actions.packs import Loaded
from fallkonferenz.web.presenters.assessments.wording import in_language
from risk.packed import gives_bands
from risk.shape import Band, Instrument, NormSet


class Known:
    """A row of another version, or of a pack that is not at hand, keeps its name and has no questions to show."""

    def __init__(self, loaded: Mapping[tuple[str, str], Loaded]) -> None:
        """``loaded`` by key and digest of the pack: of one instrument several may stand beside each other."""
        self.loaded = loaded
        self.by_key = {key: found for (key, _digest), found in loaded.items()}

    @classmethod
    def offered(cls) -> "Known":
        """As they are offered now."""
        return cls({(key, found.sha256): found for key, found in packs.loaded().items()})

    @classmethod
    def as_begun(cls, rows: Iterable[Any]) -> "Known":
        """With the packs that one assessment was begun with."""
        return cls(packs.as_begun((row.instrument, row.pack_sha256) for row in rows))

    def exactly(self, row: Any) -> Loaded | None:
        known = self.loaded.get((row.instrument, row.pack_sha256))
        return known if known and known.instrument.version == row.version else None

    def instrument(self, row: Any) -> Instrument | None:
        known = self.exactly(row)
        return known.instrument if known else None

    def why_it_ended(self, row: Any) -> str:
        """Why an open assessment cannot go on with it; "" if it can."""
        if self.exactly(row):
            return ""
        return str(NEW_VERSION if row.instrument in self.by_key else GONE)

    def ended(self, rows: Iterable[Any]) -> list[tuple[str, str]]:
        """The instruments that an open assessment cannot go on with, each with its reason."""
        return [(self.name(row), why) for row in rows if (why := self.why_it_ended(row))]

    def bands(self, row: Any) -> tuple[Band, ...]:
        """Those that can be drawn beside a score; none that only an unverified pack brings."""
        known = self.exactly(row)
        if known is None:
            return ()
        if not gives_bands(known.instrument, known.pack):
            return ()
        brought = known.pack.bands if known.pack and known.pack.verified else ()
        return brought or known.instrument.bands

    def norm_sets(self, row: Any) -> tuple[NormSet, ...]:
        """Those that can be compared with; of an unverified pack none."""
        known = self.exactly(row)
        if known is None:
            return ()
        return (*known.instrument.norm_sets, *(known.pack.norm_sets if known.pack and known.pack.verified else ()))

    def name(self, row: Any) -> str:
        known = self.loaded.get((row.instrument, row.pack_sha256)) or self.by_key.get(row.instrument)
        return in_language(known.instrument.name) if known else str(row.instrument)
