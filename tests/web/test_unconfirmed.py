"""What was done is shown when the log has confirmed it; until then the page says that it was recorded, and shows nothing."""

import pytest
from django.urls import reverse

from audit import awaited, levels
from fallkonferenz.institutions.models import Person
from tests.audit import reading as audit_log

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unlocks(client, cast, monkeypatch):
    """An administrator who opens an account again, which waits for a checkpoint; there is no sequencer."""
    monkeypatch.setattr(levels, "_waits", True)
    monkeypatch.setattr(levels, "PATIENCE", 0.0)
    monkeypatch.setattr(levels, "PAUSE", 0.0)
    awaited.take()
    client.force_login(cast.administrator)

    def unlock():
        return client.post(reverse("person-unlock", args=[cast.police.pk]))

    Person.objects.filter(pk=cast.police.pk).update(is_active=False)
    return unlock


def test_what_no_checkpoint_covers_is_recorded_but_not_shown(unlocks, cast):
    response = unlocks()

    assert response.status_code == 503
    page = response.content.decode()
    assert "steht im Zugriffsprotokoll" in page
    assert cast.police.name not in page
    assert audit_log.last("person.unlock")
    assert audit_log.last("access.denied").fields["details"]["how"] == "Unconfirmed"
    assert Person.objects.get(pk=cast.police.pk).is_active


def test_what_is_confirmed_is_shown(unlocks, monkeypatch):
    monkeypatch.setattr(levels, "_ask", lambda question, *given: 1)

    assert unlocks().status_code == 302
