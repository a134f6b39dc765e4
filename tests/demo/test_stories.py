"""The invented cases load through the actions and stand where their stories leave them."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from fallkonferenz import clock
from fallkonferenz.access import scope
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import assessed, reading
from fallkonferenz.cases.models import Case, Entry
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Closing, Level, PartyRole, State
from fallkonferenz.demo import accounts, passphrases
from fallkonferenz.demo.stories import load, short
from fallkonferenz.demo.stories.telling import People
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures.lifecycle import MeasureState
from fallkonferenz.measures.models import Measure
from fallkonferenz.outbox.models import Message
from risk.models import Pack
from tests import database, stories
from tests.support import as_worker

STORIES = 4  # A, B and the linked C and D


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[People]:
    """The demo as it was loaded, in a region beside that of the cast; what the tests of this file do is rolled back."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        stories.swap_in()
        patch.setattr(passphrases, "FILE", tmp_path_factory.mktemp("demo") / "passphrases.json")
        patch.setattr(accounts, "REGION", stories.REGION)
        with stories.IN_THE_DEMO, transaction.atomic():
            yield accounts.people()
            transaction.set_rollback(True)
        database.swap()


@pytest.fixture
def management(people) -> Iterator[Person]:
    with acting_as(people["management"]):
        yield people["management"]


@pytest.fixture
def case_a(management) -> Case:
    return Case.objects.filter(repeats=1, parties__role=PartyRole.CHILD).distinct().get()


@pytest.fixture
def case_b(management, people) -> Case:
    return Case.objects.get(recognised_by=people["clinic"].institution, state=State.CLOSED)


@pytest.fixture
def case_c(management, people) -> Case:
    return linked().get(parties__role=PartyRole.FURTHER_AT_RISK)


def linked():
    return Case.objects.exclude(cluster=None)


def texts(case: Case, *, to: Person) -> str:
    """Everything that one reader is shown of a case."""
    shown = reading.case_file(case, by=to)
    opened = [*shown.entries, *shown.assessments, *shown.measures, *shown.items, *shown.referrals]
    return "\n".join(text for each in opened for text in each.texts.values())


def test_a_ends_as_a_repeat_with_two_open_measures_one_of_them_overdue(case_a):
    open_ones = list(case_a.measures.open())

    assert case_a.state == State.MEASURES
    assert case_a.level == Level.ACUTE
    assert len(open_ones) == 2
    assert sum(measure.is_overdue for measure in open_ones) == 1


def test_a_is_told_in_its_order(case_a):
    """The conference by telephone was recorded on the morning after."""
    heard = [(item.conference.starts_at, item.recorded_at) for item in case_a.agenda_items.all()]

    assert len(heard) == 3
    assert all(starts < recorded for starts, recorded in heard)
    assert heard[-1][1].date() > heard[-1][0].date()


def test_a_was_assessed_by_two_who_did_not_know_of_each_other_and_raised_after_the_letter(case_a, people):
    overview = assessed.listed(case_a, by=people["police"])
    with_instruments = [each for each in overview.assessments if each.instruments]
    first, second, *_later, last = with_instruments

    assert {first.row.institution, second.row.institution} == {people[who].institution for who in ("biss", "police")}
    assert second.row.independent
    assert (last.row.institution, last.row.level) == (people["police"].institution, Level.ACUTE)
    assert all(each.result is not None for file in with_instruments for each in file.instruments)
    assert not any(each.answers for each in first.instruments)


def test_a_is_being_assessed_anew_by_biss_which_sees_no_others_meanwhile(case_a, people):
    overview = assessed.listed(case_a, by=people["biss"])

    assert overview.own_open
    assert overview.hidden
    assert {each.row.institution for each in overview.assessments} == {people["biss"].institution}


def test_b_was_lowered_by_two_and_the_police_sees_it_differently(case_b, people):
    overview = assessed.listed(case_b, by=people["police"])

    assert [each.row.to_level for each in overview.lowerings] == [Level.MEDIUM, Level.NOT_RAISED]
    assert [each.row.level for each in overview.dissents] == [Level.HIGH]


def test_the_example_packs_are_in_use_and_confirmed_by_nobody(people):
    assert [pack.verified for pack in Pack.objects.filter(active=True)] == [False, False]


def test_b_is_closed_without_a_repeat(case_b):
    assert (case_b.closing, case_b.repeats) == (Closing.SECURED, 0)
    assert {measure.state for measure in case_b.measures.all()} == {
        MeasureState.DONE,
        MeasureState.NO_CAPACITY,
        MeasureState.DECLINED,
    }


def test_c_and_d_are_handed_over_together(management):
    assert [(case.state, case.closing) for case in linked()] == [(State.CLOSED, Closing.MOVED)] * 2
    assert len({case.party(PartyRole.AT_RISK).code for case in linked()}) == 1


def test_the_police_reads_no_wish_and_no_protection_in_a(case_a, people):
    shown = reading.case_file(case_a, by=people["police"])
    read = texts(case_a, to=people["police"])

    assert not [each for each in shown.entries if each.row.section in (Section.VICTIM, Section.PROTECTION)]
    assert "Griff an den Hals" in read
    assert "Ich warte." in read  # released anew for the repeat
    for hidden in ("Angst ist neu", "Schutz nicht gesichert", "Kein Frauenhaus", "immer nach Mama", "müde"):
        assert hidden not in read


def test_the_school_reads_its_own_entry_only(case_a, people):
    shown = reading.case_file(case_a, by=people["school"])

    assert {each.row.institution for each in shown.entries} == {people["school"].institution}
    assert {each.row.responsible for each in shown.measures} == {people["school"].institution}
    assert "Griff an den Hals" not in texts(case_a, to=people["school"])


def test_who_left_a_sees_it_no_more(case_a, people):
    with acting_as(people["public_order"]):
        assert case_a not in scope.cases_visible_to(people["public_order"])


def test_the_police_keeps_its_own_in_c_and_no_reader_learns_where_to(case_c, people):
    read = texts(case_c, to=people["police"])

    assert "Pass herausgegeben" in read
    assert "Arbeitet seit elf Monaten" not in read
    assert "Die aufnehmende Region" not in read


def test_the_immigration_authority_knows_one_thing_only(case_c, people):
    assert texts(case_c, to=people["immigration"]).strip() == "Bedenkzeit von drei Monaten."


def test_pseudonyms_and_dates_stand_where_the_stories_have_theirs(case_a, case_b, case_c, people):
    for case in (case_a, case_b, case_c):
        read = texts(case, to=people["management"])
        assert "PERSON-" not in read
        assert "T+" not in read


def test_short_cases_stand_in_every_state(management):
    counted = Counter(Case.objects.values_list("state", flat=True))

    assert sum(counted.values()) == len(short.ROWS) + STORIES
    assert min(counted[state] for state in State) >= 7


def test_short_cases_show_what_boards_are_for(management):
    now = clock.now()
    assert Measure.objects.due_before(now).count() >= 3
    assert Measure.objects.filter(state=MeasureState.REFUSED).exists()
    assert Case.objects.exclude(frozen_at=None).count() == 1
    assert Case.objects.exclude(sharing_stopped_at=None).exclude(state=State.CLOSED).count() == 1
    assert Case.objects.filter(state=State.ASSESSED, confer_by__lt=now).exists()
    assert {*Closing} == {*Case.objects.exclude(closing="").values_list("closing", flat=True)}


def test_nothing_is_told_of_tomorrow(management):
    assert not Entry.objects.filter(entered_at__gt=clock.now()).exists()
    assert not Case.objects.filter(state_since__gt=clock.now()).exists()
    assert not Case.objects.filter(sharing_stopped_at__gt=clock.now()).exists()


def test_the_next_conference_has_several_cases(management):
    coming = scope.conferences_visible_to(management).filter(starts_at__gt=clock.now())

    assert max(conference.items.count() for conference in coming) >= 4


def test_a_second_start_adds_nothing(people):
    with acting_as(people["management"]):
        before = Case.objects.count()
        call_command("demo_load")
        assert Case.objects.count() == before


def test_outside_the_demo_nothing_is_loaded(people):
    with override_settings(DEMO=False), pytest.raises(CommandError):
        call_command("demo_load")


def test_nobody_starts_with_old_notices(people):
    with as_worker():
        load.call_old_news_told()
        waiting = Message.objects.filter(delivered_at=None)

        assert 0 < waiting.count() < 100
        assert min(message.written_at for message in waiting) > clock.now() - load.NEWS
