"""One entry and its proof: it holds, it is not there yet, or somebody has changed something."""

from pathlib import Path

import pytest
from django.urls import reverse

from audit import proof as tlog_proof
from audit import verify
from audit.models import Entry
from tests.audit.small_log import key_of
from tests.audit.watched import WITNESS
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def entry(given, cast):
    """The flagging of a case."""
    given.case()
    with beyond_row_security():
        return Entry.objects.exclude(counter=0).order_by("counter", "header").first()


def address(entry, name="audit-entry"):
    return reverse(name, args=[entry.epoch_id, entry.counter])


def test_it_says_who_did_what_and_that_the_proof_holds(officer, entry, positions, cosign, cast):
    positions()
    cosign(WITNESS)

    page = officer.get(address(entry))

    text = page.content.decode()
    assert "Fall gemeldet." in text
    assert cast.biss.name in text
    assert "Auf dieser Seite geprüft: Der Beweis stimmt" in text


def test_before_a_checkpoint_it_says_so(officer, entry):
    page = officer.get(address(entry))

    assert "Noch ohne Prüfpunkt" in page.content.decode()
    assert officer.get(address(entry, "audit-proof")).status_code == 409


def checked(file, settings, tmp_path):
    """What a court's own check ends with."""
    (tmp_path / "saved").write_bytes(file.content)
    return verify.main(["--proof", str(tmp_path / "saved"), "--policy", settings.AUDIT_POLICY_FILE])


def test_the_proof_taken_along_is_one_a_court_can_check_whatever_came_later(
    officer, entry, positions, cosign, settings, tmp_path
):
    """A witness comes once a minute, and each look is an entry: the newest checkpoint is hardly ever a witnessed one."""
    positions()
    cosign(WITNESS)
    officer.get(address(entry))
    positions()

    page = officer.get(address(entry)).content.decode()
    file = officer.get(address(entry, "audit-proof"))

    assert "witness.example" in page
    assert tlog_proof.parse(file.content).header == bytes(entry.header)
    assert file["Content-Disposition"].startswith('attachment; filename="entry-')
    assert checked(file, settings, tmp_path) == 0


def test_what_no_witness_has_seen_yet_is_not_called_proved(officer, entry, positions, trusting, settings, tmp_path):
    positions()

    page = officer.get(address(entry)).content.decode()
    file = officer.get(address(entry, "audit-proof"))

    assert "noch kein Zeuge" in page
    assert "Der Beweis stimmt" not in page
    assert "not-witnessed" in file["Content-Disposition"]
    assert checked(file, settings, tmp_path) == 1


def test_a_row_that_no_witness_signed_witnesses_nothing(officer, entry, positions, cosign):
    """Whoever holds the database can put one there."""
    positions()
    cosign(key_of("somebody else"))

    page = officer.get(address(entry)).content.decode()

    assert "witness.example" not in page
    assert "Der Beweis stimmt" not in page


def test_a_checkpoint_the_log_did_not_sign_is_said_in_red(officer, entry, positions, trusting, settings):
    """A policy that knows another key under the log's name."""
    positions()
    keys = [f"log {each.key.vkey()}" for each in key_of("a thief").as_log(settings.AUDIT_ORIGIN)]
    Path(settings.AUDIT_POLICY_FILE).write_text("\n".join([*keys, "quorum none", ""]))

    assert "Der Beweis stimmt nicht" in officer.get(address(entry)).content.decode()


def test_without_a_policy_nothing_is_said_to_hold(officer, entry, positions):
    positions()

    page = officer.get(address(entry)).content.decode()

    assert "konnte hier nicht geprüft werden" in page
    assert officer.get(address(entry, "audit-proof")).status_code == 409


def test_a_tree_that_was_changed_is_said_in_red(officer, entry, positions, trusting, as_superuser):
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
