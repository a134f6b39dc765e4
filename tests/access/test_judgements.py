"""Who sees which judgement of the risk: independent until one's own is complete, answers never beyond those they are for."""

import pytest
from django.db import transaction

from fallkonferenz.access import judged as loaders
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import NotVisible
from fallkonferenz.actions import assessed, assessing, lowering, reading
from fallkonferenz.actions.room import room
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Level, State
from tests.assessing import VIEW, asked_to_lower, begun, completed, judged, said
from tests.outbox.working import sweep, told

pytestmark = pytest.mark.django_db

WHO = "Die gewaltbetroffene Person am Telefon."
ANSWERS = {"1": {"answer": "yes", "source": "told", "who": WHO}}


@pytest.fixture
def case(cast, given):
    return given.case(at=State.ASSESSED)


def release(given, case, *sections, by, to):
    given.released(case, *(section.value for section in sections), by=by, to=to)


def own_levels(case, person):
    return [each.row.institution for each in assessed.listed(case, by=person).assessments]


# Independence -------------------------------------------------------------------------------


def test_while_one_assesses_the_judgements_of_others_are_hidden_everywhere(cast, case):
    completed(case, by=cast.police, level=Level.ACUTE)
    lowering.dissent(case, by=cast.police, level=Level.ACUTE, reasons="Waffe.")
    assert reading.case_file(case, by=cast.case_manager).level == Level.ACUTE

    assessment = judged(case, by=cast.case_manager)

    overview = assessed.listed(case, by=cast.case_manager)
    assert overview.hidden
    assert {each.row.institution for each in overview.assessments} == {cast.case_manager.institution}
    assert (overview.dissents, overview.level) == ([], Level.HIGH)
    file = reading.case_file(case, by=cast.case_manager)
    assert file.level == Level.HIGH  # what the own institution said before
    assert {each.row.institution for each in file.assessments} == {cast.case_manager.institution}
    assert not assessment.independent  # it had read one

    assessing.complete(assessment, by=cast.case_manager)

    assert reading.case_file(case, by=cast.case_manager).level == Level.ACUTE
    assert len(assessed.listed(case, by=cast.case_manager).dissents) == 1


def test_an_open_assessment_does_not_exist_for_others(cast, case):
    assessment = begun(case, by=cast.police)

    for act in (lambda: loaders.assessment_or_404(cast.case_manager, assessment.pk), lambda: _read(assessment, cast)):
        with pytest.raises(NotVisible), transaction.atomic(), acting_as(cast.case_manager):
            act()
    assert own_levels(case, cast.case_manager) == [cast.case_manager.institution]


def _read(assessment, cast):
    return assessed.read(assessment, by=cast.case_manager)


def test_a_colleague_goes_on_with_it(cast, case):
    assessment = begun(case, by=cast.police)
    deputy = cast.named("police-a-deputy")

    assessing.answer(assessment, by=deputy, instrument="lap", answers=said(i1="yes"))

    answer = assessed.read(assessment, by=cast.police).instruments[0].answers["1"]
    assert answer["by"] == str(deputy.pk)


def test_nobody_is_told_of_what_they_may_not_see_yet(cast, case):
    begun(case, by=cast.case_manager)
    completed(case, by=cast.police)
    sweep()

    assert cast.biss in told("case.assess")
    assert cast.case_manager not in told("assessment.add")


# Answers ------------------------------------------------------------------------------------


def test_answers_stay_with_who_assessed_and_with_the_case_management(cast, given, case):
    for person in (cast.police, cast.case_manager):
        assessment = completed(case, by=person, answers=ANSWERS)

        shown = assessed.read(assessment, by=person)
        assert shown.instruments[0].answers["1"]["who"] == WHO
        assert shown.person_view == VIEW
    police = assessed.listed(case, by=cast.police).assessments[-2].row
    assert assessed.read(police, by=cast.case_manager).shows_answers  # the police keeps no secrets


def test_the_police_reads_level_flags_and_reasons_and_never_an_answer(cast, given, case):
    """Whatever is released to it."""
    release(given, case, *Section, by=cast.biss, to=cast.police)
    assessment = completed(case, by=cast.biss, answers=ANSWERS, firearms="yes")

    shown = assessed.read(assessment, by=cast.police)

    assert (shown.row.level, shown.flags) == (Level.HIGH, ["firearm"])
    assert shown.reasons
    assert (shown.shows_answers, shown.person_view, shown.why_not_heard) == (False, "", "")
    assert [each.answers for each in shown.instruments] == [None]
    assert WHO not in repr(shown)
    assert WHO not in repr(assessed.listed(case, by=cast.police))


def test_the_case_management_needs_a_ground_for_each_of_both(cast, given, case):
    assessment = completed(case, by=cast.biss, answers=ANSWERS)
    with pytest.raises(NotVisible), transaction.atomic():
        assessed.read(assessment, by=cast.case_manager)

    release(given, case, Section.RISK, by=cast.biss, to=cast.case_manager)
    assert not assessed.read(assessment, by=cast.case_manager).shows_answers

    release(given, case, Section.ANSWERS, by=cast.biss, to=cast.case_manager)
    assert assessed.read(assessment, by=cast.case_manager).person_view == VIEW


def test_a_list_opens_no_answers(cast, case):
    completed(case, by=cast.police, answers=ANSWERS)

    overview = assessed.listed(case, by=cast.police)

    assert all(used.answers is None for each in overview.assessments for used in each.instruments)
    assert WHO not in repr(overview)
    assert VIEW not in repr(overview)


# The level, and who is not meant ---------------------------------------------------------------


def test_for_whom_the_section_does_not_exist_there_is_no_page_of_assessments(cast, given, case):
    given.admitted(case, cast.school)

    with pytest.raises(NotVisible), transaction.atomic():
        assessed.listed(case, by=cast.school)
    assert reading.case_file(case, by=cast.school).level == ""


def test_the_level_follows_from_what_the_reader_may_see(cast, given):
    case = given.assessed(given.case(), level=Level.MEDIUM)
    completed(case, by=cast.biss, level=Level.ACUTE)  # keeps secrets

    assert reading.case_file(case, by=cast.biss).level == Level.ACUTE
    assert reading.case_file(case, by=cast.police).level == Level.MEDIUM
    release(given, case, Section.RISK, by=cast.biss, to=cast.police)
    assert reading.case_file(case, by=cast.police).level == Level.ACUTE


def test_at_the_table_the_level_is_what_all_may_see(cast, given):
    case = given.assessed(given.case(), level=Level.HIGH)
    completed(case, by=cast.biss, level=Level.ACUTE)
    case = given.convened(case)
    with acting_as(cast.case_manager):
        item = case.agenda_items.select_related("conference").get()

    assert room(item.conference, by=cast.case_manager, item=item.pk).level == Level.HIGH
    release(given, case, Section.RISK, by=cast.biss, to=cast.police)
    release(given, case, Section.RISK, by=cast.biss, to=cast.case_manager)
    assert room(item.conference, by=cast.case_manager, item=item.pk).level == Level.ACUTE
    lowering.confirm_lower(asked_to_lower(case, by=cast.police, to=Level.MEDIUM), by=cast.biss)
    assert room(item.conference, by=cast.case_manager, item=item.pk).level == Level.MEDIUM


def test_requests_are_told_to_whom_may_read_them(cast, given, case):
    given.admitted(case, cast.school)

    asked_to_lower(case, by=cast.police)
    sweep()

    assert cast.case_manager in told("level.ask_lower")
    assert not {cast.school, cast.police} & set(told("level.ask_lower"))
