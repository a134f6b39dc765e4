"""What is said of an instrument to be confirmed is no more than what its sources bear out."""

import pytest

from risk.instruments import ALL


@pytest.mark.parametrize("key", ALL)
def test_each_says_in_both_languages_what_is_confirmed(key):
    it = ALL[key]

    assert all((*it.state, *it.confirmed))
    assert it.verified or "nie eine Stufe" in it.state.de


@pytest.mark.parametrize("key", ALL)
def test_wholly_confirmed_is_only_what_names_nothing_that_is_not(key):
    it = ALL[key]

    says_not = [" nicht" in it.state.de, " not" in it.state.en, "Not confirmed" in it.confirmed.en]
    assert says_not == [not it.wholly] * 3
    if not it.wholly:
        assert not all(source.confirmed for source in it.sources)
