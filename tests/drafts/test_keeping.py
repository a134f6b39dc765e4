"""What is typed is kept while somebody types, for that person alone, sealed, and ends when it is sent."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import admissions, drafts, people
from fallkonferenz.actions.background import TASKS, work
from fallkonferenz.drafts.models import Draft
from fallkonferenz.vault.sealing import SealBroken
from tests.audit import reading as audit_log
from tests.drafts.typing import TEXT, Sheet
from tests.support import as_worker, beyond_row_security, nothing_can_be_logged
from tests.web.signing_in import with_passphrase

pytestmark = pytest.mark.django_db


def all_drafts() -> list[Draft]:
    with beyond_row_security():
        return list(Draft.objects.all())


def the_draft() -> Draft:
    (draft,) = all_drafts()
    return draft


def test_typed_text_comes_back_where_it_was_typed(sheet, cast, client, entry):
    assert "gesichert um" in sheet.keeps(text=TEXT, nature="fact").json()["sentence"]

    offered = client.get(entry).content.decode()
    back = f"{entry}?draft={the_draft().pk}"
    form = client.get(back).context["form"]

    assert back in offered
    assert TEXT not in offered
    assert (form["text"].value(), form["nature"].value(), form.is_bound) == (TEXT, "fact", False)


def test_looking_at_a_form_begins_no_draft(sheet):
    assert all_drafts() == []


def test_a_draft_ends_with_the_act(sheet, case, cast):
    sheet.keeps(text=TEXT)
    with acting_as(cast.police):
        concerns = case.parties.first().pk
    at = f"{timezone.localtime(clock.now()):%Y-%m-%dT%H:%M}"
    told = {"section": "incident", "concerns": concerns, "nature": "fact", "source": "own", "happened_at": at}

    assert sheet.sends(text=TEXT, **told).status_code == 302
    assert all_drafts() == []


def test_a_form_that_does_not_fit_keeps_its_draft(sheet):
    sheet.keeps(text=TEXT)

    refused = sheet.sends(text=TEXT, section="nowhere")

    assert refused.status_code == 422
    assert TEXT in refused.content.decode()
    assert the_draft()


def test_two_windows_are_two_drafts(sheet, client, entry):
    other = Sheet.opened(client, entry)

    sheet.keeps(text="Eins.")
    other.keeps(text="Zwei.")

    assert len(all_drafts()) == 2


def test_two_windows_with_one_draft_do_not_overwrite_each_other(sheet, client, entry):
    sheet.keeps(text="Eins.")
    back = f"{entry}?draft={the_draft().pk}"
    one, other = Sheet.opened(client, back), Sheet.opened(client, back)

    assert one.keeps(text="Eins und zwei.").status_code == 200
    assert other.keeps(text="Eins und drei.").status_code == 409
    assert client.get(back).context["form"]["text"].value() == "Eins und zwei."


def test_only_fields_of_the_form_are_kept(sheet, client, entry):
    sheet.keeps(text=TEXT, csrfmiddlewaretoken="x", password="geheim", institution="1")

    opened = client.get(f"{entry}?draft={the_draft().pk}").context["form"].initial
    assert "password" not in opened
    assert set(drafts.read(the_draft(), by=the_draft().person).fields) == {"text"}


def test_a_form_with_nothing_to_fill_in_or_with_names_of_people_keeps_nothing(client, cast, case):
    client.force_login(with_passphrase(cast.administrator))
    assert 'name="keeping"' not in client.get(reverse("person-add")).content.decode()
    assert 'name="keeping"' not in client.get(reverse("account_change_password")).content.decode()


def test_a_note_is_of_use_to_its_author_alone(sheet, cast, case):
    colleague = Client()
    colleague.force_login(cast.named("police-a-deputy"))

    assert colleague.post(reverse("draft-keep"), {**sheet.note, "text": TEXT}).status_code == 404
    assert all_drafts() == []


@pytest.mark.parametrize("note", ["", "x", "eyJhIjoxfQ:1:2"])
def test_a_note_of_somebody_elses_making_keeps_nothing(client, cast, note):
    client.force_login(cast.police)

    assert client.post(reverse("draft-keep"), {"keeping": note, "text": TEXT}).status_code == 409
    assert all_drafts() == []


def test_what_is_too_long_for_any_form_is_not_kept(sheet):
    assert sheet.keeps(text="x" * 300_000).status_code == 409


def test_more_drafts_than_anybody_needs_are_refused(sheet, client, entry, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 2)
    for _window in range(2):
        assert Sheet.opened(client, entry).keeps(text=TEXT).status_code == 200

    assert Sheet.opened(client, entry).keeps(text=TEXT).status_code == 409


# Who sees it --------------------------------------------------------------------------------


def test_nobody_else_finds_it_not_even_in_the_own_house(sheet, cast, client):
    sheet.keeps(text=TEXT)
    draft = the_draft()
    for person in (cast.named("police-a-deputy"), cast.case_manager, cast.stranger, cast.administrator):
        client.force_login(person)
        assert client.get(reverse("draft-read", args=[draft.pk])).status_code == 404
        assert client.get(f"{draft.place}?draft={draft.pk}").status_code == 404
        with acting_as(person):
            assert not Draft.objects.exists()


def test_it_is_closed_with_the_case(sheet, cast, client, case, entry):
    sheet.keeps(text=TEXT)
    draft = the_draft()
    admissions.withdraw(case, by=cast.case_manager, institution=cast.police.institution)

    assert client.get(reverse("draft-read", args=[draft.pk])).status_code == 404
    assert str(draft.pk) not in client.get(reverse("draft-list")).content.decode()
    assert sheet.keeps(text="Noch mehr.").status_code in (404, 409)
    with acting_as(cast.police):
        assert not Draft.objects.exists()


def test_it_is_sealed_and_opens_in_its_own_row_only(sheet, cast):
    sheet.keeps(text=TEXT)
    draft = the_draft()
    with beyond_row_security(), connection.cursor() as cursor, cursor.copy('COPY "drafts_draft" TO STDOUT') as copy:
        assert not any(b"Kanarienvogel" in bytes(block) for block in copy)

    moved = Draft(person=cast.police, body=draft.body, wrapped=draft.wrapped, kek_id=draft.kek_id)
    with pytest.raises(Exception):  # noqa: B017 - the key of another row is wrapped for that row
        drafts._opened(moved)
    draft.body = bytes(draft.body)[:-1] + b"\0"
    with pytest.raises(SealBroken):
        drafts._opened(draft)


def test_the_log_says_that_and_not_what(sheet, client, entry):
    sheet.keeps(text=TEXT)
    sheet.keeps(text=TEXT * 2)
    client.get(f"{entry}?draft={the_draft().pk}")
    client.post(reverse("draft-discard", args=[the_draft().pk]))

    written = [each.fields for each in audit_log.entries()]
    assert [each["event"] for each in written if each["event"].startswith("draft.")] == [
        "draft.keep",
        "draft.read",
        "draft.discard",
    ]
    assert "Kanarienvogel" not in str(written)
    assert all_drafts() == []


def test_without_a_log_no_draft_is_begun(sheet, client):
    client.raise_request_exception = False
    nothing_can_be_logged()

    assert sheet.keeps(text=TEXT).status_code == 500
    assert all_drafts() == []


# What ends by itself ------------------------------------------------------------------------


def forget() -> int:
    with as_worker():
        return work(TASKS["forget_draft"])


def test_a_week_later_it_is_gone(sheet):
    sheet.keeps(text=TEXT)

    assert forget() == 0
    with clock.at(clock.now() + timedelta(days=8)):
        assert forget() == 1
    assert all_drafts() == []


def test_it_ends_with_the_account(sheet, cast):
    sheet.keeps(text=TEXT)
    people.lock(cast.police, by=cast.administrator)

    assert forget() == 1


def test_it_ends_with_the_admission(sheet, cast, case):
    sheet.keeps(text=TEXT)
    admissions.exclude(case, by=cast.case_manager, person=cast.police)

    assert forget() == 1


def test_the_worker_never_reads_what_it_says(sheet):
    sheet.keeps(text=TEXT)
    with as_worker(), pytest.raises(Exception, match="permission denied"):
        list(Draft.objects.values_list("body"))


def test_what_was_sent_does_not_come_back_by_a_keeping_that_was_on_its_way(sheet, case, cast):
    sheet.keeps(text=TEXT)
    late = dict(sheet.note)
    with acting_as(cast.police):
        concerns = case.parties.first().pk
    at = f"{timezone.localtime(clock.now()):%Y-%m-%dT%H:%M}"
    sheet.sends(text=TEXT, section="incident", concerns=concerns, nature="fact", source="own", happened_at=at)

    assert sheet.client.post(reverse("draft-keep"), {**late, "text": TEXT}).status_code == 409
    assert all_drafts() == []


def test_a_link_with_a_long_tail_keeps_nothing_from_being_kept(client, cast, entry):
    client.force_login(cast.police)

    assert Sheet.opened(client, f"{entry}?x={'a' * 500}").keeps(text=TEXT).status_code == 200
    assert the_draft().place == entry


def test_choices_of_the_screen_are_no_draft(client, cast):
    for person in (cast.police, cast.coordinator, cast.officer):
        client.force_login(person)
        assert 'name="keeping"' not in client.get(reverse("person-prefer")).content.decode()
