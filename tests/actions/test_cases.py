"""What the steps of a case bring along beside the state: levels, clocks, co-signature, reading times."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import Denied, NotNow, NotVisible
from fallkonferenz.actions import cases, entries, flagging
from fallkonferenz.cases.models import Case, Participation, Referral
from fallkonferenz.cases.words import Level, Relationship, State

pytestmark = pytest.mark.django_db


def test_nobody_co_signs_their_own_case(cast, given):
    """The case management that recognised a case itself needs another institution's signature."""
    case = given.flagged(by=cast.case_manager)
    given.admitted(case, cast.police)
    case = given.assessed(case)
    with acting_as(cast.case_manager):
        Case.objects.filter(pk=case.pk).update(co_signature_asked_at=clock.now())

    with pytest.raises(Denied), transaction.atomic():
        cases.co_sign(case, by=cast.case_manager)


def test_without_a_request_there_is_nothing_to_co_sign(cast, given):
    with pytest.raises(NotNow):
        cases.co_sign(given.case(at=State.ASSESSED), by=cast.case_manager)


@pytest.mark.parametrize(("level", "wait"), [(Level.ACUTE, timedelta(hours=24)), (Level.HIGH, timedelta(days=14))])
def test_the_level_says_how_long_a_case_may_wait_for_its_conference(cast, given, level, wait):
    with clock.at(timezone.now()):
        case = given.assessed(given.case(), level=level)
        assert case.confer_by == clock.now() + wait


def test_a_closed_case_stays_readable_for_a_while_and_longer_for_the_case_management(cast, given):
    with clock.at(timezone.now()):
        case = given.case(at=State.CLOSED)
        with acting_as(cast.case_manager):
            until = dict(Participation.objects.filter(case=case).values_list("institution__kind", "until"))
        assert until["police"] == clock.now() + timedelta(days=30)
        assert until["case_management"] - case.last_referral_at >= timedelta(days=364)


def test_a_second_referral_joins_the_open_case_and_is_no_repeat(cast, given):
    case = given.case(at=State.ASSESSED)
    named = {"named_code": case.code, "relationship": Relationship.PARTNERS, **given.referral()}

    joined = flagging.flag(by=cast.shelter, **named)

    assert (joined.pk, joined.state, joined.repeats) == (case.pk, State.ASSESSED, 0)
    with acting_as(cast.shelter):
        assert joined.reassessments.due().exists()
        assert Referral.objects.filter(case=case).count() == 2


def test_a_repeat_within_twelve_months_goes_back_to_a_conference(cast, given):
    case = given.case(at=State.CLOSED)
    named = {"named_code": case.code, "relationship": Relationship.PARTNERS, **given.referral()}

    again = flagging.flag(by=cast.police, **named)

    assert (again.pk, again.state, again.repeats, again.must_confer) == (case.pk, State.FLAGGED, 1, True)


def test_a_code_of_another_region_leads_nowhere(cast, given):
    case = given.case()
    named = {"named_code": case.code, "relationship": Relationship.PARTNERS, **given.referral()}

    with pytest.raises(NotNow):
        flagging.flag(by=cast.far_manager, **named)


def test_a_frozen_case_is_kept_unchanged_and_for_the_case_management_alone(cast, given):
    case = given.case(at=State.MEASURES)
    cases.freeze(case, by=cast.case_manager, died_at=clock.now())

    with pytest.raises(NotNow), transaction.atomic():
        given.entry(case, by=cast.case_manager, section="risk")
    with pytest.raises(NotNow), transaction.atomic():
        given.admitted(case, cast.shelter)
    with pytest.raises(NotVisible), transaction.atomic():
        given.entry(case, by=cast.police, section="risk")
    with acting_as(cast.case_manager):
        assert case.participations.exclude(institution__kind="case_management").count() == 0


def test_an_own_reference_can_be_changed(cast, given):
    case = given.case()
    for reference in ("12/34", "56/78"):
        entries.set_reference(case, by=cast.police, reference=reference)

    with acting_as(cast.police):
        assert case.own_references.count() == 1
