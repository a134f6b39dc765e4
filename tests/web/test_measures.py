"""The board, one measure, and what becomes of it: who may, who may not, and who must not even know of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import measures
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import State
from fallkonferenz.measures.lifecycle import MeasureState
from fallkonferenz.measures.models import DueKind, Lack, Measure
from tests.audit import reading as audit_log
from tests.support import beyond_row_security

SECRET = "Begleitung zur Beratung"


def local(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def plan(**typed):
    due = clock.now() + timedelta(days=2)
    return {"what": SECRET, "due_kind": "time", "due_at": local(due), "reveals": ["incident"], **typed}


def measures_of(case, by):
    with acting_as(by):
        return list(Measure.objects.filter(case=case))


@pytest.fixture
def running(given):
    return given.case(at=State.MEASURES)


@pytest.fixture
def polices(running, given, cast):
    return next(each for each in given.all_measures(running) if each.responsible_id == cast.police.institution_id)


def test_the_board_shows_what_the_own_institution_is_to_do(running, cast, opens):
    page = opens(cast.police, "measure-list").content.decode()

    assert "Ansprache der gefährdenden Person." in page
    assert "Der Person sagen" not in page  # that one is for BISS alone


def test_the_board_of_an_institution_without_measures_is_empty(running, cast, opens):
    page = opens(cast.stranger, "measure-list").content.decode()

    assert "Ansprache" not in page
    assert "<table" not in page


def test_the_board_can_be_narrowed_to_what_is_overdue(running, polices, cast, opens):
    assert "Ansprache" not in opens(cast.police, "measure-list", show="overdue").content.decode()

    with acting_as(cast.police):
        Measure.objects.filter(pk=polices.pk).update(due_at=clock.now() - timedelta(hours=1))

    assert "Ansprache" in opens(cast.police, "measure-list", show="overdue").content.decode()


def test_the_board_stands_in_the_order_of_work(running, given, cast, opens):
    for ahead in (-1, 2, 20):
        given.measure(running, due_at=clock.now() + timedelta(days=ahead))

    groups = opens(cast.police, "measure-list").context["board"].groups

    assert len(groups) == 3
    assert all(str(row[-1].url).endswith("/") for group in groups for row in group.rows)


def test_the_case_management_looks_at_one_institution(running, given, cast, opens, client):
    opens(cast.case_manager, "measure-list")
    shown = client.get(reverse("measure-list"), {"of": cast.police.institution_id}).context["board"]

    assert {opened.row.responsible_id for opened in shown.opened} == {cast.police.institution_id}


def test_the_board_names_what_it_showed_in_the_log(running, polices, cast, opens):
    opens(cast.police, "measure-list", show="agreed")

    with beyond_row_security():
        shown = {"cases": [polices.case.code], "measures": [str(polices.pk)]}
    assert audit_log.last("measure.list").fields["details"] == shown


def test_a_filter_that_does_not_exist_is_said_to_be_none(cast, opens):
    assert opens(cast.police, "measure-list", show="nonsense").status_code == 422


def test_a_made_up_place_on_the_board_does_not_exist(cast, opens):
    assert opens(cast.police, "measure-list", after="made:up").status_code == 404


def test_the_board_goes_on_page_by_page(running, given, cast, opens, client):
    for number in range(27):
        given.measure(running, what=f"Nummer {number:02}.", due_at=clock.now() + timedelta(days=5, hours=number))

    first = opens(cast.police, "measure-list")
    older = first.context["older"]

    assert "Nummer 22." in first.content.decode()
    second = client.get(older).content.decode()
    assert "Nummer 26." in second
    assert "Nummer 22." not in second


def test_the_board_costs_as_many_queries_with_many_cases(running, given, cast, opens, django_assert_max_num_queries):
    opens(cast.police, "measure-list")
    with django_assert_max_num_queries(40) as few:
        opens(cast.police, "measure-list")
    for _each in range(2):
        given.case(at=State.MEASURES)

    with django_assert_max_num_queries(len(few.captured_queries)):
        opens(cast.police, "measure-list")


def test_a_measure_is_shown_with_its_steps(polices, cast, opens):
    page = opens(cast.police, "measure-read", polices.pk).content.decode()

    assert "Ansprache der gefährdenden Person." in page
    assert reverse("measure-accept", args=[polices.pk]) in page
    assert reverse("measure-renew", args=[polices.pk]) not in page  # the case management's


def test_a_measure_that_reveals_a_hidden_section_does_not_exist(running, given, cast, opens):
    hidden = given.measure(running, responsible=cast.biss, reveals=[Section.VICTIM.value], what=SECRET)

    assert opens(cast.biss, "measure-read", hidden.pk).status_code == 200
    assert opens(cast.police, "measure-read", hidden.pk).status_code == 404
    assert SECRET not in opens(cast.police, "measure-list").content.decode()


def test_a_measure_of_a_strangers_case_does_not_exist(polices, cast, opens, sends):
    assert opens(cast.stranger, "measure-read", polices.pk).status_code == 404
    assert sends(cast.stranger, "measure-accept", polices.pk).status_code == 404
    assert sends(cast.stranger, "measure-finish", polices.pk, outcome="x").status_code == 404


def test_the_institution_responsible_accepts_and_reports(running, polices, cast, sends):
    sends(cast.police, "measure-accept", polices.pk)
    answer = sends(cast.police, "measure-finish", polices.pk, outcome="Gespräch geführt.")

    assert answer.url == reverse("measure-read", args=[polices.pk])
    with acting_as(cast.police):
        assert Measure.objects.get(pk=polices.pk).state == MeasureState.DONE


def test_another_institution_cannot_report_for_it(polices, cast, opens, sends):
    assert sends(cast.biss, "measure-finish", polices.pk, outcome="Erledigt.").status_code == 403
    assert opens(cast.biss, "measure-finish", polices.pk).status_code == 403


@pytest.mark.parametrize("step", ["refuse", "finish", "overtake", "decline", "not_undertake", "lack_capacity", "ask"])
def test_every_report_has_its_form(polices, cast, opens, step):
    page = opens(cast.police, f"measure-{step}", polices.pk)

    assert page.status_code == 200
    assert "Ansprache der gefährdenden Person." in page.content.decode()


def test_lacking_capacity_asks_what_since_when_and_what_instead(polices, cast, sends):
    missing = sends(cast.police, "measure-lack_capacity", polices.pk, lack=Lack.APPOINTMENT)
    assert missing.status_code == 422
    assert set(missing.context["form"].errors) == {"since", "instead"}

    sends(
        cast.police, "measure-lack_capacity", polices.pk, lack=Lack.APPOINTMENT, since="2026-11-01", instead="Telefonat"
    )

    with acting_as(cast.police):
        assert Measure.objects.get(pk=polices.pk).state == MeasureState.NO_CAPACITY


def test_what_is_not_undertaken_can_be_agreed_anew(polices, cast, opens, sends):
    measures.not_undertake(polices, by=cast.police, needed="Abstimmung mit der Staatsanwaltschaft.")

    page = opens(cast.case_manager, "measure-read", polices.pk).content.decode()
    assert "Abstimmung mit der Staatsanwaltschaft." in page
    due = local(clock.now() + timedelta(days=7))
    sends(cast.case_manager, "measure-renew", polices.pk, due_at=due, responsible=cast.biss.institution_id)

    with acting_as(cast.case_manager):
        renewed = Measure.objects.get(pk=polices.pk)
    assert (renewed.state, renewed.responsible_id) == (MeasureState.AGREED, cast.biss.institution_id)


def test_a_settled_measure_says_why_nothing_more_can_be_done(polices, cast, opens, sends):
    measures.finish(polices, by=cast.police, outcome="Erledigt.")

    assert opens(cast.police, "measure-finish", polices.pk).status_code == 409
    assert sends(cast.police, "measure-accept", polices.pk).status_code == 409
    assert "Noch nicht möglich" in opens(cast.police, "measure-read", polices.pk).content.decode()


def test_questions_stand_under_the_measure(polices, cast, opens, sends):
    sends(cast.biss, "measure-ask", polices.pk, text="Wann ist die Ansprache vorgesehen?")

    assert "Wann ist die Ansprache" in opens(cast.police, "measure-read", polices.pk).content.decode()


def test_a_professional_proposes_for_the_own_institution(running, cast, sends):
    answer = sends(cast.biss, "measure-propose", running.pk, **plan())

    made = next(each for each in measures_of(running, cast.biss) if each.state == MeasureState.PROPOSED)
    assert made.responsible_id == cast.biss.institution_id
    assert answer.url == reverse("measure-read", args=[made.pk])


def test_only_sections_that_exist_for_the_own_institution_can_be_revealed(running, cast, opens, sends):
    page = opens(cast.police, "measure-propose", running.pk).content.decode()
    assert 'value="victim"' not in page

    assert sends(cast.police, "measure-propose", running.pk, **plan(reveals=["victim"])).status_code == 422


def test_a_measure_names_at_least_one_section(running, cast, sends):
    refused = sends(cast.biss, "measure-propose", running.pk, **plan(reveals=[]))

    assert refused.status_code == 422
    assert escape(SECRET) in refused.content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"due_kind": DueKind.PERIOD}, "starts_at"),
        ({"due_kind": DueKind.PERIOD, "starts_at": "2126-01-01T10:00"}, "due_at"),
        ({"due_kind": DueKind.EVENT}, "due_event"),
        ({"due_at": ""}, "due_at"),
    ],
)
def test_each_kind_of_due_date_has_what_it_needs(running, cast, sends, typed, field):
    refused = sends(cast.biss, "measure-propose", running.pk, **plan(**typed))

    assert refused.status_code == 422
    assert field in refused.context["form"].errors


def test_the_case_manager_enters_what_was_agreed(running, cast, sends):
    told = {"responsible": cast.police.institution_id, "contributing": [cast.biss.institution_id]}
    sends(cast.case_manager, "measure-add", running.pk, **plan(**told, handling_mark="on"))

    made = next(each for each in measures_of(running, cast.case_manager) if each.handling_mark)
    assert made.responsible_id == cast.police.institution_id
    assert made in measures_of(running, cast.biss)


def test_only_institutions_at_the_table_can_be_responsible(running, cast, sends):
    told = {"responsible": cast.shelter.institution_id}

    assert sends(cast.case_manager, "measure-add", running.pk, **plan(**told)).status_code == 422


def test_a_professional_does_not_enter_measures_for_others(running, cast, opens):
    assert opens(cast.biss, "measure-add", running.pk).status_code == 403


def test_no_title_tells_of_a_case(running, polices, cast, opens):
    page = opens(cast.police, "measure-read", polices.pk).content.decode()

    title = page[page.index("<title>") : page.index("</title>")]
    assert running.code not in title
    assert "Ansprache" not in title
