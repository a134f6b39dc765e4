"""What was answered can be taken back by emptying it; a page that is older than an answer empties nothing."""

import pytest

from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import assessed, assessing
from fallkonferenz.cases.models import Assessment
from tests.assessing import PAIR
from tests.web.test_assessments import page_of

KEPT_BY, SIGNS = {"a_kept_by": "Operative Fallanalyse"}, "odara"


@pytest.fixture
def opened(given, cast):
    return assessing.begin(given.case(), by=cast.police, instruments=["dyrias", SIGNS], facts=PAIR)


def kept(assessment, by, key):
    with acting_as(by):
        file = assessed.read(Assessment.objects.select_related("case").get(pk=assessment.pk), by=by)
    return next(each for each in file.instruments if each.row.instrument == key)


@pytest.mark.parametrize("query", [{}, {"item": "kept_by"}], ids=["all at once", "alone"])
def test_a_text_that_is_emptied_is_gone(opened, cast, opens, sends, client, query):
    to = ("assessment-answer", opened.pk, "dyrias")
    sends(cast.police, *to, source="record", **KEPT_BY)
    page = opens(cast.police, *to, **query)

    emptied = client.post(page.request["PATH_INFO"], page_of(page) | {"a_kept_by": " "}, query_params=query)
    assert emptied.status_code == 302
    assert kept(opened, cast.police, "dyrias").answers == {}


def test_what_is_unticked_and_a_fact_that_is_emptied_are_gone(opened, cast, opens, sends):
    to = ("assessment-answer", opened.pk, SIGNS)
    item = next(each for each in opens(cast.police, *to).context["form"].items if each.indicators)
    name = f"i_{item.code}"
    sends(cast.police, *to, source="told", **{name: [item.indicators[0].code], "f_age_at_risk": "35"})
    page = page_of(opens(cast.police, *to))
    assert kept(opened, cast.police, SIGNS).facts["age_at_risk"] == 35

    del page[name]
    assert sends(cast.police, *to, **page | {"f_age_at_risk": ""}).status_code == 302
    held = kept(opened, cast.police, SIGNS)
    assert (held.answers, "age_at_risk" in held.facts) == ({}, False)


def test_who_said_so_is_taken_back_and_the_answer_stays(opened, cast, opens, sends):
    to = ("assessment-answer", opened.pk, "dyrias")
    sends(cast.police, *to, source="record", **KEPT_BY, w_kept_by="Vermerk vom Montag")
    page = page_of(opens(cast.police, *to))

    sends(cast.police, *to, **page | {"s_kept_by": "", "w_kept_by": "", "source": "own"})
    told = kept(opened, cast.police, "dyrias").answers["kept_by"]
    assert (told["answer"], told["source"], told["who"]) == ("Operative Fallanalyse", "own", "")


def test_an_older_page_empties_nothing(opened, cast, opens, sends):
    """Neither one that was opened before a colleague answered, nor one whose text a colleague has changed since."""
    to = ("assessment-answer", opened.pk, "dyrias")
    before = page_of(opens(cast.police, *to))
    sends(cast.police, *to, source="record", **KEPT_BY)
    stale = page_of(opens(cast.police, *to))
    sends(cast.named("police-a-deputy"), *to, **stale | {"a_kept_by": "Landeskriminalamt"})

    assert sends(cast.police, *to, **before, source="record").status_code == 302
    page = sends(cast.police, *to, **stale | {"a_kept_by": ""})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["a_kept_by"])
    assert kept(opened, cast.police, "dyrias").answers["kept_by"]["answer"] == "Landeskriminalamt"
