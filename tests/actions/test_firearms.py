"""Firearms are asked about at each step forward (Art. 51 of the Istanbul Convention), and shown to who reads the risk."""

import pytest
from django.db import transaction
from django.urls import reverse

from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import assessing, cases, conferences, flagging, reading
from fallkonferenz.cases.conditions import has_firearms_answer
from fallkonferenz.cases.models import Case, FirearmsAnswer
from fallkonferenz.cases.words import OF_REFERRALS, AskedAt, Firearms, Level, Relationship, State
from fallkonferenz.conferences.models import Naming
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.vault.sealing import CaseVault
from tests.actions.examples import CANARY, EXAMPLES
from tests.given import NOT_HEARD
from tests.support import beyond_row_security

pytestmark = pytest.mark.django_db

STEPS = [step for step in AskedAt if step not in (AskedAt.ASSESSMENT, *OF_REFERRALS)]


def answers(case):
    with beyond_row_security():
        rows = FirearmsAnswer.objects.filter(case=case)
        return [(row.step, row.answer) for row in rows]


@pytest.mark.parametrize("step", STEPS)
def test_each_step_forward_asks_and_keeps_the_answer(cast, given, step):
    example = EXAMPLES[f"case.{step}"]
    by = getattr(cast, example.by)
    case, facts = example.scene(given)
    with pytest.raises(NotNow, match="Schusswaffen"), transaction.atomic():
        example.act(case, by=by, **{**facts, "firearms": ""})

    example.act(case, by=by, **facts)

    assert answers(case)[-1] == (step, Firearms.YES)
    with acting_as(by):
        last = case.firearms_answers.last()
        assert CANARY in CaseVault.open(case.pk).read(last, "note")
    with beyond_row_security():
        assert CANARY.encode() not in bytes(FirearmsAnswer.objects.get(pk=last.pk).note)


def test_it_is_asked_when_a_case_is_flagged_joined_and_taken_up_again(cast, given):
    """In the name of who refers; it answers for no step that follows."""
    case = given.flagged(firearms=Firearms.YES)
    joined = given.flagged(by=cast.police, named_code=case.code, firearms=Firearms.UNKNOWN)
    closed = given.case(at=State.CLOSED)
    before = answers(closed)
    flagging.reopen(closed, by=cast.police, **given.referral(firearms=Firearms.NO))

    assert (joined.pk, answers(case)) == (case.pk, [("flag", Firearms.YES), ("flag", Firearms.UNKNOWN)])
    assert answers(closed) == [*before, ("reopen", Firearms.NO)]
    for each in (case, closed):
        with acting_as(cast.case_manager):
            assert not has_firearms_answer(Case.objects.get(pk=each.pk))


def test_who_flags_for_a_bearer_of_secrets_tells_it_to_nobody_without_a_ground(cast, given):
    case = given.case(firearms=Firearms.YES)

    assert reading.case_file(case, by=cast.biss).firearms.answer == Firearms.YES
    assert reading.case_file(case, by=cast.police).firearms is None


def test_an_answer_of_the_step_before_is_none_of_this_step(cast, given):
    """What a step asks is asked since the case is in its state."""
    case = given.case(at=State.ASSESSED)
    with acting_as(cast.case_manager):
        case = Case.objects.get(pk=case.pk)
        assert not case.firearms_answers.filter(at__gte=case.state_since).exists()
        assert case.firearms_answers.exists()


def test_of_linked_cases_that_move_together_only_the_one_that_was_pressed_is_answered(cast, given):
    """The other is about somebody else, and others read there: no answer and no note goes over; a yes stays at its head."""
    case = given.case(at=State.ASSESSED)
    other = flagging.flag_linked(case, by=cast.biss, relationship=Relationship.FAMILY, **given.referral())
    given.admitted(other, cast.police)
    given.assessed(other)
    assessing.add(other, by=cast.police, level=Level.HIGH, reasons="Drohung.", **NOT_HEARD, firearms=Firearms.YES)

    invited = [cast.biss.institution, cast.police.institution]
    where = {"conference": given.planned(), "invited": invited, "naming": Naming.BY_NAME}
    conferences.convene(case, by=cast.case_manager, firearms=Firearms.NO, firearms_note=CANARY, **where)

    assert (answers(case)[-1], answers(other)[-1]) == (
        (AskedAt.CONVENE, Firearms.NO),
        (AskedAt.CONVENE, Firearms.UNKNOWN),
    )
    with beyond_row_security():
        assert FirearmsAnswer.objects.get(case=other, step=AskedAt.CONVENE).note is None
    assert reading.case_file(other, by=cast.police).firearms.answer == Firearms.YES


def test_an_assessment_needs_the_answer_too(cast, given):
    case = given.flagged()
    with pytest.raises(NotNow, match="Schusswaffen"), transaction.atomic():
        assessing.add(case, by=cast.biss, level=Level.HIGH, reasons="Drohung.", **NOT_HEARD, firearms="maybe")

    assessing.add(case, by=cast.biss, level=Level.HIGH, reasons="Drohung.", **NOT_HEARD, firearms=Firearms.UNKNOWN)

    assert answers(case) == [(AskedAt.ASSESSMENT, Firearms.UNKNOWN)]


def test_a_yes_is_a_red_flag_in_the_file_of_who_reads_the_risk(client, cast, given):
    school = cast.of(Kind.EDUCATION)
    case = given.flagged()
    given.admitted(case, cast.police, school)
    cases.assess(case, by=cast.case_manager, level=Level.MEDIUM, reasons="Drohung.", **NOT_HEARD, firearms=Firearms.YES)

    for person, told in ((cast.case_manager, True), (cast.police, True), (school, False)):
        file = reading.case_file(case, by=person)
        assert (file.firearms is not None, file.next_assessment is not None) == (told, told)
        client.force_login(person)
        assert ("Schusswaffen" in client.get(reverse("case-read", args=[case.pk])).content.decode()) is told


def test_an_answer_of_a_bearer_of_secrets_needs_a_ground(cast, given):
    case = given.flagged()
    given.admitted(case, cast.police)
    assessing.add(case, by=cast.biss, level=Level.HIGH, reasons="Drohung.", **NOT_HEARD, firearms=Firearms.YES)

    assert reading.case_file(case, by=cast.biss).firearms.answer == Firearms.YES
    assert reading.case_file(case, by=cast.police).firearms is None


def test_it_is_hidden_from_who_assesses_by_itself_until_that_is_complete(cast, given):
    case = given.case(at=State.ASSESSED)
    assert reading.case_file(case, by=cast.police).firearms is not None

    made = assessing.begin(case, by=cast.police, instruments=[])
    assert reading.case_file(case, by=cast.police).firearms is None

    assessing.discard(made, by=cast.police)
    assert reading.case_file(case, by=cast.police).firearms is not None


def test_nobody_answers_in_another_name(cast, given):
    case = given.case()
    row = {"case": case, "step": AskedAt.CONVENE, "author": cast.biss, "institution": cast.biss.institution}
    with acting_as(cast.police), pytest.raises(Exception, match="row-level security"), transaction.atomic():
        FirearmsAnswer.objects.create(answer=Firearms.NO, **row)


def test_convening_asks_on_its_page(client, cast, given):
    case = given.case(at=State.ASSESSED)
    client.force_login(cast.case_manager)

    page = client.get(reverse("case-convene", args=[case.pk])).content.decode()
    refused = client.post(reverse("case-convene", args=[case.pk]), {"firearms_note": "Jagdschein."})

    assert 'name="firearms"' in page
    assert refused.status_code == 422
    assert "Jagdschein." in refused.content.decode()
    assert refused.context["form"].errors["firearms"]


@pytest.mark.parametrize("by", ["case_manager", "police"])
def test_what_is_typed_for_a_bearer_of_secrets_is_told_in_its_name(cast, given, by):
    """Neither the answer nor the account; who typed it was told it, and everybody else needs the ground of who told."""
    typist = getattr(cast, by)
    case = given.flagged(by=typist, on_behalf_of=cast.shelter.institution, firearms=Firearms.YES)
    others = [each for each in (cast.case_manager, cast.police, cast.biss) if each != typist]
    given.admitted(case, *[each for each in (cast.police, cast.biss) if each != typist])

    told = {person.email: read_by(person, case) for person in (typist, cast.shelter, *others)}

    everything = (str(cast.shelter.institution), 1)
    assert told == {typist.email: everything, cast.shelter.email: everything, **{o.email: (None, 0) for o in others}}


def read_by(person, case):
    file = reading.case_file(case, by=person)
    return file.firearms and str(file.firearms.institution), len(file.entries)


def test_nothing_is_typed_for_who_did_not_refer(cast, given):
    """Nor in the name of who has confirmed meanwhile what was typed."""
    case = given.flagged(by=cast.case_manager, on_behalf_of=cast.shelter.institution)
    row = {"case": case, "step": AskedAt.FLAG, "author": cast.case_manager, "answer": Firearms.YES}
    with acting_as(cast.case_manager), pytest.raises(Exception, match="row-level security"), transaction.atomic():
        FirearmsAnswer.objects.create(institution=cast.biss.institution, **row)
    cases.confirm_referral(case, by=cast.shelter, referral=case.referrals.get())
    with acting_as(cast.case_manager), pytest.raises(Exception, match="row-level security"), transaction.atomic():
        FirearmsAnswer.objects.create(institution=cast.shelter.institution, **row)
