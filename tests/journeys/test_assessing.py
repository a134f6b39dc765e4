"""The risk of one case: assessed by two who do not know of each other, raised by an incident, lowered by two."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.cases.models import Assessment, Case, Lowering
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Level, State
from tests.assessing import seen
from tests.flagging import flag
from tests.journeys.visitor import Visitor
from tests.web.test_assessments import JUDGED, PAIR
from tests.web.test_flagging import TOLD

NOW = clock.now()
STRANGLED = {"a_6": "yes", "a_1": "unknown", "a_4": "not_asked"}
THREATENED = {"a_2": "yes", "a_9": "unknown"}
GONE = {f"a_{number}": "no" for number in range(1, 12)} | {"f_belief": "no"}  # only a settled result takes one back
VIEW_OF_BISS = "Sie schläft im Kinderzimmer."
MODERATE = {"level": Level.MEDIUM, "reasons": "Er sucht keinen Kontakt mehr."}


class Desk:
    """One case at the screens of several institutions."""

    def __init__(self, case, opens, sends):
        self.case, self.opens, self.sends = case, opens, sends

    def begins(self, who, *instruments):
        self.sends(who, "assessment-begin", self.case.pk, **PAIR, instruments=instruments, trained="on", go="begin")

    def answers(self, who, instrument, answers):
        self.sends(who, "assessment-answer", self.open_of(who).pk, instrument, source="told", **answers)

    def judges_and_completes(self, who, **judged):
        begun = self.open_of(who)
        self.sends(who, "assessment-judge", begun.pk, **{**JUDGED, **judged})
        assert self.sends(who, "assessment-complete", begun.pk, seen=seen(begun, by=who)).status_code == 302
        return begun

    def open_of(self, who):
        with acting_as(who):
            return Assessment.objects.open().get(case=self.case, institution=who.institution)

    def reads(self, who, name="assessment-list"):
        return self.opens(who, name, self.case.pk).content.decode()

    def level(self, who):
        return self.opens(who, "assessment-list", self.case.pk).context["list"].overview.level

    def waits_for(self, who):
        """Whether the start page asks for a new assessment."""
        lists = {
            each.id: [line.case.pk for line in each.lines] for each in self.opens(who, "start").context["start"].all
        }
        return self.case.pk in lists.get("anew", [])


@pytest.fixture
def desk(client, cast, given, opens, sends):
    """Given a case that BISS flagged, the police admitted, and a release of what BISS thinks of the risk."""
    client.force_login(cast.biss)
    address = flag(client, **TOLD).url
    with acting_as(cast.biss):
        case = Case.objects.get(pk=address.split("/")[2])
    given.admitted(case, cast.police)
    for reader in (cast.police, cast.case_manager):
        given.released(case, Section.RISK, by=cast.biss, to=reader)
    return Desk(case, opens, sends)


def after(**so_long):
    """At that time for everybody, sessions too."""
    return time_machine.travel(NOW + timedelta(**so_long))


def both_assess(desk, biss, police):
    """BISS is first to be done, the police began before."""
    desk.begins(police, "lap")
    desk.begins(biss, "short-list")
    desk.answers(biss, "short-list", STRANGLED)
    desk.judges_and_completes(biss, person_view=VIEW_OF_BISS)
    assert str(biss.institution) not in desk.reads(police).partition("<main")[2]
    desk.answers(police, "lap", THREATENED)
    return desk.judges_and_completes(police)


def test_two_assess_apart_and_the_higher_level_counts(desk, cast):
    of_police = both_assess(desk, cast.biss, cast.police)

    with acting_as(cast.case_manager):
        assert all(Assessment.objects.filter(case=desk.case).values_list("independent", flat=True))
    assert desk.level(cast.case_manager) == desk.level(cast.police) == Level.HIGH
    beside = desk.reads(cast.police)
    assert str(cast.biss.institution) in beside  # now that its own is complete
    assert VIEW_OF_BISS not in beside
    result = desk.opens(cast.police, "assessment-read", of_police.pk).content.decode()
    assert "über die fachliche Einschätzung gehoben" in result


def test_it_is_assessed_anew_in_time_and_after_an_incident_at_once(desk, cast):
    both_assess(desk, cast.biss, cast.police)
    assert not desk.waits_for(cast.case_manager)

    with after(days=8):
        assert desk.waits_for(cast.case_manager)
        desk.begins(cast.police)
        desk.judges_and_completes(cast.police)
        assert not desk.waits_for(cast.case_manager)
        assert desk.level(cast.police) == Level.HIGH  # the judgement was lower: nobody lowers alone
    with after(days=9):
        happened = f"{timezone.localtime(clock.now()):%Y-%m-%dT%H:%M}"
        desk.sends(
            cast.biss, "case-report_incident", desk.case.pk, happened_at=happened, source="told", text="Er war am Tor."
        )
    with after(days=9, hours=1):
        assert desk.waits_for(cast.case_manager)
        desk.begins(cast.police)
        desk.judges_and_completes(cast.police, level=Level.ACUTE)
        assert desk.level(cast.case_manager) == Level.ACUTE


def test_only_a_second_institution_lowers_it(desk, cast):
    both_assess(desk, cast.biss, cast.police)
    desk.begins(cast.police, "lap")  # which lifted the level: a judgement alone takes nothing of that back
    desk.answers(cast.police, "lap", GONE)
    desk.judges_and_completes(cast.police, **MODERATE)
    desk.sends(cast.police, "level-ask_lower", desk.case.pk, to=Level.MEDIUM, reasons=MODERATE["reasons"])
    with acting_as(cast.police):
        request = Lowering.objects.get(case=desk.case)

    assert desk.sends(cast.named("police-a-deputy"), "level-confirm_lower", request.pk).status_code == 403
    assert desk.level(cast.police) == Level.HIGH
    assert MODERATE["reasons"] in desk.opens(cast.case_manager, "level-read_lower", request.pk).content.decode()
    desk.sends(cast.case_manager, "level-confirm_lower", request.pk)
    assert desk.level(cast.police) == desk.level(cast.case_manager) == Level.MEDIUM


# In a browser --------------------------------------------------------------------------------


@pytest.fixture
def police(browser, live_server, cast):
    visitor = Visitor(browser, live_server.url, cast.police, small=True, scripts=False)
    yield visitor
    visitor.page.context.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_it_is_begun_left_resumed_and_completed_on_a_telephone_without_scripts(police, given):
    case = given.case(at=State.ASSESSED)
    police.signs_in().goes("case-list").goes("case-read", case.pk).goes("assessment-list", case.pk)
    police.goes("assessment-begin", case.pk)
    police.types(sex_at_risk="female", sex_endangering="male", relationship="former_partners", age_at_risk=34)
    police.presses("Zeigen, was passt").types(instruments=["lap"], trained=True).presses("Risikoeinschätzung beginnen")
    begun = police.id_in_address

    police.goes("assessment-answer", begun, "lap").types(source="told", a_2="yes", a_3="unknown")
    police.presses("Speichern, später weiter")
    police.opens("assessment-list", case.pk)
    police.goes("assessment-read", begun)
    assert "2 von 11" in police.reads
    assert "ausgelöst" not in police.reads

    police.goes("assessment-judge", begun).sends(**JUDGED)
    police.presses("Risikoeinschätzung abschließen")
    assert "ausgelöst durch die Fragen" in police.reads
    assert "hoch" in police.reads
