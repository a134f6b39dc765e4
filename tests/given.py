"""Given a case at a state: walked there through the actions, as people would. Nothing here sets a state."""

from datetime import timedelta
from itertools import count

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import admissions, cases, conferences, entries, flagging, grounds, measures
from fallkonferenz.cases.models import Case, Ground
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import (
    Closing,
    Firearms,
    GivenBy,
    GroundForm,
    GroundKind,
    Level,
    Nature,
    PartyRole,
    ReferralGround,
    Relationship,
    Source,
    State,
)
from fallkonferenz.conferences.models import ConferenceKind, Mode, Naming
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.measures.models import Measure
from tests.cast import Cast

NUMBERS = count(1)
# What every step forward is asked about, answered the same everywhere a test is about something else.
ASKED = {"firearms": Firearms.NO}
# What every judgement says beside level and reasons.
NOT_HEARD = {"worries": "Die Übergabe der Kinder.", "heard": False, "why_not_heard": "Nicht erreicht."}
JUDGED = {**ASKED, **NOT_HEARD}


class Given:
    """Every method does one thing a person would do, and gives back what came of it."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def referral(self, **told: object) -> dict[str, object]:
        return {
            "grounds": [ReferralGround.JUDGEMENT],
            "happened_at": clock.now(),
            "account": "Bericht der Meldung.",
            "person_knows": True,
            **told,
        }

    def flagged(self, *, by: Person | None = None, children: int = 0, **told: object) -> Case:
        return flagging.flag(
            by=by or self.cast.biss,
            relationship=Relationship.FORMER_PARTNERS,
            children=children,
            **self.referral(**told),
        )

    def admitted(self, case: Case, *people: Person) -> None:
        for person in people:
            admissions.admit(
                case,
                by=self.cast.case_manager,
                institution=person.institution,
                basis=GroundKind.POLICE_TRANSMISSION,
                reasons="Gefahr für Leib und Leben.",
            )

    def released(
        self, case: Case, *sections: str, by: Person, to: Person, concerns: str = PartyRole.AT_RISK
    ) -> list[Ground]:
        party = case.parties.filter(role=concerns).first()
        return grounds.record(
            case,
            by=by,
            discloser=by.institution,
            recipients=[to.institution],
            sections=list(sections),
            concerns=party,
            kind=GroundKind.RELEASE,
            given_by=GivenBy.PERSON,
            form=GroundForm.WRITTEN,
            given_at=clock.now(),
        )

    def assessed(self, case: Case, *, level: str = Level.HIGH, by: Person | None = None) -> Case:
        return cases.assess(
            case, by=by or self.cast.case_manager, level=level, reasons="Trennung, Nachstellung.", **JUDGED
        )

    def entry(
        self, case: Case, *, by: Person, section: str, text: str = "Beobachtung.", concerns: str = PartyRole.AT_RISK
    ):
        return entries.add(
            case,
            by=by,
            section=section,
            concerns=case.parties.filter(role=concerns).first(),
            happened_at=clock.now(),
            source=Source.OWN,
            nature=Nature.FACT,
            text=text,
        )

    def planned(self, *, kind: str = ConferenceKind.AD_HOC, in_hours: float = 4):
        return conferences.plan(
            by=self.cast.case_manager, kind=kind, mode=Mode.VIDEO, starts_at=clock.now() + timedelta(hours=in_hours)
        )

    def convened(self, case: Case, *, invited: list[Person] | None = None) -> Case:
        invited = invited or [self.cast.biss, self.cast.police]
        return conferences.convene(
            case,
            by=self.cast.case_manager,
            conference=self.planned(),
            invited=[person.institution for person in invited],
            naming=Naming.BY_NAME,
            **ASKED,
        )

    def followed_up(self, case: Case) -> Case:
        return conferences.follow_up(
            case,
            by=self.cast.case_manager,
            conference=self.planned(),
            invited=[self.cast.biss.institution, self.cast.police.institution],
            naming=Naming.BY_NAME,
            **ASKED,
        )

    def held(self, case: Case) -> Case:
        attended = {person.institution: person for person in (self.cast.biss, self.cast.police)}
        return conferences.hold(case, by=self.cast.case_manager, heard=True, attended=attended)

    def measure(self, case: Case, *, responsible: Person | None = None, **planned: object) -> Measure:
        facts = {
            "what": "Ansprache der gefährdenden Person.",
            "reveals": [Section.INCIDENT.value],
            "due_at": clock.now() + timedelta(days=2),
            **planned,
        }
        who: Institution = (responsible or self.cast.police).institution
        return measures.add(case, by=self.cast.case_manager, responsible=who, **facts)

    def proposed(self, case: Case, *, by: Person) -> Measure:
        return measures.propose(
            case,
            by=by,
            what="Gespräch anbieten.",
            reveals=[Section.INCIDENT.value],
            due_at=clock.now() + timedelta(days=2),
        )

    def measures_agreed(self, case: Case) -> Case:
        self.measure(case)
        self.measure(case, responsible=self.cast.biss, tells_person=True, what="Der Person sagen, was vereinbart ist.")
        return cases.agree_measures(case, by=self.cast.case_manager, lead=self.cast.biss.institution, **ASKED)

    def outcomes(self, case: Case) -> None:
        for measure in self.all_measures(case):
            measures.finish(measure, by=self.cast.case_manager, outcome="Erledigt.")

    def all_measures(self, case: Case) -> list[Measure]:
        with acting_as(self.cast.case_manager):
            return list(Measure.objects.filter(case=case).open())

    def closed(self, case: Case) -> Case:
        self.outcomes(case)
        return cases.close(
            case,
            by=self.cast.case_manager,
            why=Closing.MOVED,
            level=Level.NOT_RAISED,
            reasons="Die aufnehmende Region hat übernommen.",
            **JUDGED,
        )

    def case(self, *, at: str = State.FLAGGED, **flagged: object) -> Case:
        """A case of BISS with the police admitted, walked to the state ``at``."""
        case = self.flagged(**flagged)
        self.admitted(case, self.cast.police)
        for _state, step in (
            (State.ASSESSED, self.assessed),
            (State.CONFERENCE, self.convened),
            (State.MEASURES, self._through),
            (State.CLOSED, self.closed),
        ):
            if case.state == at:
                break
            case = step(case)
        return case

    def _through(self, case: Case) -> Case:
        return self.measures_agreed(self.held(case))
