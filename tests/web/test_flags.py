"""Red flags stand at the head of a case, whatever its level is, for those who may read the section on risk."""

from datetime import timedelta

import pytest

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import assessing, entries, rhythm
from fallkonferenz.actions.flags import recorded
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Because, State
from fallkonferenz.conferences.models import AgendaItem
from risk.shape import RedFlag
from tests.assessing import begun, completed, judged, said
from tests.given import JUDGED

STRANGLED, FEAR, SEPARATED = "Würgen oder Drosseln", "eigene Angst", "Trennung"


def head(opens, person, case) -> dict[str, str]:
    """Flags as the page shows them, each with who named it."""
    page = opens(person, "case-read", case.pk)
    assert page.status_code == 200
    shown = dict(page.context["file"].flags)
    assert ('id="flags"' in page.content.decode()) == bool(shown)
    return shown


@pytest.fixture
def case(given):
    return given.case(at=State.ASSESSED)


def test_what_one_institution_named_is_seen_by_all_who_read_risk(case, cast, opens):
    completed(case, by=cast.police, answers=said(i7="yes"))

    for reader in (cast.police, cast.case_manager, cast.biss):
        assert STRANGLED not in head(opens, reader, case)
    completed(case, by=cast.police, answers=said(i5="yes", i1="no"))
    shown = head(opens, cast.case_manager, case)

    assert cast.police.institution.name in shown[STRANGLED]


def test_of_each_institution_counts_what_it_said_last(case, cast, given, opens):
    completed(case, by=cast.police, answers=said(i5="yes"))
    given.released(case, Section.RISK, by=cast.biss, to=cast.police)
    completed(case, by=cast.biss, answers=said(i5="yes"))
    completed(case, by=cast.police, answers=said(i5="no"))

    who = head(opens, cast.police, case)[STRANGLED]
    assert cast.biss.institution.name in who
    assert cast.police.institution.name not in who


def test_who_may_not_read_an_assessment_sees_no_flag_of_it(case, cast, given, opens):
    given.admitted(case, cast.school)
    completed(case, by=cast.biss, answers=said(i5="yes"))

    assert head(opens, cast.biss, case)
    for reader in (cast.police, cast.school):
        assert not head(opens, reader, case)


def test_flags_of_others_are_hidden_while_one_assesses(case, cast, opens):
    completed(case, by=cast.police, answers=said(i5="yes"))
    assert head(opens, cast.biss, case)
    begun(case, by=cast.biss)

    assert not head(opens, cast.biss, case)


def test_a_separation_that_was_reported_raises_its_flag_for_risk_alone(case, cast, given, opens):
    given.admitted(case, cast.school)
    rhythm.report_change(case, by=cast.police, kind=Because.SEPARATION)

    assert SEPARATED in head(opens, cast.case_manager, case)
    assert not head(opens, cast.school, case)


def test_incidents_that_accumulate_raise_the_flag_of_escalation(case, cast, opens):
    for days in range(3):
        with clock.at(clock.now() + timedelta(days=days)):
            told = {"happened_at": clock.now(), "source": "own", "text": "Schläge."}
            entries.report_incident(case, by=cast.police, **told)
    with clock.at(clock.now() + timedelta(days=3)):
        assert "Zunahme der Gewalt" in head(opens, cast.case_manager, case)


def test_two_incidents_or_old_ones_are_no_escalation():
    now = clock.now()
    days = [now - timedelta(days=each) for each in (1, 2, 3)]

    assert [each.flag for each in recorded(separated_at=None, incidents=days)] == [RedFlag.ESCALATION]
    assert recorded(separated_at=None, incidents=[*days[:2], days[1]]) == []
    assert recorded(separated_at=None, incidents=[each - timedelta(days=400) for each in days]) == []


def test_who_answered_about_firearms_is_a_sentence(case, cast, opens):
    """A moment within a sentence is words, not the element that stands alone elsewhere."""
    page = opens(cast.case_manager, "case-read", case.pk).content.decode()

    assert "beantwortet am" in page
    assert "&lt;time" not in page


def test_the_wall_shows_the_flags_that_everybody_at_the_table_may_read(cast, given, opens):
    case = given.case(at=State.ASSESSED)
    completed(case, by=cast.police, answers=said(i5="yes"))
    completed(case, by=cast.biss, answers=said(i8="yes", i6="yes"))
    given.convened(case)
    with acting_as(cast.case_manager):
        item = AgendaItem.objects.get(case=case)

    page = opens(cast.case_manager, "conference-show", item.conference_id, item.pk)
    shown = dict(page.context["room"].flags)
    assert STRANGLED in shown  # the police told it to all
    assert cast.biss.institution.name not in " ".join(shown.values())  # a confidence of the counselling centre


def test_the_assessor_names_flags_whatever_the_instrument_asks(case, cast, opens):
    """The Lethality Screen does not ask about a pregnancy."""
    completed(case, by=cast.police, answers=said(i5="yes"), flags=["pregnancy"])

    assert {STRANGLED, "Schwangerschaft"} <= head(opens, cast.case_manager, case).keys()


def test_a_judgement_alone_names_flags_too(case, cast, opens, sends):
    judgement = {"level": "high", "reasons": "Drosseln.", "worries": "Das Wochenende.", "heard": "no"}
    told = {**judgement, "why_not_heard": "Nicht erreicht.", "firearms": "no", "flags": ["strangulation", "fear"]}
    answer = sends(cast.police, "assessment-add", case.pk, **told)

    assert answer.status_code == 302
    shown = head(opens, cast.case_manager, case)
    assert STRANGLED in shown
    assert any(FEAR in flag for flag in shown)


def test_what_was_named_comes_back_in_the_judgement_and_nothing_else_can_be_named(case, cast, opens):
    assessment = judged(case, by=cast.police, flags=["stalking"])

    assert opens(cast.police, "assessment-judge", assessment.pk).context["form"].initial["flags"] == ["stalking"]
    with pytest.raises(NotNow):
        assessing.judge(assessment, by=cast.police, flags=["anything"], level="high", reasons="-", **JUDGED)


def test_no_flag_goes_out_because_somebody_left_the_boxes_as_they_were(case, cast, opens):
    """Each form begins with what the own institution named last, and with nothing of others."""
    completed(case, by=cast.police, answers=said(i5="yes"))
    assert opens(cast.police, "assessment-add", case.pk).context["form"]["flags"].value() == ["strangulation"]
    begin = begun(case, by=cast.police)
    assert opens(cast.police, "assessment-judge", begin.pk).context["form"]["flags"].value() == ["strangulation"]
    assert opens(cast.case_manager, "assessment-add", case.pk).context["form"]["flags"].value() == []


def test_what_was_typed_of_her_view_is_never_dropped(given, cast, sends):
    """Also where level and answer were left open, which takes the assessments of others as they are."""
    case = given.case()
    assessing.add(case, by=cast.police, level="high", reasons="Drohungen.", **JUDGED)
    view, left_open = "Sie sagt: Er bringt mich um.", {"firearms": "no"}

    for told in ({"person_view": view}, {"heard": "no", "why_not_heard": "Keine Zeit.", "person_view": view}):
        answer = sends(cast.case_manager, "case-assess", case.pk, **left_open, **told)
        assert answer.status_code == 422
        assert view in answer.content.decode()
    assert sends(cast.case_manager, "case-assess", case.pk, **left_open).status_code == 302
