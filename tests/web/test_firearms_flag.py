"""A yes to the question about firearms stands among the red flags, at whatever step it was said."""

from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import assessing
from fallkonferenz.cases.words import Firearms, Level
from fallkonferenz.conferences.models import AgendaItem
from tests.assessing import begun
from tests.given import JUDGED

FIREARM = "Schusswaffe"


def head(opens, person, case) -> dict[str, str]:
    return dict(opens(person, "case-read", case.pk).context["file"].flags)


def answered(case, *, by, firearms, **more):
    assessing.add(case, by=by, level=Level.MEDIUM, reasons="-", **{**JUDGED, "firearms": firearms}, **more)


def test_the_yes_of_the_referral_is_a_red_flag_for_who_reads_risk_alone(cast, given, opens):
    case = given.case(by=cast.police, firearms=Firearms.YES)
    given.admitted(case, cast.school)

    assert cast.police.institution.name in head(opens, cast.case_manager, case)[FIREARM]
    assert FIREARM not in head(opens, cast.school, case)
    begun(case, by=cast.case_manager)
    assert FIREARM not in head(opens, cast.case_manager, case)


def test_no_other_institution_takes_it_back_and_who_said_it_does(cast, given, opens):
    case = given.case(by=cast.police, firearms=Firearms.YES)
    answered(case, by=cast.case_manager, firearms=Firearms.NO)
    answered(case, by=cast.police, firearms=Firearms.UNKNOWN)
    assert FIREARM in head(opens, cast.case_manager, case)

    answered(case, by=cast.police, firearms=Firearms.NO)
    assert FIREARM not in head(opens, cast.case_manager, case)


def test_whoever_names_the_flag_as_well_is_said_once(cast, given, opens):
    case = given.case(by=cast.police)
    answered(case, by=cast.police, firearms=Firearms.YES, flags=["firearm"])

    assert head(opens, cast.case_manager, case)[FIREARM].count(cast.police.institution.name) == 1


def test_on_the_wall_it_stands_if_everybody_at_the_table_may_read_it(cast, given, opens):
    def on_the_wall(case):
        with acting_as(cast.case_manager):
            item = AgendaItem.objects.get(case=case)
        return dict(opens(cast.case_manager, "conference-show", item.conference_id, item.pk).context["room"].flags)

    def convened(who):
        case = given.case(by=who, firearms=Firearms.YES)
        given.admitted(case, *({cast.biss, cast.police} - {who}))
        return given.convened(given.assessed(case))

    assert FIREARM in on_the_wall(convened(cast.police))
    assert FIREARM not in on_the_wall(convened(cast.biss))  # told to the counselling centre, without a ground
