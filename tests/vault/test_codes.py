"""Codes are said, heard, written and typed; every single mistake on the way is found."""

from contextlib import suppress
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fallkonferenz.vault.codes import (
    ALPHABET,
    BODY_LENGTH,
    LENGTH,
    CodeError,
    check_characters,
    is_code,
    new_code,
    parse,
    spelling,
    spoken,
)

BODIES = st.text(ALPHABET, min_size=BODY_LENGTH, max_size=BODY_LENGTH)
CODES = BODIES.map(lambda body: body + check_characters(body))
PLACES = st.integers(0, LENGTH - 1)
CHARACTERS = st.sampled_from(ALPHABET)

# Written down once: a code on a printed page must stay a code in every later version.
OLD_CODES = ("0000000000", "12345678NX", "ABCDEFGH99", "ZZZZZZZZ22", "7KM2QX9T5X")


def changed(code: str, place: int, character: str) -> str:
    return code[:place] + character + code[place + 1 :]


def swapped(code: str, left: int, right: int) -> str:
    return changed(changed(code, left, code[right]), right, code[left])


def test_the_alphabet_has_32_characters_and_no_twins_of_digits():
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert not set("ILOS") & set(ALPHABET)


def test_a_new_code_is_a_code():
    for _time in range(200):
        assert is_code(new_code())


def test_new_codes_do_not_repeat():
    assert len({new_code() for _time in range(5_000)}) == 5_000


@given(CODES)
def test_every_single_error_is_found_in_every_place(code):
    wrong = [changed(code, place, other) for place in range(LENGTH) for other in ALPHABET if other != code[place]]
    assert len(wrong) == LENGTH * 31
    assert not any(is_code(text) for text in wrong)


@given(CODES)
def test_every_swap_is_found_of_neighbours_and_of_others_check_characters_included(code):
    wrong = {swapped(code, left, right) for left, right in combinations(range(LENGTH), 2)} - {code}
    assert not any(is_code(text) for text in wrong)


@given(CODES, PLACES, PLACES, CHARACTERS, CHARACTERS)
def test_every_two_errors_are_found(code, one, other, first, second):
    wrong = changed(changed(code, one, first), other, second)
    assert wrong == code or not is_code(wrong)


def test_all_errors_in_two_places_of_one_code_are_found():
    """The code is linear, so what holds for the errors of one code holds for all."""
    code = OLD_CODES[1]
    for left, right in combinations(range(LENGTH), 2):
        for first in ALPHABET:
            survivors = [
                text for second in ALPHABET if is_code(text := changed(changed(code, left, first), right, second))
            ]
            assert set(survivors) <= {code}


@given(BODIES)
def test_only_one_pair_of_check_characters_fits(body):
    assert [pair for pair in (a + b for a in ALPHABET for b in ALPHABET) if is_code(body + pair)] == [
        check_characters(body)
    ]


@pytest.mark.parametrize("code", OLD_CODES)
def test_codes_of_earlier_versions_stay_codes(code):
    assert parse(code) == code


@given(CODES, st.sampled_from(["-", " ", " - ", "\u2013", "\u00a0", ".", "\n"]))
def test_it_is_read_in_lower_case_with_any_separators(code, separator):
    assert parse(f"  {separator.join(spoken(code).lower().split('-'))} ") == code


@given(CODES)
def test_twins_are_read_as_what_they_look_like(code):
    for digit, twin in ("1I", "1l", "0o", "5S"):
        assert parse(code.replace(digit, twin)) == code


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "A code has 10 characters; this one has 0."),
        ("1234-5678-N", "A code has 10 characters; this one has 9."),
        ("1234-5678-NXX", "A code has 10 characters; this one has 11."),
        ("1234-5678-Ä!", "No code contains “!Ä”."),
        ("1234-5678-XN", "This code is not right: a character is wrong or two are swapped. Please compare once more."),
    ],
)
def test_who_mistypes_is_told_what_is_wrong(text, sentence, in_english):
    with pytest.raises(CodeError) as refusal:
        parse(text)
    assert str(refusal.value) == str(refusal.value.sentence) == sentence


@given(st.text(max_size=30))
def test_whatever_is_read_is_a_code_and_the_rest_is_refused(text):
    with suppress(CodeError):
        assert is_code(parse(text))


@pytest.mark.parametrize("text", ["abcdefgh99", "ABCD-EFGH-99", "ABCDEFGH98", "", "ABCDEFGH9"])
def test_only_the_canonical_form_is_a_code(text):
    assert not is_code(text)


def test_it_is_shown_in_groups():
    assert spoken("ABCDEFGH99") == "ABCD-EFGH-99"


def test_it_is_read_aloud_by_the_german_standard():
    assert spelling("ABXY23") == ["Aachen", "Berlin", "Xanten", "Ypsilon", "Zwo", "Drei"]


def test_each_character_has_a_word_of_its_own():
    assert len({*spelling(ALPHABET)}) == len(ALPHABET)
    assert all(word[0] == letter for letter, word in zip(ALPHABET[10:], spelling(ALPHABET[10:]), strict=True))
