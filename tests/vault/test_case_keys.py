"""The keys of cases in the database: made once, opened with one query, re-wrapped by the owner, gone for ever."""

import uuid
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from fallkonferenz.vault.keys import NoKey, new_kek
from fallkonferenz.vault.models import CaseKey
from fallkonferenz.vault.sealing import CaseVault, KeyDestroyed, SealBroken, rewrap
from tests.vault.notes import Note

pytestmark = pytest.mark.django_db


@contextmanager
def the_owner():
    """Become the owner of the tables for a moment, as the commands of the operator do."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE fk_owner")
        yield
        cursor.execute("SET ROLE fk_web")


@pytest.fixture
def case_id(keks):
    return uuid.uuid4()


@pytest.fixture
def note(case_id):
    note = Note()
    CaseVault.make(case_id).seal(note, text="He was at the door again.")
    return note


def stored(case_id):
    return CaseKey.objects.get(pk=case_id)


def test_a_case_gets_its_key_and_opens_again(case_id, note):
    assert CaseVault.open(case_id).read(note, "text") == "He was at the door again."


def test_opening_takes_one_query_however_much_is_read(case_id, note, django_assert_num_queries):
    with django_assert_num_queries(1):
        vault = CaseVault.open(case_id)
        vault.read(note, "text"), vault.read(note, "wish")
        vault.seal(note, wish="nothing more")


def test_every_case_has_a_key_of_its_own(case_id, note):
    other = uuid.uuid4()
    CaseVault.make(other)
    with pytest.raises(SealBroken):
        CaseVault.open(other).read(note, "text")


def test_a_case_gets_a_key_only_once(case_id, note):
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseVault.make(case_id)
    assert CaseVault.open(case_id).read(note, "text") == "He was at the door again."


def test_a_forgotten_case_is_said_to_be_forgotten(case_id, note):
    with the_owner():
        stored(case_id).delete()
    with pytest.raises(KeyDestroyed, match="The key of this case was destroyed"):
        CaseVault.open(case_id)


def test_a_new_key_does_not_bring_a_forgotten_text_back(case_id, note):
    with the_owner():
        stored(case_id).delete()
    with pytest.raises(SealBroken):
        CaseVault.make(case_id).read(note, "text")


def test_a_key_put_into_the_place_of_another_opens_nothing(case_id, note):
    other = uuid.uuid4()
    CaseVault.make(other)
    with the_owner():
        CaseKey.objects.filter(pk=other).update(wrapped=stored(case_id).wrapped)
    with pytest.raises(NoKey):
        CaseVault.open(other)


def test_a_key_re_wrapped_for_a_new_year_opens_what_was_sealed_before(case_id, note, keks):
    new_kek(keks, "2027")
    with the_owner():
        rewrap(stored(case_id))
    (keks / "2026.key").unlink()

    assert (stored(case_id).kek_id, stored(case_id).version) == ("2027", 1)
    assert CaseVault.open(case_id).read(note, "text") == "He was at the door again."


def test_without_its_key_encrypting_key_a_case_stays_shut(case_id, note, keks):
    new_kek(keks, "2027")
    (keks / "2026.key").unlink()
    with pytest.raises(NoKey, match="The key-encrypting key “2026” is missing"):
        CaseVault.open(case_id)


def test_a_wrapped_key_has_sixty_bytes(case_id):
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseKey.objects.create(case_id=case_id, wrapped=bytes(59), kek_id="2026")


def test_the_web_role_neither_changes_nor_destroys_a_key(case_id, note):
    for act in (lambda: rewrap(stored(case_id)), lambda: stored(case_id).delete()):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            act()


def test_the_worker_role_sees_no_key(case_id, note):
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE fk_worker")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        stored(case_id)


def test_no_clear_text_and_no_opened_key_stand_in_the_database(case_id, note, keks):
    row = stored(case_id)
    assert len(row.wrapped) == 60
    assert CaseVault.open(case_id)._key not in bytes(row.wrapped)
    assert str(row) == f"key 1 of case {case_id}"
