"""A sealed column takes sealed bytes and no question about them."""

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from fallkonferenz.vault.fields import SealedField, is_sealed
from tests.vault.notes import Note

SHUT = bytes([1]) + bytes(12 + 64 + 16)


def prepared(value):
    return Note._meta.get_field("text").get_prep_value(value)


@pytest.mark.parametrize("value", [SHUT, bytearray(SHUT), memoryview(SHUT), None])
def test_it_takes_sealed_bytes_or_nothing(value):
    assert prepared(value) == value


@pytest.mark.parametrize(
    "value",
    ["clear text", "", b"", b"clear text", bytes(93), SHUT[1:], SHUT + b"\0", SHUT[:29], b"x" * 93, 5],
    ids=repr,
)
def test_it_refuses_everything_else_on_the_way_to_the_database(value):
    with pytest.raises(TypeError, match="text takes sealed bytes only"):
        prepared(value)
    with pytest.raises(TypeError):
        Note._meta.get_field("text").get_db_prep_save(value, connection)
    assert not is_sealed(value)


@pytest.mark.parametrize("question", ["text__contains", "text__iexact", "text__gt", "text__in", "text__startswith"])
def test_nothing_can_be_asked_of_it(question):
    with pytest.raises(FieldError):
        Note.objects.filter(**{question: SHUT})


def test_whether_it_is_empty_can_be_asked():
    assert "IS NULL" in str(Note.objects.filter(text__isnull=True).query)
    assert "IS NULL" in str(Note.objects.filter(text=None).query)


def test_no_clear_text_gets_into_a_question():
    with pytest.raises(TypeError, match="sealed bytes only"):
        Note.objects.filter(text="He was at the door again.")


def test_it_is_rebuilt_with_its_section():
    field = SealedField(section="health", null=True).clone()
    assert isinstance(field, SealedField)
    assert (field.section, field.null, field.editable) == ("health", True, False)
