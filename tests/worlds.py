"""Building the world through the actions, once for a run, and lending each test a clone of it."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from audit.patterns import limit
from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import admissions, assessing, cases, conferences, entries, grounds, lowering, measures
from fallkonferenz.actions.gate import log
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.sections import WRITABLE, Section
from fallkonferenz.cases.words import Firearms, GivenBy, GroundForm, GroundKind, Level, PartyRole, Source, State
from fallkonferenz.conferences.models import Attendance, Naming
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.institutions.models import Person
from tests import database
from tests.cast import Cast
from tests.given import ASKED, Given
from tests.views import ADMISSIBLE, keeps_secrets, writes
from tests.world import EXCLUDED, LEFT, OTHER, OWN, RAN_OUT, SHARED, Spot, World

TEMPLATE = f"{database.TEMPLATE}_world"
RELEASED = 5  # every fifth pair of institutions has a release
# Health too, which the table keeps closed: a ground never opens more than the table.
SHARING = {
    PartyRole.AT_RISK: (Section.INCIDENT, Section.RISK, Section.HEALTH),
    PartyRole.ENDANGERING: (Section.ENDANGERING,),
}
ABOUT = {Section.CHILDREN: PartyRole.CHILD, Section.ENDANGERING: PartyRole.ENDANGERING}


@pytest.fixture(scope="module")
def _world_database(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    with django_db_blocker.unblock():
        made = database.template_once(TEMPLATE, build)
        database.swap(TEMPLATE)
    yield World.of_data(json.loads(made))
    with django_db_blocker.unblock():
        database.swap()


@pytest.fixture
def world(_world_database: World, db: None) -> World:
    """The world in the database of this test; what the test does is rolled back."""
    return _world_database


def build() -> str:
    made = Builder().build()
    return json.dumps(made.as_data())


class Builder:
    """Each method does what people would do, and notes each word it leaves behind."""

    def __init__(self) -> None:
        self.world = World()
        self.given = Given(Cast())
        self.people = {kind: self.given.cast.of(kind) for kind in ADMISSIBLE}
        self.manager = self.people[Kind.CASE_MANAGEMENT]

    def word(self, person: Person, section: str, what: str, about: str = PartyRole.AT_RISK, case: str = SHARED) -> str:
        spot = Spot(case, person.institution.name, str(section), what, str(about))
        self.world.words[spot.word] = spot
        return spot.word

    def note(self, row, person: Person, section: str, what: str, about: str = PartyRole.AT_RISK, case: str = SHARED):
        self.world.rows[str(row.pk)] = Spot(case, person.institution.name, str(section), what, str(about))
        return row

    def build(self) -> World:
        self.case = self.flagged(self.people[Kind.BISS], SHARED)
        for kind in [kind for kind in ADMISSIBLE if kind != Kind.CASE_MANAGEMENT]:
            self.admit(self.people[kind])
        for person in self.people.values():
            self.write(person)
        self.release_some()
        self.tell()
        self.confer()
        self.part()
        self.other_case()
        for state in State:
            self.world.cases[state.value] = str(self.given.case(at=state).pk)
        self.stand_out()
        return self.world

    def stand_out(self) -> None:
        """Refused so often in a row that officers find it in the log."""
        refused = self.people[LEFT]
        for _attempt in range(limit("denials")):
            with acting_as(refused):
                log("access.denied", by=refused, outcome="denied", details={"what": "case-read"})

    def flagged(self, person: Person, name: str) -> Case:
        account = self.word(person, Section.INCIDENT, "entry of the referral", case=name)
        why = self.word(person, Section.INCIDENT, "why the person does not know", case=name)
        case = self.given.flagged(by=person, children=1, account=account, person_knows=False, why_not=why)
        self.world.cases[name] = str(case.pk)
        with acting_as(person):
            self.note(case.entries.get(), person, Section.INCIDENT, "entry of the referral", case=name)
        return case

    def admit(self, person: Person) -> None:
        admissions.admit(
            self.case,
            by=self.manager,
            institution=person.institution,
            basis=GroundKind.POLICE_TRANSMISSION,
            reasons=self.word(self.manager, OWN, f"admission of {person.institution.name}"),
        )

    def write(self, person: Person) -> None:
        kind = person.institution.kind
        for section in WRITABLE:
            if writes(kind, section):
                self.entry(self.case, person, section)
        if writes(kind, Section.RISK):
            self.assess(person)
        entries.set_reference(self.case, by=person, reference=self.word(person, OWN, "reference"))

    def assess(self, person: Person) -> None:
        """With an instrument; what the person at risk said is a confidence of its own."""
        words = {name: self.word(person, Section.RISK, f"assessment: {name}") for name in ("reasons", "worries")}
        view = self.word(person, Section.ANSWERS, "assessment: view of the person")
        who = self.word(person, Section.ANSWERS, "assessment: who said so")
        made = assessing.begin(self.case, by=person, instruments=["lap"])
        told = {"1": {"answer": "no", "source": Source.TOLD, "who": who}}
        used = assessing.answer(made, by=person, instrument="lap", answers=told)
        assessing.judge(made, by=person, level=Level.HIGH, heard=True, person_view=view, **words, **ASKED)
        assessing.complete(made, by=person)
        with acting_as(person):
            for row in (made, used):
                self.note(row, person, Section.RISK, "assessment")
            for row in (made.hearing, used.item_answers):
                self.note(row, person, Section.ANSWERS, "assessment")
        differing = lowering.dissent(
            self.case, by=person, level=Level.ACUTE, reasons=self.word(person, Section.RISK, "assessment: dissent")
        )
        self.note(differing, person, Section.RISK, "assessment")

    def entry(self, case: Case, person: Person, section: Section, name: str = SHARED) -> None:
        about = ABOUT.get(section, PartyRole.AT_RISK)
        text = self.word(person, section, "entry", about, name)
        row = self.given.entry(case, by=person, section=section, text=text, concerns=about)
        self.note(row, person, section, "entry", about, name)

    def release_some(self) -> None:
        disclosers = [kind for kind in ADMISSIBLE if keeps_secrets(kind)]
        for number, kind in enumerate(disclosers):
            recipients = [self.people[each] for each in ADMISSIBLE[number % RELEASED :: RELEASED] if each != kind]
            for role in SHARING:
                self.release(self.people[kind], recipients, role)

    def release(self, discloser: Person, recipients: list[Person], role: str) -> None:
        grounds.record(
            self.case,
            by=discloser,
            discloser=discloser.institution,
            recipients=[person.institution for person in recipients],
            sections=list(SHARING[role]),
            concerns=self.case.parties.get(role=role),
            kind=GroundKind.RELEASE,
            given_by=GivenBy.PERSON,
            form=GroundForm.WRITTEN,
            given_at=clock.now(),
            reasons=self.word(discloser, OWN, f"ground about {role}"),
        )
        self.world.released |= {
            (discloser.institution.name, person.institution.name, str(section), str(role))
            for person in recipients
            for section in SHARING[role]
        }

    def tell(self) -> None:
        police, biss = self.people[Kind.POLICE], self.people[Kind.BISS]
        grounds.tell(
            self.case,
            by=self.manager,
            institution=police.institution,
            told_at=clock.now(),
            kind=GroundKind.POLICE_TRANSMISSION,
            reasons=self.word(self.manager, OWN, "telling"),
        )
        cases.leave_uninformed(
            self.case,
            by=self.manager,
            reasons=self.word(self.manager, Section.ENDANGERING, "not informed"),
            review_on=clock.today() + timedelta(days=9),
        )
        through = self.people[Kind.WOMENS_SHELTER].institution
        entries.set_contact(self.case, by=biss, through=through, days=["mon"], never=["letter"])

    def confer(self) -> None:
        manager, case = self.manager, cases.assess(self.case, by=self.manager, **self.armed("assess"))
        guests = [person.institution for person in self.people.values() if person != manager]
        conferences.convene(
            case, by=manager, conference=self.given.planned(), invited=guests, naming=Naming.BY_NAME, **ASKED
        )
        for kind in (Kind.POLICE, Kind.BISS, Kind.PRISON):
            self.contribute(self.people[kind])
        conferences.hold(
            case,
            by=manager,
            heard=True,
            attended=dict.fromkeys(guests),
            person_view=self.word(manager, Section.VICTIM, "view of the person"),
            view_by=self.people[Kind.BISS].institution,
            dissent=self.word(manager, Section.RISK, "dissent"),
        )
        for section in Section:
            self.measure([section], self.people[Kind.POLICE])
        self.measure([Section.LEGAL, Section.VICTIM], self.people[Kind.PRISON])
        cases.agree_measures(case, by=manager, lead=self.people[Kind.BISS].institution, **ASKED)

    def armed(self, step: str) -> dict[str, str]:
        return {"firearms": Firearms.YES, "firearms_note": self.word(self.manager, Section.RISK, f"firearms: {step}")}

    def contribute(self, person: Person) -> None:
        with acting_as(person):
            place = Attendance.objects.get(item__case=self.case, institution=person.institution)
        conferences.contribute(place, by=person, text=self.word(person, OWN, "contribution"))

    def measure(self, sections: list[Section], person: Person) -> None:
        revealed = " ".join(section.value for section in sections)
        measure = self.given.measure(
            self.case,
            responsible=person,
            what=self.word(person, revealed, "measure"),
            reveals=[section.value for section in sections],
            tells_person=True,
        )
        measures.ask(measure, by=person, text=self.word(person, revealed, "measure question"))
        self.note(measure, person, revealed, "measure")

    def part(self) -> None:
        """One institution leaves, one admission runs out, three people are kept out."""
        for login in EXCLUDED:
            by = self.given.cast.of(Kind.CASE_MANAGEMENT)
            admissions.exclude(self.case, by=by, person=self.given.cast.named(login))
        admissions.withdraw(self.case, by=self.manager, institution=self.people[LEFT].institution)
        admissions.admit(
            self.case,
            by=self.manager,
            institution=self.people[RAN_OUT].institution,
            basis=GroundKind.PUBLIC_TASK,
            reasons=self.word(self.manager, OWN, "admission that runs out"),
            until=clock.now(),
        )

    def other_case(self) -> None:
        biss, police = (self.given.cast.of(kind, "b") for kind in (Kind.BISS, Kind.POLICE))
        case = self.flagged(biss, OTHER)
        self.given.admitted(case, police)
        for person, section in ((biss, Section.VICTIM), (police, Section.RISK), (police, Section.LEGAL)):
            self.entry(case, person, section, OTHER)
