"""Nobody brings another institution into a known case, and nobody who takes part is kept from reporting an incident."""

import pytest

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.access.sight import sight_of
from fallkonferenz.actions import admissions, cases, entries, flagging, reading
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Dismissal, Source, State
from fallkonferenz.institutions.kinds import Kind


def typed_for_youth(given, case, by):
    told = given.referral(on_behalf_of=given.cast.youth.institution)
    return flagging.flag(by=by, relationship=case.relationship, named_code=case.code, **told)


def reads_of(person, case):
    with acting_as(person):
        return sight_of(person, case).readable


def test_whom_a_professional_types_for_gets_its_own_incident_only(cast, given):
    case = given.case(at=State.ASSESSED)

    typed_for_youth(given, case, cast.police)

    assert reads_of(cast.youth, case) == []
    with acting_as(cast.youth):
        assert sight_of(cast.youth, case).contributes(Section.INCIDENT)


def test_in_a_new_case_whoever_is_typed_for_takes_part_as_its_kind_does(cast, given):
    case = given.flagged(by=cast.police, on_behalf_of=cast.youth.institution)

    assert Section.CHILDREN.value in reads_of(cast.youth, case)


def test_whom_the_case_management_types_for_is_admitted_by_it(cast, given):
    case = given.case(at=State.ASSESSED)

    typed_for_youth(given, case, cast.case_manager)

    assert Section.CHILDREN.value in reads_of(cast.youth, case)


def test_an_institution_without_a_view_of_incidents_can_report_one(cast, given):
    prison = cast.of(Kind.PRISON)
    case = given.case(at=State.MEASURES)
    given.admitted(case, prison)

    entries.report_incident(case, by=prison, happened_at=clock.now(), source=Source.OWN, text="Drohung im Gespräch.")

    file = reading.case_file(case, by=prison)
    assert [opened.texts["text"] for opened in file.entries_of(Section.INCIDENT)] == ["Drohung im Gespräch."]
    assert reads_of(prison, case) == []


def test_an_admission_ends_at_once_although_a_measure_is_open(cast, given):
    case = given.case(at=State.MEASURES)

    admissions.withdraw(case, by=cast.case_manager, institution=cast.police.institution)

    assert reads_of(cast.police, case) == []
    assert len(given.all_measures(case)) == 2


def test_a_repeat_is_not_sent_away_as_somebody_elses(cast, given):
    case = flagging.reopen(given.case(at=State.CLOSED), by=cast.biss, **given.referral())

    with pytest.raises(NotNow):
        cases.dismiss(case, by=cast.case_manager, why=Dismissal.NOT_COMPETENT, reasons="Andere Region.")
    assert cases.dismiss(case, by=cast.case_manager, why=Dismissal.DOUBLE, reasons="Zweimal.").state == State.CLOSED
