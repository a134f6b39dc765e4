"""Whatever people type comes back as text: no field becomes markup on any page."""

import pytest
from django.urls import reverse

from fallkonferenz.actions import conferences, entries, measures
from fallkonferenz.conferences.models import Attendance
from fallkonferenz.institutions.models import Institution, Person
from tests.leaks import pages
from tests.leaks.crawl import pages_of
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db

HOSTILE = "\"><script>alert('%s')</script>&{{ 7 }}\r\nSet-Cookie: a=b"


@pytest.fixture
def case(cast, given):
    """Hostile text in every field that a page shows: contents, names, own words."""
    with beyond_row_security():
        for model in (Institution, Person):
            for row in model.objects.filter(
                pk__in=(cast.police.pk,) if model is Person else (cast.police.institution_id,)
            ):
                row.name = f"<script>{model.__name__}</script>"
                row.save()
    case = given.flagged(by=cast.police, account=HOSTILE, person_knows=False, why_not=HOSTILE)
    given.admitted(case, cast.biss)
    case = given.assessed(case)
    entries.set_reference(case, by=cast.police, reference=HOSTILE[:60])
    for section in ("risk", "endangering", "legal"):
        given.entry(case, by=cast.police, section=section, text=HOSTILE)
    case = given.convened(case)
    with beyond_row_security():
        place = Attendance.objects.get(item__case=case, institution=cast.police.institution)
    conferences.contribute(place, by=cast.police, text=HOSTILE)
    measure = given.measure(case, what=HOSTILE, due_kind="event", due_event=HOSTILE)
    measures.ask(measure, by=cast.police, text=HOSTILE)
    measures.refuse(measure, by=cast.police, reason=HOSTILE)
    return case


@pytest.mark.parametrize("name", ["police", "case_manager"])
def test_what_was_typed_is_shown_as_it_was_typed(case, cast, name):
    client = pages.signed_in(Person.objects.get(pk=getattr(cast, name).pk))
    shown = 0
    for url, answer in pages_of(client):
        assert "<script>" not in answer.text.replace('<script src="', ""), url
        assert "alert(&#x27;" in answer.text or "alert('" not in answer.text, url
        assert "Set-Cookie: a=b" not in repr(answer.headers)
        shown += "&lt;script&gt;" in answer.text
    assert shown > 2


@pytest.mark.parametrize("value", [HOSTILE, "' OR 1=1 --", "%00", "\x00", "😀" * 50, "a" * 5000, "../../etc/passwd"])
def test_a_search_takes_anything(case, cast, value):
    client = pages.signed_in(cast.police)
    for name in ("case-list", "measure-list"):
        for field in ("code", "state", "after", "show"):
            answer = pages.asked(client, reverse(name, query={field: value}))
            assert answer.status in (200, 404, 422)
            assert "<script>" not in answer.text.replace('<script src="', "")


@pytest.mark.parametrize("value", ["\x00", "\ud7ff", "a" * 100_000, "😀" * 3000])
def test_a_form_takes_anything(case, cast, value):
    client = pages.signed_in(cast.police)
    fields = (
        "section",
        "concerns",
        "happened_at",
        "source",
        "nature",
        "text",
        "level",
        "reasons",
        "role",
        "reference",
        "what",
    )
    for name in (
        "entry-add",
        "assessment-add",
        "party-add",
        "reference-set",
        "case-report_incident",
        "measure-propose",
    ):
        answer = pages.asked(client, reverse(name, args=[case.pk]), "POST", dict.fromkeys(fields, value))
        assert answer.status in (302, 409, 422), name
