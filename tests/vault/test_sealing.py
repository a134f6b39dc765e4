"""A sealed text opens in its own place only: any other key, case, table, row, column or byte, and it stays shut."""

import pickle
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fallkonferenz.vault.fields import BLOCK
from fallkonferenz.vault.sealing import CaseVault, SealBroken
from tests.vault.notes import Margin, Note

CASE = uuid.UUID("00000000-0000-4000-8000-000000000001")
ROW = uuid.UUID("00000000-0000-4000-8000-0000000000aa")
KEY = bytes(range(32))

# Sealed by format 1 under KEY for Note.text of ROW. It must open in every later version.
GOLDEN_TEXT = "Sie möchte nicht, dass er davon erfährt."
GOLDEN = bytes.fromhex(
    "015c4c724f9086e452440a7ec0b398ff96ca050c002363837ab62cd15b097a4875470765c92acaade409a60ecf1b6581aed7"
    "7eac7dd4f8f6c7d2700efb0e7ad1106241b32d4108f93dc9fc68cdf52b8d105a76360afa33c215513c8fe4"
)


@pytest.fixture
def vault():
    return CaseVault(CASE, KEY)


@pytest.fixture
def note(vault):
    note = Note(text=None)
    vault.seal(note, text="He was at the door again.")
    return note


def moved(sealed, to, column):
    setattr(to, column, sealed)
    return to


@given(st.text())
def test_every_text_comes_back(text):
    vault, note = CaseVault(CASE, KEY), Note()
    vault.seal(note, text=text)
    assert CaseVault(CASE, KEY).read(note, "text") == text


def test_several_columns_are_sealed_at_once(vault):
    note = Note()
    vault.seal(note, text="what happened", wish="what she wants")
    assert (vault.read(note, "text"), vault.read(note, "wish")) == ("what happened", "what she wants")


def test_where_nothing_was_sealed_there_is_no_text(vault):
    assert vault.read(Note(), "wish") == ""


def test_the_database_driver_may_return_a_memoryview(vault, note):
    note.text = memoryview(note.text)
    assert vault.read(note, "text") == "He was at the door again."


@given(st.text(st.characters(codec="utf-8", min_codepoint=33), min_size=6))
def test_no_piece_of_the_text_shows_in_the_bytes(text):
    vault, note = CaseVault(CASE, KEY), Note()
    vault.seal(note, text=text)
    assert text.encode() not in note.text


@pytest.mark.parametrize(("length", "blocks"), [(0, 1), (1, 1), (63, 1), (64, 2), (127, 2), (128, 3), (1000, 16)])
def test_only_whole_blocks_show_how_long_a_text_is(vault, length, blocks):
    note = Note()
    vault.seal(note, text="x" * length)
    assert len(note.text) == 1 + 12 + blocks * BLOCK + 16


def test_the_same_text_never_looks_the_same(vault):
    note, nonces = Note(), set()
    for _time in range(10_000):
        vault.seal(note, text="again")
        nonces.add(bytes(note.text[1:13]))
    assert len(nonces) == 10_000


def test_a_flipped_bit_anywhere_is_found(vault, note):
    sealed = note.text
    for bit in range(len(sealed) * 8):
        broken = bytearray(sealed)
        broken[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SealBroken):
            vault.read(moved(bytes(broken), note, "text"), "text")


def test_every_cut_and_every_extension_is_found(vault, note):
    sealed = note.text
    for other in (*(sealed[:length] for length in range(len(sealed))), sealed + b"\0", sealed + bytes(BLOCK)):
        with pytest.raises(SealBroken):
            vault.read(moved(other, note, "text"), "text")


def test_a_text_moved_to_another_row_stays_shut(vault, note):
    with pytest.raises(SealBroken):
        vault.read(moved(note.text, Note(), "text"), "text")


def test_a_text_moved_to_another_column_stays_shut(vault, note):
    with pytest.raises(SealBroken):
        vault.read(moved(note.text, note, "wish"), "wish")


def test_a_text_moved_to_another_table_stays_shut(vault, note):
    with pytest.raises(SealBroken):
        vault.read(Margin(pk=note.pk, text=note.text), "text")


def test_the_key_of_another_case_opens_nothing(note):
    with pytest.raises(SealBroken):
        CaseVault(uuid.uuid4(), bytes(32)).read(note, "text")


def test_rows_with_swapped_texts_are_both_shut(vault):
    one, other = Note(), Note()
    vault.seal(one, text="hers")
    vault.seal(other, text="his")
    one.text, other.text = other.text, one.text
    for note in (one, other):
        with pytest.raises(SealBroken):
            vault.read(note, "text")


def test_who_meets_a_broken_seal_gets_a_sentence(vault, note, in_english):
    with pytest.raises(SealBroken) as broken:
        vault.read(moved(b"clear text", note, "text"), "text")
    assert str(broken.value) == "This text was changed or moved after it was sealed. It is not shown."


def test_a_text_sealed_by_format_1_still_opens(vault):
    assert vault.read(Note(pk=ROW, text=GOLDEN), "text") == GOLDEN_TEXT


def test_a_row_of_another_case_is_not_sealed_with_this_key(vault):
    with pytest.raises(ValueError, match="belongs to another case"):
        vault.seal(Margin(case_id=uuid.uuid4()), text="would be lost")


def test_only_sealed_fields_of_rows_with_a_uuid_are_sealed(vault):
    with pytest.raises(TypeError, match="no SealedField"):
        vault.seal(Margin(case_id=CASE), heading="in the clear")
    with pytest.raises(TypeError, match="UUID"):
        vault.seal(Note(pk=None), text="nowhere")


def test_an_opened_key_is_neither_printed_nor_sent(vault, note):
    vault.read(note, "text")
    assert repr(vault) == str(vault) == f"<CaseVault of {CASE}>"
    with pytest.raises(TypeError, match="never leaves its process"):
        pickle.dumps(vault)
