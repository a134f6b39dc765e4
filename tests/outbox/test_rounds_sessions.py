"""Sessions that ran out do not lie about: the watching round removes them, as the worker's role."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from fallkonferenz.actions import rounds
from tests.support import as_worker


@pytest.mark.django_db
def test_what_ran_out_is_removed_and_what_holds_stays(cast):
    now = timezone.now()
    Session.objects.create(session_key="over", session_data="", expire_date=now - timedelta(minutes=1))
    Session.objects.create(session_key="holds", session_data="", expire_date=now + timedelta(minutes=1))

    with as_worker():
        rounds.watch()

    assert set(Session.objects.values_list("pk", flat=True)) == {"holds"}
