"""One entry and its proof: it holds, it is not there yet, or somebody has changed something."""

import pytest
from django.urls import reverse

from audit import proof as tlog_proof
from audit.models import Entry
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def entry(given, cast):
    """The flagging of a case."""
    given.case()
    with beyond_row_security():
        return Entry.objects.filter(counter=1).order_by("header").first()


def address(entry, name="audit-entry"):
    return reverse(name, args=[entry.epoch_id, entry.counter])


def test_it_says_who_did_what_and_that_the_proof_holds(officer, entry, positions, cast):
    positions()

    page = officer.get(address(entry))

    text = page.content.decode()
    assert "Fall gemeldet." in text
    assert cast.biss.name in text
    assert "Auf dieser Seite geprüft: Der Beweis stimmt" in text


def test_before_a_checkpoint_it_says_so(officer, entry):
    page = officer.get(address(entry))

    assert "Noch ohne Prüfpunkt" in page.content.decode()
    assert officer.get(address(entry, "audit-proof")).status_code == 409


def test_the_proof_can_be_taken_along(officer, entry, positions):
    positions()

    file = officer.get(address(entry, "audit-proof"))

    proof = tlog_proof.parse(file.content)
    assert proof.header == bytes(entry.header)
    assert file["Content-Disposition"].startswith("attachment; filename=")


def test_a_tree_that_was_changed_is_said_in_red(officer, entry, positions, as_superuser):
    positions()
    as_superuser("ALTER TABLE audit_leaf DISABLE TRIGGER ALL")
    as_superuser("UPDATE audit_leaf SET hash = sha256('another') WHERE position = 0")

    text = officer.get(address(entry)).content.decode()

    assert "Der Beweis stimmt nicht" in text
    assert officer.get(address(entry, "audit-proof")).status_code == 409


def test_what_is_not_there_is_not_found(officer, entry):
    assert officer.get(reverse("audit-entry", args=[entry.epoch_id, 999_999])).status_code == 404
    assert officer.get(reverse("audit-entry", args=[entry.epoch_id, 2**62 * 4])).status_code == 404


def test_of_the_details_only_ids_are_shown(officer, given, cast):
    """The level of a risk stands in the entry of an assessment, and not on the page."""
    given.assessed(given.case())
    with beyond_row_security():
        numbers = list(Entry.objects.order_by("-counter").values_list("epoch_id", "counter")[:3])

    texts = [officer.get(reverse("audit-entry", args=each)).content.decode() for each in numbers]

    assert any("Der Eintrag enthält mehr, als hier steht" in text for text in texts)
    assert not [text for text in texts if "acute" in text or "akut" in text]
