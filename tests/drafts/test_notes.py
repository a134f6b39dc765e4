"""The signed note in a form: what another version of this program signed is no reason for a fault."""

import pytest
from django.core import signing

from fallkonferenz.web.keeping import SALT, Desk

UUID = "77777777-2222-4333-8444-555555555555"


@pytest.mark.parametrize(
    "told",
    [
        [UUID, UUID, "case.flag", "/cases/", ""],
        [UUID, UUID, "case.flag", "/cases/", "", {}, "more"],
        [UUID, "no uuid", "case.flag", "/cases/", "", {}],
        [UUID, 7, "case.flag", "/cases/", "", {}],
        [UUID, UUID, "case.flag", "/cases/", "", 7],
        7,
    ],
)
def test_a_note_of_another_shape_is_none(told):
    assert Desk.from_note(signing.dumps(told, salt=SALT, compress=True)) is None


def test_a_note_of_ours_is_read():
    told = [UUID, UUID, "case.flag", "/cases/", "", {"a": "b"}]

    assert Desk.from_note(signing.dumps(told, salt=SALT, compress=True)).page.names == {"a": "b"}
