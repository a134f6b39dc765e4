"""Assessing at the screen: what fits the pair, questions in several sittings, own judgement, completion, the result."""

import json
import re

import pytest
from django.urls import reverse

from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import assessed, assessing
from fallkonferenz.cases.models import Assessment
from fallkonferenz.cases.words import Level, State
from fallkonferenz.web.forms.fields import Day
from fallkonferenz.web.presenters.assessments.known import Known
from fallkonferenz.web.presenters.assessments.results import ResultPresenter
from tests.assessing import judged, said, seen
from tests.given import ASKED, NOT_HEARD

PAIR = {"sex_at_risk": "female", "sex_endangering": "male", "relationship": "former_partners", "age_at_risk": "34"}
MAN = {**PAIR, "sex_at_risk": "male", "sex_endangering": "female"}
JUDGED = {
    "firearms": "unknown",
    "level": Level.MEDIUM,
    "reasons": "Trennung vor drei Wochen.",
    "worries": "Die Übergabe der Kinder.",
    "heard": "yes",
    "person_view": "Sie hat Angst vor dem Wochenende.",
}
LETTER = "[0-9A-Za-z]"  # of a token, which may hold any word
SCORES = re.compile(f"(?<!{LETTER})(fk-span|Punkte|ausgelöst|hebt|decided|lifts)(?!{LETTER})")


@pytest.fixture
def case(given):
    return given.case(at=State.ASSESSED)


@pytest.fixture
def opened(case, cast):
    """An open assessment of the police with two instruments."""
    return assessing.begin(case, by=cast.police, instruments=["lap", "dash"], facts={**PAIR, "age_at_risk": 34})


def texts(response) -> str:
    return response.content.decode()


def read(assessment, by):
    with acting_as(by):
        return assessed.read(Assessment.objects.select_related("case").get(pk=assessment.pk), by=by)


def answers_of(assessment, by, key="lap"):
    return next(each.answers for each in read(assessment, by).instruments if each.row.instrument == key)


# Beginning -----------------------------------------------------------------------------------


def test_what_fits_the_pair_is_asked_before_instruments_are_offered(case, cast, opens):
    page = opens(cast.police, "assessment-begin", case.pk)

    assert page.status_code == 200
    assert 'name="sex_at_risk"' in texts(page)
    assert 'name="instruments"' not in texts(page)


def test_a_man_at_risk_is_offered_what_fits_with_the_reason_for_the_rest(case, cast, sends):
    page = sends(cast.police, "assessment-begin", case.pk, **MAN, go="show")

    form = page.context["form"]
    offered = [key for key, _name in form.fields["instruments"].choices]
    assert page.status_code == 200
    assert "danger-assessment" not in offered
    assert {"lap", "dash"} <= set(offered)
    assert "eine Frau" in texts(page)


def test_what_is_not_valid_cannot_be_begun_by_its_name(case, cast, sends):
    answer = sends(cast.police, "assessment-begin", case.pk, **MAN, instruments=["danger-assessment"], go="begin")

    assert answer.status_code == 422
    with acting_as(cast.police):
        assert not Assessment.objects.filter(case=case).open().exists()


def test_an_assessment_is_begun_with_two_instruments_or_with_none(case, given, cast, sends):
    sends(cast.police, "assessment-begin", case.pk, **PAIR, instruments=["lap", "dash"], trained="on", go="begin")
    other = given.case(at=State.ASSESSED)
    alone = sends(cast.police, "assessment-begin", other.pk, **PAIR, go="begin")

    with acting_as(cast.police):
        begun = Assessment.objects.filter(case=case).open().get()
        assert sorted(begun.instruments.values_list("instrument", flat=True)) == ["dash", "lap"]
        bare = Assessment.objects.filter(case=other).open().get()
    assert alone.url == reverse("assessment-read", args=[bare.pk])


# Answering -----------------------------------------------------------------------------------


def test_all_questions_stand_on_one_page_each_with_equal_answers(opened, cast, opens):
    page = texts(opens(cast.police, "assessment-answer", opened.pk, "lap"))

    assert page.count('<div class="fk-choices">') >= 11
    assert [f'name="a_1" value="{value}"' in page for value in ("yes", "no", "unknown", "not_asked")] == [True] * 4


def test_answers_are_kept_with_their_source_and_others_stay(opened, cast, sends):
    sends(
        cast.police, "assessment-answer", opened.pk, "lap", source="told", who="die Person selbst", a_1="yes", a_2="no"
    )
    sends(cast.police, "assessment-answer", opened.pk, "lap", source="record", a_3="unknown", s_1="own", a_1="yes")

    kept = answers_of(opened, cast.police)
    assert {code: (each["answer"], each["source"]) for code, each in kept.items()} == {
        "1": ("yes", "own"),
        "2": ("no", "told"),
        "3": ("unknown", "record"),
    }
    assert kept["2"]["who"] == "die Person selbst"


def test_what_was_answered_comes_back_and_is_not_sent_again(opened, cast, opens, sends):
    sends(cast.police, "assessment-answer", opened.pk, "lap", source="told", a_1="yes")
    before = answers_of(opened, cast.police)
    form = opens(cast.police, "assessment-answer", opened.pk, "lap").context["form"]

    assert (form["a_1"].value(), form["s_1"].value()) == ("yes", "told")
    sends(cast.police, "assessment-answer", opened.pk, "lap", source="record", a_1="yes", s_1="told")
    assert answers_of(opened, cast.police) == before


def test_one_question_a_screen_leads_on_back_and_away(opened, cast, client):
    client.force_login(cast.police)
    address = reverse("assessment-answer", args=[opened.pk, "lap"])

    def goes(item, go):
        return client.post(f"{address}?item={item}", {"source": "told", "a_2": "unknown", "go": go}).url

    assert goes("2", "next") == f"{address}?item=3"
    assert goes("2", "back") == f"{address}?item=1"
    assert goes("2", "later") == reverse("assessment-read", args=[opened.pk])
    assert answers_of(opened, cast.police)["2"]["answer"] == "unknown"
    assert client.get(f"{address}?item=99").status_code == 404


def page_of(response):
    """What a browser would send back of a page nobody touched."""
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def test_an_older_page_overwrites_no_answer_of_a_colleague(opened, cast, opens, sends):
    """What was not touched is not sent; what both changed is said beside the question, and nothing is lost."""
    colleague, to = cast.named("police-a-deputy"), ("assessment-answer", opened.pk, "lap")
    assessing.answer(opened, by=cast.police, instrument="lap", answers=said(i2="no", i5="no"), facts={"belief": "no"})
    stale = page_of(opens(cast.police, *to))
    told = {"facts": {"belief": "yes"}, "answers": said(i2="yes", i5="yes", i7="yes")}
    assessing.answer(opened, by=colleague, instrument="lap", **told)

    assert sends(cast.police, *to, **stale, a_3="no").status_code == 302
    kept = {code: each["answer"] for code, each in answers_of(opened, cast.police).items()}
    assert kept == {"2": "yes", "3": "no", "5": "yes", "7": "yes"}
    assert read(opened, cast.police).instruments[1].facts["belief"] == "yes"

    page = sends(cast.police, *to, **stale | {"a_2": "unknown", "a_4": "no"})
    form = page.context["form"]
    assert page.status_code == 422
    assert list(form.errors) == ["a_2"]
    assert "ja" in form.errors["a_2"][0]
    assert [form[name].value() for name in ("a_2", "a_4", "a_5", "a_7", "f_belief")] == [
        "unknown", "no", "yes", "yes", "yes",
    ]  # fmt: skip
    assert "4" not in answers_of(opened, cast.police)

    assert sends(cast.police, *to, **page_of(page)).status_code == 302
    kept = {code: each["answer"] for code, each in answers_of(opened, cast.police).items()}
    assert kept == {"2": "unknown", "3": "no", "4": "no", "5": "yes", "7": "yes"}


def test_one_question_a_screen_does_not_overwrite_either(opened, cast, client):
    client.force_login(cast.police)
    address = reverse("assessment-answer", args=[opened.pk, "lap"]) + "?item=2"
    stale = {**page_of(client.get(address)), "source": "own"}
    assessing.answer(opened, by=cast.named("police-a-deputy"), instrument="lap", answers=said(i2="yes", i3="no"))

    assert client.post(address, stale).status_code == 302
    assert answers_of(opened, cast.police)["2"]["answer"] == "yes"
    page = client.post(address, {**stale, "a_2": "no"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["a_2"])
    assert client.post(address, page_of(page)).status_code == 302
    assert answers_of(opened, cast.police)["2"]["answer"] == "no"


def test_an_answer_there_is_not_is_said_beside_its_question(opened, cast, sends):
    page = sends(cast.police, "assessment-answer", opened.pk, "lap", source="told", a_1="perhaps", a_2="yes")

    assert page.status_code == 422
    assert "a_1" in page.context["form"].errors
    assert page.context["form"]["a_2"].value() == "yes"
    assert answers_of(opened, cast.police) == {}


def test_a_questionnaire_that_is_no_part_of_it_has_no_page(opened, cast, opens):
    assert opens(cast.police, "assessment-answer", opened.pk, "odara").status_code == 404
    assert opens(cast.police, "assessment-answer", opened.pk, "nothing").status_code == 404


def test_anybody_of_the_own_institution_goes_on_and_nobody_else(opened, cast, opens, sends):
    colleague = cast.named("police-a-deputy")
    sends(colleague, "assessment-answer", opened.pk, "lap", source="own", a_5="yes")

    assert answers_of(opened, cast.police)["5"]["by"] == str(colleague.pk)
    for other in (cast.biss, cast.case_manager, cast.stranger):
        assert opens(other, "assessment-read", opened.pk).status_code == 404
        assert opens(other, "assessment-answer", opened.pk, "lap").status_code == 404


def test_a_percentage_needs_norms_that_somebody_chose_and_comes_with_their_warning(case, cast, opens, sends):
    begun = assessing.begin(case, by=cast.police, instruments=["odara"], facts={**PAIR, "age_at_risk": 34})
    to = ("assessment-answer", begun.pk, "odara")
    page = opens(cast.police, *to)
    field = page.context["form"].fields["f_norm_set"]
    assert [key for key, _name in field.choices] == ["", "2004"]
    assert "Alte kanadische Zahlen" in texts(page)
    assert (
        "f_norm_set" not in opens(cast.police, "assessment-answer", begun.pk, "odara", item="1").context["form"].fields
    )

    no = {f"a_{number}": "no" for number in range(1, 14)}
    sends(cast.police, *to, source="record", **no, f_norm_set="2004")
    assert sends(cast.police, *to, source="record", f_norm_set="1999").status_code == 422
    assert opens(cast.police, *to).context["form"]["f_norm_set"].value() == "2004"
    sends(cast.police, "assessment-judge", begun.pk, **JUDGED)
    sends(cast.police, "assessment-complete", begun.pk, seen=seen(begun, by=cast.police))

    shown = opens(cast.police, "assessment-read", begun.pk).context["shown"].results[0]
    assert "Stichprobe" in shown.percent
    assert "Alte kanadische Zahlen" in shown.warning


def test_one_sign_may_be_known_and_the_rest_unknown(case, cast, opens, sends):
    begun = assessing.begin(case, by=cast.police, instruments=["odara"], facts={**PAIR, "age_at_risk": 34})
    to = ("assessment-answer", begun.pk, "odara")
    form = opens(cast.police, *to).context["form"]
    item = next(each for each in form.items if each.at_least > 1)
    first, *rest = [sign.code for sign in item.indicators]
    name, whole = f"i_{item.code}", f"a_{item.code}"

    assert sends(cast.police, *to, source="told", **{name: first, whole: "unknown"}).status_code == 302
    kept = {first: "yes", **dict.fromkeys(rest, "unknown")}
    assert answers_of(begun, cast.police, "odara")[item.code]["answer"] == kept
    form = opens(cast.police, *to).context["form"]
    assert (form[name].value(), form[whole].value()) == ([first], "unknown")
    for answer in ("no", "yes"):  # one of those that it takes
        assert sends(cast.police, *to, source="told", **{name: first, whole: answer}).status_code == 422
    sends(cast.police, "assessment-judge", begun.pk, **JUDGED)
    sends(cast.police, "assessment-complete", begun.pk, seen=seen(begun, by=cast.police))
    rows = opens(cast.police, "assessment-read", begun.pk).context["shown"].answered[0].rows
    assert rows[0][2].count("unbekannt") == len(rest)


# No peeking ----------------------------------------------------------------------------------


def test_no_page_tells_a_score_before_completion(opened, case, cast, opens, sends):
    """Answers that screen in and reach the highest band: nothing of it in any byte."""
    yes = {f"a_{number}": "yes" for number in range(1, 25)}
    for key in ("lap", "dash"):
        sends(cast.police, "assessment-answer", opened.pk, key, source="told", **yes)
    sends(cast.police, "assessment-judge", opened.pk, **JUDGED)

    for name, args in (
        ("assessment-read", [opened.pk]),
        ("assessment-judge", [opened.pk]),
        ("assessment-answer", [opened.pk, "lap"]),
        ("assessment-answer", [opened.pk, "dash"]),
        ("assessment-list", [case.pk]),
        ("case-read", [case.pk]),
    ):
        assert not SCORES.search(texts(opens(cast.police, name, *args))), name


def test_completion_waits_for_the_own_judgement(opened, cast, opens, sends):
    page = texts(opens(cast.police, "assessment-read", opened.pk))

    assert reverse("assessment-complete", args=[opened.pk]) not in page
    assert sends(cast.police, "assessment-complete", opened.pk, seen=seen(opened, by=cast.police)).status_code == 409


def test_the_own_judgement_needs_firearms_and_the_view_of_the_person(opened, cast, sends):
    bare = {name: value for name, value in JUDGED.items() if name not in ("firearms", "person_view")}
    page = sends(cast.police, "assessment-judge", opened.pk, **bare)

    assert page.status_code == 422
    assert {"firearms", "person_view"} <= set(page.context["form"].errors)
    assert sends(cast.police, "assessment-judge", opened.pk, **{**JUDGED, "heard": "no"}).status_code == 422


def test_what_was_answered_of_firearms_need_not_be_said_twice(opened, cast, opens, sends):
    sends(cast.police, "assessment-answer", opened.pk, "lap", source="told", a_4="yes")

    assert opens(cast.police, "assessment-judge", opened.pk).context["form"]["firearms"].value() == "yes"


def test_any_yes_to_a_question_about_firearms_comes_back(case, cast, opens):
    facts = {**PAIR, "age_at_risk": 34}
    begun = assessing.begin(case, by=cast.police, instruments=["danger-assessment", "lap"], facts=facts)

    def answered(key, **answers):
        assessing.answer(begun, by=cast.police, instrument=key, answers=said(**answers))
        return opens(cast.police, "assessment-judge", begun.pk).context["form"].initial["firearms"]

    assert answered("danger-assessment", i2="no") == "no"
    assert answered("lap", i4="unknown") == "unknown"
    assert answered("danger-assessment", i5="yes", i5a="yes") == "yes"


# The result ----------------------------------------------------------------------------------


@pytest.fixture
def completed(opened, cast, sends):
    yes = {f"a_{number}": "yes" for number in range(1, 16)}
    sends(cast.police, "assessment-answer", opened.pk, "lap", source="told", a_1="no", a_5="yes", a_8="unknown")
    sends(cast.police, "assessment-answer", opened.pk, "dash", source="told", **yes)
    sends(cast.police, "assessment-judge", opened.pk, **JUDGED)
    sends(cast.police, "assessment-complete", opened.pk, seen=seen(opened, by=cast.police))
    return opened


def test_the_result_says_what_decided_and_how_sure_it_is(completed, cast, opens):
    page = texts(opens(cast.police, "assessment-read", completed.pk))

    assert "fk-span__bar" in page  # the span from certain to possible
    assert ">15 (" in page or ">15<" in page  # and beside it the table
    assert "Würgen oder Drosseln" in page
    assert "Sie hat Angst vor dem Wochenende." in page
    assert reverse("assessment-complete", args=[completed.pk]) not in page


def test_a_result_above_the_own_judgement_is_shown_as_dissent(completed, case, cast, opens):
    page = opens(cast.police, "assessment-read", completed.pk)

    assert read(completed, cast.police).row.level == Level.HIGH
    assert len(page.context["shown"].differing) == 1


def test_single_answers_stay_with_who_assessed_and_the_case_management(completed, cast, opens):
    for reader, shown in ((cast.police, True), (cast.case_manager, True), (cast.biss, False)):
        page = opens(reader, "assessment-read", completed.pk)
        assert page.status_code == 200
        assert bool(page.context["shown"].answered) == shown
        assert ("Sie hat Angst" in texts(page)) == shown
        assert "die gewaltbetroffene Person wurde gehört" in texts(page)


def test_who_may_not_read_answers_is_not_told_them_by_the_result(case, cast, given, opens):
    """Police and prosecution: band, level, red flags, how many are open; no item by its number, not in the store either."""
    given.released(case, "risk", by=cast.biss, to=cast.police)
    begun = assessing.begin(case, by=cast.biss, instruments=["lap", "b-safer"], facts={**PAIR, "age_at_risk": 34})
    assessing.judge(begun, by=cast.biss, **{**JUDGED, "heard": True})
    for key, answers in (
        ("lap", said(i2="yes", i3="yes", i9="unknown")),
        ("b-safer", said(i10="present", i13="possible", i1="absent")),
    ):
        assessing.answer(begun, by=cast.biss, instrument=key, answers=answers)
    assessing.complete(begun, by=cast.biss)

    for reader, told in ((cast.police, False), (cast.biss, True)):
        page = texts(opens(reader, "assessment-read", begun.pk))
        for sentence in ("Ja bei 2, 3", "rhanden: 10.", "nach Nummer"):
            assert (sentence in page) == told, (reader, sentence)
    for each in read(begun, cast.police).instruments:
        assert each.result["missing"]
        assert not {"named", "unknown", "not_asked"} & set(each.result)


def test_what_is_complete_is_not_changed_any_more(completed, cast, opens, sends):
    for name, args in (("assessment-judge", []), ("assessment-answer", ["lap"])):
        assert opens(cast.police, name, completed.pk, *args).status_code in (403, 409)
        again = sends(cast.police, name, completed.pk, *args, **JUDGED, source="told", a_1="yes")
        assert again.status_code in (403, 409)
    assert answers_of(completed, cast.police)["1"]["answer"] == "no"


# The list ------------------------------------------------------------------------------------


def test_assessments_stand_over_time_and_side_by_side(completed, case, cast, given, opens):
    assessing.add(case, by=cast.biss, level=Level.ACUTE, reasons="Drohung.", **NOT_HEARD, **ASKED)
    given.released(case, "risk", by=cast.biss, to=cast.police)
    page = opens(cast.police, "assessment-list", case.pk)

    shown = page.context["list"]
    assert len(shown.rows) == 3  # with that of the case management
    assert len(shown.beside_columns) == 4
    assert "fk-course__held" in texts(page)


def test_others_are_hidden_while_the_own_one_is_open(opened, case, cast, opens):
    page = opens(cast.police, "assessment-list", case.pk)

    assert page.context["list"].rows == []
    assert page.context["list"].hidden
    assert reverse("assessment-read", args=[opened.pk]) in texts(page)


def test_an_open_one_can_be_discarded(opened, case, cast, sends):
    answer = sends(cast.police, "assessment-discard", opened.pk)

    assert answer.url == reverse("assessment-list", args=[case.pk])
    with acting_as(cast.police):
        assert not Assessment.objects.filter(pk=opened.pk).exists()


def test_every_instrument_can_be_asked_judged_and_read(case, cast, client):
    """Whatever its questions are: each page answers, each answer is kept, the result has a page."""
    client.force_login(cast.police)
    keys = offered(client, case)
    begun = assessing.begin(case, by=cast.police, instruments=keys, facts={**PAIR, "age_at_risk": 34})
    for key in keys:
        address = reverse("assessment-answer", args=[begun.pk, key])
        form = client.get(address).context["form"]
        typed = {name: first_of(field) for name, field in form.fields.items() if name.startswith(("a_", "p_", "f_"))}
        typed |= {"a_3a": "no"} if "a_3a" in typed else {}  # who left has lived together
        assert client.post(address, {"source": "told", **typed}).status_code == 302, key
        assert len(answers_of(begun, cast.police, key)) == len(form.items), key
    client.post(reverse("assessment-judge", args=[begun.pk]), JUDGED)
    client.post(reverse("assessment-complete", args=[begun.pk]), {"seen": seen(begun, by=cast.police)})
    page = client.get(reverse("assessment-read", args=[begun.pk]))
    assert len(page.context["shown"].results) == len(keys)
    assert "Stufe 0" in dict(page.context["shown"].levels)["DyRiAS-Intimpartner"].text
    assert json.dumps(keys)


def offered(client, case):
    page = client.post(reverse("assessment-begin", args=[case.pk]), {**PAIR, "go": "show"})
    return [key for key, _name in page.context["form"].fields["instruments"].choices]


def first_of(field):
    if isinstance(field, Day):
        return "2026-03-01"
    choices = getattr(field, "choices", None)
    return choices[0][0] if choices else "7"


def test_no_sum_of_an_unverified_pack_is_shown(completed, cast):
    """Whatever was stored: points from weights that nobody confirmed would be read as a result."""
    used = read(completed, cast.police).instruments[0]
    used.row.pack_sha256 = "0" * 64
    shown = ResultPresenter(used.row, {**used.result, "band": None, "score": 37, "floor": 37, "ceiling": 37}, Known({}))

    assert (shown.span, shown.reasons, shown.notes) == (None, [], [])
    assert "37" not in shown.in_short
    assert shown.refused


# Two at one assessment -----------------------------------------------------------------------


def test_a_stale_page_overwrites_no_judgement_of_a_colleague(opened, cast, opens, sends):
    page = opens(cast.police, "assessment-judge", opened.pk)
    theirs = {**JUDGED, "level": Level.ACUTE, "reasons": "Er hat das Messer gezeigt.", "heard": True}
    assessing.judge(opened, by=cast.named("police-a-deputy"), **theirs)

    answer = sends(
        cast.police, "assessment-judge", opened.pk, **JUDGED, seen=page.context["form"]["seen"].value() or ""
    )

    assert answer.status_code == 422
    assert "Er hat das Messer gezeigt." in texts(answer)
    assert JUDGED["reasons"] in texts(answer)
    assert read(opened, cast.police).row.judgement_level == Level.ACUTE
    again = {**JUDGED, "seen": answer.context["form"]["seen"].value()}
    assert sends(cast.police, "assessment-judge", opened.pk, **again).status_code == 302
    assert read(opened, cast.police).reasons == JUDGED["reasons"]


def test_what_was_sent_twice_is_no_judgement_of_somebody_else(opened, cast, sends):
    for _time in range(2):
        assert sends(cast.police, "assessment-judge", opened.pk, **JUDGED, seen="").status_code == 302


def test_nobody_completes_a_judgement_they_have_not_seen(case, cast, opens, sends):
    made = judged(case, by=cast.police, level=Level.ACUTE, instruments=())
    before = seen(made, by=cast.police)
    assert f'name="seen" value="{before}"' in texts(opens(cast.police, "assessment-read", made.pk))
    theirs = {**JUDGED, "level": Level.NOT_RAISED, "heard": True}
    assessing.judge(made, by=cast.named("police-a-deputy"), **theirs)

    assert sends(cast.police, "assessment-complete", made.pk, seen=before).status_code == 409
    assert sends(cast.police, "assessment-complete", made.pk).status_code == 409
    assert read(made, cast.police).row.is_open
