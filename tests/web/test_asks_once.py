"""What cannot be taken back asks once and says what follows: by a page of its own, or unfolded beside its button."""

import re

import pytest
from django.urls import reverse

from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.scope import measure_or_404
from fallkonferenz.actions import admissions
from fallkonferenz.cases.words import State
from tests.drafts.typing import TEXT, Sheet
from tests.leaks.matrix import PRESSED, TABLE

pytestmark = pytest.mark.django_db
FOLDED = re.compile(r"<details.*?</details>", re.DOTALL)

# What one button does at once, and why nobody has to be asked before.
AT_ONCE = {
    "assessment-complete": "stands below the whole of what is completed, and a new one can be made",
    "assessment-drop_instrument": "unfolded, with the sentence; only what nobody answered",
    "audit-decide": "the second of four eyes, with what is decided beside the button",
    "audit-lock": "closes what was opened",
    "draft-keep": "keeps what is typed",
    "level-confirm_lower": "the second of four eyes, below the request and its reasons",
    "measure-accept": "brings it on, and its outcome is still to come",
    "measure-agree": "brings it on, and its institution can still say no",
    "notice-read": "a mark",
}
ASKS = {"admission-include", "assessment-discard", "draft-discard"}  # unfolded beside the button


def test_every_button_without_a_page_of_its_own_has_been_thought_of():
    pressed = {route.name for route in TABLE if route.methods == PRESSED}

    assert pressed == AT_ONCE.keys() | ASKS


def folded(page: str, url: str) -> str:
    """The folded part that the button to ``url`` stands in."""
    [part] = [part for part in FOLDED.findall(page) if f'action="{url}"' in part]
    assert page.count(f'action="{url}"') == part.count(f'action="{url}"') == 1
    return part


def test_a_proposal_is_dropped_with_a_reason_that_its_author_reads(client, cast, given):
    measure = given.proposed(given.case(at=State.MEASURES), by=cast.police)
    url = reverse("measure-drop", args=[measure.pk])
    client.force_login(cast.case_manager)

    assert "endgültig" in client.get(url).content.decode()
    assert client.post(url).status_code == 422
    assert client.post(url, {"reason": "Dafür gibt es schon eine Maßnahme."}).status_code == 302

    client.force_login(cast.police)
    assert "Dafür gibt es schon" in client.get(reverse("measure-read", args=[measure.pk])).content.decode()
    with acting_as(cast.police):
        assert measure_or_404(cast.police, measure.pk).state == "dropped"


def test_a_draft_says_that_it_is_gone_before_it_is(client, cast, given):
    client.force_login(cast.police)
    entry = reverse("entry-add", args=[given.case().pk])
    sheet = Sheet.opened(client, entry)
    sheet.keeps(text=TEXT)
    [draft] = client.get(reverse("draft-list")).context["drafts"]
    url = reverse("draft-discard", args=[draft.draft.pk])

    for page in (reverse("draft-list"), reverse("draft-read", args=[draft.draft.pk]), entry, draft.url):
        assert "kann nicht zurückgeholt werden" in folded(client.get(page).content.decode(), url)


def test_the_end_of_an_exclusion_says_who_sees_the_case_again(client, cast, given):
    case, deputy = given.case(), cast.named("police-a-deputy")
    admissions.exclude(case, by=cast.case_manager, person=deputy)
    client.force_login(cast.case_manager)
    page = client.get(reverse("case-sight", args=[case.pk])).content.decode()
    url = reverse("admission-include", args=[case.pk, deputy.pk])

    assert f'action="{url}"' in page
    assert re.search(rf"{deputy.name} sieht den Fall sofort wieder.*?action=.{url}", page, re.DOTALL)
