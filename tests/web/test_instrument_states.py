"""What is said of an instrument with a pack is what scoring does with it: one truth on the page and in the result."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from fallkonferenz.actions.packs import Loaded
from fallkonferenz.web.presenters.instruments import limited_to, state
from risk.instruments import get
from risk.packed import gives_bands
from risk.scoring import score
from risk.shape import Words
from tests.risk.answered import A_WOMAN_AND_HER_PARTNER, pack_for, yes_to

WEIGHTS = {item.code: 1 for item in get("danger-assessment").items}
ONLY_WORDING = "Wortlaut aus nicht bestätigtem Paket; Regel und Schwellen des Instruments"
NEVER = "Antworten, nie eine Stufe"

# fmt: off
SAID = (
    # instrument           pack                          state                       limited to     gives bands
    ("lap",               None,                          "bestätigt",                "",            True),
    ("lap",               {"verified": False},           "Wortlaut nicht bestätigt", ONLY_WORDING,  True),
    ("dash",              {"verified": False},           "Wortlaut nicht bestätigt", ONLY_WORDING,  True),
    ("odara",             {"verified": False},           "Wortlaut nicht bestätigt", ONLY_WORDING,  True),
    ("short-list",        {"verified": True},            "Paket bestätigt",          "",            True),
    ("danger-assessment", None,                          "nicht bestätigt",          NEVER,         False),
    ("danger-assessment", {"verified": False, "weights": WEIGHTS}, "nicht bestätigt", NEVER,        False),
    ("danger-assessment", {"verified": True},            "nicht bestätigt",          NEVER,         False),
    ("danger-assessment", {"verified": True, "weights": WEIGHTS}, "Paket bestätigt", "",            True),
)
# fmt: on


@pytest.mark.parametrize(("key", "brings", "says", "limited", "bands"), SAID)
def test_the_page_says_what_scoring_does(key, brings, says, limited, bands):
    instrument = get(key)
    pack = pack_for(instrument, **brings) if brings else None
    loaded = Loaded(instrument, pack)
    scored = score(instrument, yes_to(instrument, [1]), facts=A_WOMAN_AND_HER_PARTNER, pack=pack)

    with override("de"):
        assert (state(loaded).text, limited_to(loaded)) == (says, limited)
        assert state(loaded).note or says == "Paket bestätigt"
    assert gives_bands(instrument, pack) is bands
    assert (getattr(scored, "band", None) is not None) is bands


def test_an_instrument_that_is_a_pack_gives_bands_only_where_it_is_verified():
    base = replace(get("danger-assessment"), key="checklist", verified=False, state=Words("", ""))

    with override("de"):
        assert state(Loaded(base, pack_for(base, verified=False))).note == NEVER
        assert limited_to(Loaded(get("dyrias"))) == "nur vermerkt"
