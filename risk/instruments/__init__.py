"""All instruments that are known without a pack."""

from risk.instruments.b_safer import B_SAFER
from risk.instruments.danger_assessment import DANGER_ASSESSMENT
from risk.instruments.dash import DASH
from risk.instruments.dyrias import DYRIAS
from risk.instruments.lap import LAP
from risk.instruments.odara import ODARA
from risk.instruments.sara import SARA_V3
from risk.instruments.short_list import SHORT_LIST
from risk.shape import Instrument

ALL: dict[str, Instrument] = {
    instrument.key: instrument
    for instrument in (LAP, DASH, SHORT_LIST, DANGER_ASSESSMENT, ODARA, B_SAFER, SARA_V3, DYRIAS)
}


class UnknownInstrument(LookupError):
    """There is no instrument of this name."""


def get(key: str) -> Instrument:
    """The instrument of this key; UnknownInstrument if there is none."""
    try:
        return ALL[key]
    except KeyError:
        raise UnknownInstrument(key) from None
