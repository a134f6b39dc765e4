"""Lowering the level takes two institutions; nothing else lowers it, not even who can write to the table of cases."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import Denied, NotNow, NotVisible
from fallkonferenz.actions import assessed, assessing, cases, entries, flagging, incidents, lowering, reading, rhythm
from fallkonferenz.cases.models import Case, Lowering
from fallkonferenz.cases.words import Because, Dismissal, Level, LoweringOutcome, State
from tests.assessing import REASONS, asked_to_lower, begun, completed, judged, said
from tests.given import JUDGED
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db


@pytest.fixture
def high(given):
    """Assessed as high, with the police and BISS admitted."""
    return given.case(at=State.ASSESSED)


def fresh(case):
    with beyond_row_security():
        return Case.objects.get(pk=case.pk)


def test_one_institution_asks_another_confirms_and_the_level_falls(cast, high):
    request = asked_to_lower(high, by=cast.police)
    assert fresh(high).level == Level.HIGH

    lowering.confirm_lower(request, by=cast.case_manager)

    case = fresh(high)
    assert case.level == Level.MEDIUM
    assert case.confer_by is None
    assert case.co_signed_at is None
    for person in (cast.police, cast.case_manager):
        assert reading.case_file(high, by=person).level == Level.MEDIUM


def test_refused_with_reasons_it_stays_and_the_reasons_stand_beside_it(cast, high):
    request = asked_to_lower(high, by=cast.police)

    lowering.refuse_lower(request, by=cast.case_manager, reasons="Zu früh.")

    assert fresh(high).level == Level.HIGH
    shown = assessed.listed(high, by=cast.police).lowerings[0]
    assert (shown.row.outcome, shown.texts["refusal_reasons"]) == (LoweringOutcome.REFUSED, "Zu früh.")


def test_nobody_confirms_the_own_request_not_even_a_colleague(cast, high):
    request = asked_to_lower(high, by=cast.police)

    for person in (cast.police, cast.named("police-a-deputy")):
        for act, facts in ((lowering.confirm_lower, {}), (lowering.refuse_lower, {"reasons": REASONS})):
            with pytest.raises(Denied, match="anderen Institution"), transaction.atomic():
                act(request, by=person, **facts)


def named_as(person, *, carrier="", **changes):
    """Changed past the acts, and read anew as at the next request."""
    house = person.institution
    house.carrier = carrier
    house.save()
    for name, value in changes.items():
        setattr(person, name, value)
    person.save()
    return person


def test_two_institutions_of_one_carrier_are_no_two(cast, given, high):
    """However it is spelt; where none is entered, none is shared."""
    named_as(cast.police, carrier="Landkreis  Süd")
    counsel = named_as(cast.case_manager, carrier=" landkreis süd ")
    request = asked_to_lower(high, by=cast.police)

    for act, facts in ((lowering.confirm_lower, {}), (lowering.refuse_lower, {"reasons": REASONS})):
        with pytest.raises(Denied, match="anderen Trägers"), transaction.atomic():
            act(request, by=counsel, **facts)
    decided_in_the_database(request, by=counsel, refused="another carrier")

    lowering.confirm_lower(request, by=named_as(counsel, carrier="Stadt Osnabrück"))
    assert fresh(high).level == Level.MEDIUM


@pytest.mark.parametrize("alike", [{"name": "Erika Groß"}, {"email": "POLICE-A@example.org"}], ids=["name", "mailbox"])
def test_who_works_for_both_is_no_second_one(cast, high, alike):
    named_as(cast.police, name="Erika Gross")
    other = named_as(cast.case_manager, **alike)
    request = asked_to_lower(high, by=cast.police)

    with pytest.raises(Denied, match="andere Person"), transaction.atomic():
        lowering.confirm_lower(request, by=other)
    decided_in_the_database(request, by=other, refused="another human")


def decided_in_the_database(request, *, by, refused):
    facts = {"decided_by": by, "decided_institution": by.institution, "decided_at": clock.now()}
    with acting_as(by), pytest.raises(DatabaseError, match=refused), transaction.atomic():
        Lowering.objects.filter(pk=request.pk).update(outcome=LoweringOutcome.CONFIRMED, **facts)


def test_nobody_decides_on_what_they_may_not_read(cast, given, high):
    """BISS keeps secrets: without a ground its request does not exist for the police."""
    given.released(high, "risk", by=cast.biss, to=cast.case_manager)
    request = asked_to_lower(high, by=cast.biss)

    with pytest.raises(NotVisible), transaction.atomic():
        lowering.confirm_lower(request, by=cast.police)
    lowering.confirm_lower(request, by=cast.case_manager)

    assert fresh(high).level == Level.MEDIUM
    assert reading.case_file(high, by=cast.police).level == Level.HIGH  # what it may read says so


@pytest.mark.parametrize("to", [Level.HIGH, Level.ACUTE, "", "low"])
def test_only_a_lower_level_is_asked_for(cast, high, to):
    completed(high, by=cast.police, level=Level.NOT_RAISED)

    with pytest.raises(NotNow), transaction.atomic():
        lowering.ask_lower(high, by=cast.police, to=to, reasons=REASONS)


def test_it_needs_an_own_assessment_since_the_level_was_set(cast, given):
    with clock.at(timezone.now() - timedelta(days=2)):
        case = given.case()
        completed(case, by=cast.police, level=Level.MEDIUM)
    given.assessed(case, level=Level.HIGH)

    with pytest.raises(NotNow, match="Schätzen Sie das Risiko"), transaction.atomic():
        lowering.ask_lower(case, by=cast.police, to=Level.MEDIUM, reasons=REASONS)
    completed(case, by=cast.police, level=Level.MEDIUM)
    with pytest.raises(NotNow, match="Schätzen Sie das Risiko"), transaction.atomic():
        lowering.ask_lower(case, by=cast.police, to=Level.NOT_RAISED, reasons=REASONS)

    assert lowering.ask_lower(case, by=cast.police, to=Level.MEDIUM, reasons=REASONS).can_be_decided


def test_a_judgement_in_short_is_a_ground_like_any_other(cast, high):
    assessing.add(high, by=cast.police, level=Level.MEDIUM, reasons=REASONS, **JUDGED)

    assert lowering.ask_lower(high, by=cast.police, to=Level.MEDIUM, reasons=REASONS).can_be_decided


def test_no_judgement_below_the_own_instrument_is_a_ground(cast, high):
    """Nor a short one, nor one made without an instrument; the instrument itself takes its result back."""
    completed(high, by=cast.police, level=Level.MEDIUM, answers=said(i1="yes"))
    for made in (assessing.add, in_full):
        made(high, by=cast.police, level=Level.MEDIUM, reasons=REASONS, **JUDGED)
        with pytest.raises(NotNow, match="Instrument"), transaction.atomic():
            lowering.ask_lower(high, by=cast.police, to=Level.MEDIUM, reasons=REASONS)

    answered_in_full(high, by=cast.police)
    assessing.add(high, by=cast.police, level=Level.MEDIUM, reasons=REASONS, **JUDGED)
    assert lowering.ask_lower(high, by=cast.police, to=Level.MEDIUM, reasons=REASONS).can_be_decided


@pytest.mark.parametrize("instrument", ["lap", "dash"])
def test_what_nobody_answered_takes_back_no_result(cast, high, instrument):
    """Neither the same instrument, left untouched or half answered, nor another one that lifts nothing."""
    completed(high, by=cast.police, level=Level.MEDIUM, answers=said(i1="yes"))
    untouched = judged(high, by=cast.police, level=Level.MEDIUM, instruments=(instrument,))
    assessing.complete(untouched, by=cast.police)
    with pytest.raises(NotNow, match="Instrument"), transaction.atomic():
        lowering.ask_lower(high, by=cast.police, to=Level.MEDIUM, reasons=REASONS)
    completed(high, by=cast.police, level=Level.MEDIUM, answers=said(i1="no"))
    with pytest.raises(NotNow, match="Instrument"), transaction.atomic():
        lowering.ask_lower(high, by=cast.police, to=Level.MEDIUM, reasons=REASONS)

    found = {each.key: each for each in incidents.incidents(high, by=cast.police).criteria}
    assert found["visible_high_risk"].met


def answered_in_full(case, *, by):
    """The Lethality Screen with nothing open and nothing found."""
    made = judged(case, by=by, level=Level.MEDIUM)
    nothing = said(**{f"i{number}": "no" for number in range(1, 12)})
    assessing.answer(made, by=by, instrument="lap", answers=nothing, facts={"belief": "no"})
    return assessing.complete(made, by=by)


def in_full(case, *, by, **judgement):
    made = assessing.begin(case, by=by)
    assessing.judge(made, by=by, **judgement)
    return assessing.complete(made, by=by)


def test_what_was_judged_before_a_case_was_taken_up_again_lowers_nothing(cast, given):
    """Its closing assessment was low, and whole; what happened since was not known to it."""
    case = given.case(at=State.CLOSED)
    with clock.at(clock.now() + timedelta(days=1)):
        case = flagging.reopen(case, by=cast.police, **given.referral())

        with pytest.raises(NotNow, match="Schätzen Sie das Risiko"), transaction.atomic():
            lowering.ask_lower(case, by=cast.case_manager, to=Level.NOT_RAISED, reasons=REASONS)


def test_who_may_not_read_what_the_level_rests_on_does_not_ask(cast, given):
    case = given.assessed(given.case(), level=Level.MEDIUM)
    completed(case, by=cast.biss, level=Level.ACUTE)  # keeps secrets
    completed(case, by=cast.police, level=Level.NOT_RAISED)

    with pytest.raises(NotNow, match="nicht lesen darf"), transaction.atomic():
        lowering.ask_lower(case, by=cast.police, to=Level.NOT_RAISED, reasons=REASONS)


def test_a_request_is_void_when_the_level_moved_or_after_seven_days(cast, given, high):
    request = asked_to_lower(high, by=cast.police)
    with clock.at(clock.now() + timedelta(days=7)), pytest.raises(NotNow, match="hinfällig"), transaction.atomic():
        lowering.confirm_lower(request, by=cast.case_manager)

    assessing.add(high, by=cast.biss, level=Level.ACUTE, reasons=REASONS, **JUDGED)

    with pytest.raises(NotNow, match="hinfällig"), transaction.atomic():
        lowering.confirm_lower(request, by=cast.case_manager)
    assert fresh(high).level == Level.ACUTE


def test_one_request_waits_at_a_time_and_a_new_one_follows_an_old_one(cast, high):
    asked_to_lower(high, by=cast.police)
    with pytest.raises(NotNow, match="wartet"), transaction.atomic():
        lowering.ask_lower(high, by=cast.police, to=Level.MEDIUM, reasons=REASONS)

    with clock.at(clock.now() + timedelta(days=8)):
        again = asked_to_lower(high, by=cast.police)
        lowering.confirm_lower(again, by=cast.case_manager)

    with beyond_row_security():
        assert list(Lowering.objects.values_list("outcome", flat=True)) == ["void", "confirmed"]


def test_the_database_itself_lets_no_level_fall_without_two(cast, high):
    with acting_as(cast.case_manager):
        for changes in ({"level": Level.MEDIUM}, {"level": ""}):
            with pytest.raises(DatabaseError, match="confirmed lowering"), transaction.atomic():
                Case.objects.filter(pk=high.pk).update(**changes)
    with beyond_row_security(), pytest.raises(DatabaseError, match="confirmed lowering"), transaction.atomic():
        Case.objects.filter(pk=high.pk).update(level=Level.MEDIUM)


def test_a_confirmed_lowering_lowers_once(cast, high):
    lowering.confirm_lower(asked_to_lower(high, by=cast.police), by=cast.case_manager)
    assessing.add(high, by=cast.police, level=Level.HIGH, reasons=REASONS, **JUDGED)

    with acting_as(cast.case_manager), pytest.raises(DatabaseError, match="confirmed lowering"), transaction.atomic():
        Case.objects.filter(pk=high.pk).update(level=Level.MEDIUM)


def test_the_database_knows_no_decision_of_ones_own(cast, high):
    request = asked_to_lower(high, by=cast.police)
    own = {"decided_by": cast.police, "decided_institution": cast.police.institution, "decided_at": clock.now()}
    other = own | {"decided_institution": cast.case_manager.institution}

    another = other | {"decided_by": cast.biss}

    for by, decided in ((cast.police, own), (cast.police, other), (cast.case_manager, another)):
        with acting_as(by), pytest.raises(DatabaseError), transaction.atomic():
            Lowering.objects.filter(pk=request.pk).update(outcome=LoweringOutcome.CONFIRMED, **decided)


def test_a_higher_level_never_waits_longer(cast, given):
    now = timezone.now()
    with clock.at(now - timedelta(days=13, hours=23)):
        case = given.assessed(given.case(), level=Level.HIGH)
        waits_until = case.confer_by

    assessing.add(case, by=cast.police, level=Level.ACUTE, reasons=REASONS, **JUDGED)

    assert fresh(case).confer_by == waits_until


def test_dissent_is_shown_and_changes_nothing(cast, high):
    lowering.dissent(high, by=cast.police, level=Level.ACUTE, reasons="Schusswaffe im Haus.")

    shown = assessed.listed(high, by=cast.case_manager).dissents[0]
    assert (shown.row.level, shown.texts["reasons"]) == (Level.ACUTE, "Schusswaffe im Haus.")
    assert fresh(high).level == Level.HIGH


def test_a_reopened_case_keeps_its_level_until_two_lower_it(cast, given):
    case = given.case(at=State.CLOSED)
    case = flagging.reopen(case, by=cast.police, **given.referral())
    assert fresh(case).confer_by is not None

    assessing.add(case, by=cast.police, level=Level.NOT_RAISED, reasons=REASONS, **JUDGED)

    for person in (cast.police, cast.case_manager):
        assert reading.case_file(case, by=person).level == Level.HIGH
    assert fresh(case).level == Level.HIGH


def test_dismissing_a_flag_and_flagging_again_lowers_nothing(cast, given):
    case = given.flagged(by=cast.police)
    assessing.add(case, by=cast.police, level=Level.ACUTE, reasons=REASONS, **JUDGED)
    cases.dismiss(case, by=cast.case_manager, why=Dismissal.ERROR, reasons=REASONS)
    given.flagged(by=cast.case_manager, named_code=case.code)

    assessing.add(case, by=cast.case_manager, level=Level.NOT_RAISED, reasons=REASONS, **JUDGED)

    assert fresh(case).level == Level.ACUTE


def test_what_was_judged_before_a_case_was_closed_assesses_no_reopened_one(cast, given):
    case = given.flagged(by=cast.police)
    early = judged(case, by=cast.police, level=Level.NOT_RAISED)
    cases.dismiss(case, by=cast.case_manager, why=Dismissal.ERROR, reasons=REASONS)
    with clock.at(clock.now() + timedelta(days=30)):
        given.flagged(by=cast.police, named_code=case.code)

        with pytest.raises(NotNow, match="neu"), transaction.atomic():
            assessing.complete(early, by=cast.police)


def test_while_one_assesses_there_is_nothing_to_confirm(cast, high):
    request = asked_to_lower(high, by=cast.police)
    begun(high, by=cast.case_manager)

    with pytest.raises(NotVisible), transaction.atomic():
        lowering.confirm_lower(request, by=cast.case_manager)


def test_an_assessment_from_before_an_incident_lowers_nothing(cast, high):
    """Neither when it was judged before and completed after, nor when the incident comes after the request."""
    completed(high, by=cast.police)
    stale = judged(high, by=cast.police)
    with clock.at(clock.now() + timedelta(days=2)):
        entries.report_incident(high, by=cast.biss, happened_at=clock.now(), source="own", text="Messer.")
    with clock.at(clock.now() + timedelta(days=3)):
        assessing.complete(stale, by=cast.police)
        with pytest.raises(NotNow, match="Schätzen Sie das Risiko"), transaction.atomic():
            lowering.ask_lower(high, by=cast.police, to=Level.MEDIUM, reasons=REASONS)
        request = asked_to_lower(high, by=cast.police)
    with clock.at(clock.now() + timedelta(days=4)):
        rhythm.report_change(high, by=cast.biss, kind=Because.SEPARATION)
        with pytest.raises(NotNow, match="hinfällig"), transaction.atomic():
            lowering.confirm_lower(request, by=cast.case_manager)

    assert fresh(high).level == Level.HIGH


def test_a_request_is_void_once_anybody_comes_to_a_higher_level(cast, high):
    request = asked_to_lower(high, by=cast.police)
    assessing.add(high, by=cast.police, level=Level.HIGH, reasons=REASONS, **JUDGED)

    with pytest.raises(NotNow, match="hinfällig"), transaction.atomic():
        lowering.confirm_lower(request, by=cast.case_manager)
    assert fresh(high).level == Level.HIGH


def test_a_judgement_from_before_the_level_rose_lowers_nothing(cast, high):
    early = judged(high, by=cast.police)
    with clock.at(clock.now() + timedelta(hours=1)):
        assessing.add(high, by=cast.biss, level=Level.ACUTE, reasons=REASONS, **JUDGED)
    with clock.at(clock.now() + timedelta(hours=2)):
        assessing.complete(early, by=cast.police)
        with pytest.raises(NotNow), transaction.atomic():
            lowering.ask_lower(high, by=cast.police, to=Level.MEDIUM, reasons=REASONS)


def test_the_database_takes_no_level_back_from_a_flag(cast, given):
    case = given.flagged(by=cast.police)
    assessing.add(case, by=cast.police, level=Level.ACUTE, reasons=REASONS, **JUDGED)

    with acting_as(cast.police), pytest.raises(DatabaseError, match="confirmed lowering"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(level="")


def test_a_request_that_may_not_be_read_is_not_told_of(cast, high):
    asked_to_lower(high, by=cast.biss)
    completed(high, by=cast.police)

    with pytest.raises(NotNow, match="zurzeit nicht") as refused, transaction.atomic():
        lowering.ask_lower(high, by=cast.police, to=Level.MEDIUM, reasons=REASONS)
    assert "Antwort" not in refused.value.sentence
