"""What a pack says, once it has been read: what of an instrument is licensed, local or unconfirmed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from risk.shape import Band, NormSet, Source, Words

NO_WORDING: Mapping[str, Words] = {}
NO_NUMBERS: Mapping[str, int] = {}


@dataclass(frozen=True, eq=False)
class PackData:
    """A pack for the instrument ``key`` in its ``version``; ``pack_version`` is the pack's own.

    ``verified``: signed by an authority that is trusted here, and each source confirmed. Of a pack that is not, only the
    wording counts. ``weights`` are the points of a yes, ``thresholds`` the lowest score that lifts a case to a
    level. ``sha256`` (hexadecimal) is that of the canonical pack, not of the file.
    """

    key: str
    version: str
    pack_version: str
    title: Words
    authority: str
    licence: Words
    sources: tuple[Source, ...]
    sha256: str
    verified: bool
    wording: Mapping[str, Words] = field(default_factory=lambda: NO_WORDING)
    weights: Mapping[str, int] = field(default_factory=lambda: NO_NUMBERS)
    rule: str = ""  # "weighted_sum", or "" for the instrument's own
    bands: tuple[Band, ...] = ()
    norm_sets: tuple[NormSet, ...] = ()
    thresholds: Mapping[str, int] = field(default_factory=lambda: NO_NUMBERS)
