"""Twin worlds: the same database with and without one act. Whoever may not see the act gets the same bytes in both.

The clock stands still, and only the token of the forms is left out of the comparison.
"""

from difflib import unified_diff
from functools import partial

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from fallkonferenz import clock
from fallkonferenz.access import scope
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import admissions, assessing, cases, entries, grounds, measures
from fallkonferenz.actions.background import TASKS
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import GivenBy, GroundForm, GroundKind, Level
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures.models import Measure
from fallkonferenz.outbox.models import Message
from tests.given import JUDGED
from tests.leaks import pages
from tests.support import as_worker
from tests.world import SHARED

pytestmark = pytest.mark.django_db


def person(login):
    return Person.objects.select_related("institution__region").get(username=login)


class Acts:
    """What others do in the shared case while somebody who may not see it looks on."""

    def __init__(self, world, given):
        self.given, self.cast = given, given.cast
        with acting_as(self.cast.case_manager):
            self.case = Case.objects.get(pk=world.cases[SHARED])
            self.measure = Measure.objects.get(case=self.case, reveals__section="protection")

    def entry(self, section, by="biss-a", concerns="person_at_risk"):
        return self.given.entry(self.case, by=person(by), section=section, text="Neu.", concerns=concerns)

    def raised_level(self):
        return assessing.add(self.case, by=person("police-a"), level=Level.ACUTE, reasons="Neue Drohung.", **JUDGED)

    def child(self):
        return entries.add_party(self.case, by=person("biss-a"), role="child")

    def contact(self):
        through = person("biss-a").institution
        return entries.set_contact(self.case, by=person("biss-a"), through=through, days=["tue"], never=["phone"])

    def reference(self):
        return entries.set_reference(self.case, by=person("biss-a"), reference="Neues Zeichen")

    def uninformed(self):
        review = clock.today()
        return cases.leave_uninformed(self.case, by=self.cast.case_manager, reasons="Gefahr.", review_on=review)

    def telling(self):
        kind, shelter = GroundKind.POLICE_TRANSMISSION, self.cast.shelter.institution
        return grounds.tell(self.case, by=self.cast.case_manager, institution=shelter, told_at=clock.now(), kind=kind)

    def ground(self):
        biss, shelter = person("biss-a").institution, self.cast.shelter.institution
        given_by = {"given_by": GivenBy.PERSON, "form": GroundForm.ORAL, "given_at": clock.now()}
        concerns = self.case.parties.get(role="child")
        between = {"discloser": biss, "recipients": [shelter], "sections": [Section.CHILDREN], "concerns": concerns}
        return grounds.record(self.case, by=person("biss-a"), kind=GroundKind.RELEASE, **between, **given_by)

    def question(self):
        return measures.ask(self.measure, by=self.cast.case_manager, text="Wie steht es?")

    def outcome(self):
        return measures.finish(self.measure, by=self.cast.case_manager, outcome="Erledigt.")

    def hidden_measure(self):
        facts = {"what": "Neu.", "reveals": ["protection"], "due_at": clock.now()}
        return measures.add(self.case, by=self.cast.case_manager, responsible=self.cast.shelter.institution, **facts)

    def exclusion(self):
        return admissions.exclude(self.case, by=self.cast.case_manager, person=person("health-a-deputy"))

    def narrowing(self):
        views = {Section.RISK: "-"}
        return admissions.narrow(
            self.case, by=self.cast.case_manager, institution=self.cast.clinic.institution, views=views
        )

    def admission(self):
        school = self.cast.school.institution
        basis = {"basis": GroundKind.PUBLIC_TASK, "reasons": "Neu."}
        return admissions.admit(self.case, by=self.cast.case_manager, institution=school, **basis)


INSIDE = {  # hidden from the police and from the prison, who take part
    "an entry on the situation of the person": partial(Acts.entry, section="victim"),
    "an entry on the protection": partial(Acts.entry, section="protection"),
    "an entry on health": partial(Acts.entry, section="health", by="health-a"),
    "an entry on the children": partial(Acts.entry, section="children", concerns="child"),
    "answers to a questionnaire": partial(Acts.entry, section="answers"),
    "a secret without a release": partial(Acts.entry, section="risk", concerns="child"),
    "the safe contact": Acts.contact,
    "a reference": Acts.reference,
    "who was told": Acts.telling,
    "a ground between others": Acts.ground,
    "an exclusion": Acts.exclusion,
    "a narrowing": Acts.narrowing,
    "a question on a hidden measure": lambda acts: hide(acts).question(),
}
FROM_PRISON = {  # and these from the prison alone
    "a raised level": Acts.raised_level,
    "a further child": Acts.child,
    "why somebody is not informed": Acts.uninformed,
    "a hidden measure": Acts.hidden_measure,
}
ANYTHING = {**INSIDE, **FROM_PRISON, "an admission": Acts.admission, "an outcome": Acts.outcome}
COUNTED = ("a hidden measure", "a question on a hidden measure", "an outcome")  # the figures of a region count measures
WATCHING = {
    "police-a": INSIDE,
    "prison-a": {**INSIDE, **FROM_PRISON},
    "biss-b": ANYTHING,
    "education-a": {name: act for name, act in ANYTHING.items() if name != "an admission"},
    "police-a-deputy": ANYTHING,
    "other-region": ANYTHING,
    "equality_office-a": {name: act for name, act in ANYTHING.items() if name not in COUNTED},
    "administrator": ANYTHING,
}


def hide(acts):
    """A measure that neither the police nor the prison sees."""
    acts.measure = acts.hidden_measure()
    return acts


def addresses(watcher, world):
    """The pages this person can come to, and those of the shared case whether or not it exists for them."""
    names = ("start", "case-list", "measure-list", "conference-list", "notice-list", "figures-read", "person-list")
    of_case = (
        "case-read",
        "case-sight",
        "ground-list",
        "entry-add",
        "party-add",
        "contact-set",
        "measure-propose",
        "case-close",
    )
    yield from (reverse(name) for name in names)
    yield from (reverse(name, args=[world.cases[SHARED]]) for name in of_case)
    with acting_as(watcher):
        case = scope.cases_visible_to(watcher).filter(pk=world.cases[SHARED]).first()
        seen = list(scope.measures_visible(watcher, case)) if case else []
        meetings = list(scope.conferences_visible_to(watcher))
    yield from (reverse("measure-read", args=[measure.pk]) for measure in seen)
    yield from (reverse("conference-read", args=[meeting.pk]) for meeting in meetings)


def deliver():
    """Tell everybody what is new, so that notices are compared too."""
    with as_worker():
        for message in Message.objects.filter(delivered_at=None, written_at=clock.now()).values_list("pk", flat=True):
            TASKS["deliver"](message)


def differences(without, client):
    """Lines that a page has now and had not, or had and has no more."""
    found = []
    for url, before in without.items():
        now = pages.asked(client, url)
        if now != before:
            found.append((url, *unified_diff(before.text.splitlines(), now.text.splitlines(), lineterm="", n=0)))
    return found


@pytest.mark.parametrize("login", WATCHING)
def test_whoever_may_not_see_an_act_cannot_tell_the_worlds_apart(world, given, login):
    watcher = person(login)
    client = pages.signed_in(watcher)
    moment = timezone.now()
    with clock.at(moment), time_machine.travel(moment, tick=False):
        urls = list(addresses(watcher, world))
        without = {url: pages.asked(client, url) for url in urls}
        assert differences(without, client) == [], "the pages do not even agree with themselves"
        for name, act in WATCHING[login].items():
            with transaction.atomic():
                act(Acts(world, given))
                deliver()
                told = differences(without, client)
                transaction.set_rollback(True)
            assert told == [], f"{login} notices {name}"


def test_the_comparison_finds_what_may_be_seen(world, given):
    """The test of the test: an act that the watcher may see changes a page."""
    watcher = person("police-a")
    client = pages.signed_in(watcher)
    url = reverse("case-read", args=[world.cases[SHARED]])
    moment = timezone.now()
    with clock.at(moment), time_machine.travel(moment, tick=False):
        before = pages.asked(client, url)
        Acts(world, given).entry("incident", by="case_management-a")

        assert pages.asked(client, url) != before
