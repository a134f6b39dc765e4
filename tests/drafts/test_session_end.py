"""A form that is sent into an ended session: nothing is done, nothing is stored, and its author gets it back."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import cases
from fallkonferenz.cases.models import Entry
from fallkonferenz.cases.words import Level
from fallkonferenz.drafts.models import Draft
from tests.drafts.test_keeping import all_drafts, the_draft
from tests.drafts.typing import TEXT, Sheet, hidden, strict
from tests.given import ASKED, JUDGED
from tests.support import beyond_row_security
from tests.web.signing_in import PASSPHRASE, counting_anew, with_passphrase

pytestmark = pytest.mark.django_db


@pytest.fixture
def window(cast, entry, settings):
    """A browser as in life: tokens are asked for, and the author can sign in."""
    counting_anew(settings)
    with_passphrase(cast.police)
    return Sheet.opened(strict(cast.police), entry)


def times_out(client) -> None:
    """The session's row is gone; the browser still has its cookies."""
    Session.objects.all().delete()


def is_signed_out_elsewhere(client) -> None:
    """Another window signed out: its answer cleared all cookies of the house."""
    times_out(client)
    client.cookies.clear()


def signs_in(client, page: str, person, passphrase: str = PASSPHRASE):
    return client.post(reverse("account_login"), {**hidden(page), "login": person.username, "password": passphrase})


@pytest.mark.parametrize("end", [times_out, is_signed_out_elsewhere])
def test_after_signing_in_the_form_is_filled_again(window, cast, entry, end):
    end(window.client)

    refused = window.sends(text=TEXT, nature="fact")
    page = refused.content.decode()
    assert refused.status_code == 403
    assert "nicht verloren" in page
    assert TEXT not in page
    assert all_drafts() == []

    back = signs_in(window.client, page, cast.police)
    form = window.client.get(back.url).context["form"]
    assert back.url.startswith(entry)
    assert (form["text"].value(), form["nature"].value()) == (TEXT, "fact")
    with beyond_row_security():
        assert not Entry.objects.filter(section="risk").exists()


def test_a_slip_in_the_passphrase_loses_nothing(window, cast):
    times_out(window.client)
    page = window.sends(text=TEXT).content.decode()

    page = signs_in(window.client, page, cast.police, "verschrieben").content.decode()
    back = signs_in(window.client, page, cast.police)

    assert window.client.get(back.url).context["form"]["text"].value() == TEXT


def test_another_person_gets_nothing(window, cast, entry):
    times_out(window.client)
    page = window.sends(text=TEXT).content.decode()
    colleague = with_passphrase(cast.named("police-a-deputy"))

    back = signs_in(window.client, page, colleague)

    assert "draft" not in back.url
    assert all_drafts() == []


def test_who_has_signed_in_again_in_another_window_finds_it_as_a_draft(window, cast, entry):
    window.client.logout()
    window.client.cookies.clear()
    signed_in_again = signs_in(window.client, window.client.get(reverse("account_login")).content.decode(), cast.police)
    assert signed_in_again.status_code == 302

    answer = window.sends(text=TEXT)

    assert answer.status_code == 403
    assert window.client.get(answer.context["to"]).context["form"]["text"].value() == TEXT


def test_another_person_at_the_same_browser_is_given_no_foreign_text(window, cast):
    window.client.logout()
    window.client.force_login(cast.named("police-a-deputy"))

    assert window.sends(text=TEXT).status_code in (403, 404, 422)
    assert all_drafts() == []


def test_a_forged_note_leads_to_the_plain_page(window):
    times_out(window.client)
    window.note["keeping"] = window.note["keeping"][:-3] + "xyz"

    assert window.sends(text=TEXT).status_code == 302


def test_the_parcel_is_sealed_and_cannot_be_changed(window, cast):
    times_out(window.client)
    page = window.sends(text=TEXT).content.decode()
    parcel = hidden(page)["parcel"]
    assert "Kanarienvogel" not in parcel
    assert "S2FuYXJpZW52b2dlbA" not in parcel  # the word in base64

    broken = page.replace(parcel, parcel[:-4] + "AAAA")
    assert "draft" not in signs_in(window.client, broken, cast.police).url


def test_a_step_that_somebody_else_took_first_keeps_the_text(client, cast, given):
    case = given.case()
    client.force_login(cast.case_manager)
    sheet = Sheet.opened(client, reverse("case-assess", args=[case.pk]))
    cases.assess(case, by=cast.case_manager, level=Level.HIGH, reasons="Schneller.", **JUDGED)

    answer = sheet.sends(
        level="high", reasons=TEXT, worries="Die Übergabe.", heard="no", why_not_heard="Nicht erreicht.", **ASKED
    )

    assert answer.status_code == 409
    assert TEXT in answer.content.decode()


def test_a_draft_of_a_step_that_is_over_can_still_be_read(client, cast, given):
    case = given.case()
    client.force_login(cast.case_manager)
    sheet = Sheet.opened(client, reverse("case-assess", args=[case.pk]))
    sheet.keeps(reasons=TEXT)
    cases.assess(case, by=cast.case_manager, level=Level.HIGH, reasons="Schneller.", **JUDGED)
    with acting_as(cast.case_manager):
        draft = Draft.objects.get()

    back = client.get(f"{draft.place}?draft={draft.pk}")
    read = client.get(reverse("draft-read", args=[draft.pk]))

    assert (back.status_code, read.status_code) == (409, 200)
    assert TEXT in back.content.decode()
    assert TEXT in read.content.decode()


def test_neither_session_nor_cache_holds_a_word(window):
    window.keeps(text=TEXT)
    times_out(window.client)
    window.sends(text=TEXT)

    assert "Kanarienvogel" not in str([session.get_decoded() for session in Session.objects.all()])
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        assert "Kanarienvogel" not in str(cursor.fetchall())


def test_a_page_that_is_refused_as_a_whole_leads_to_the_text(client, cast, given):
    """Where the form itself is not shown any more, what was sent is kept, and the refusal says where it stands."""
    case = given.case()
    client.force_login(cast.case_manager)
    sheet = Sheet.opened(client, reverse("ground-record", args=[case.pk]))
    cases.freeze(case, by=cast.case_manager, died_at=clock.now())

    answer = sheet.sends(reasons=TEXT)

    assert answer.status_code == 409
    assert reverse("draft-read", args=[the_draft().pk]) in answer.content.decode()
