"""Admitting, narrowing, withdrawing, excluding, sharing, moving and writing at random, beside an oracle of ten lines."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from fallkonferenz.access import scope
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import NotVisible, Refusal
from fallkonferenz.access.sections import narrowed
from fallkonferenz.actions import admissions, cases, flagging, grounds
from fallkonferenz.cases.models import Case, Entry
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Dismissal
from tests.cast import Cast
from tests.given import Given
from tests.views import keeps_secrets, told

KINDS = ("police", "biss", "womens_shelter", "health", "education")
GUESTS = tuple(kind for kind in KINDS if kind != "biss")
SECTIONS = ("incident", "risk", "victim", "children", "protection", "health")
LOGINS = (
    "police-a",
    "police-a-deputy",
    "biss-a",
    "womens_shelter-a",
    "health-a",
    "education-a",
    "biss-b",
    "case_management-a",
)

kinds, guests, sections = st.sampled_from(KINDS), st.sampled_from(GUESTS), st.sampled_from(SECTIONS)
views = st.dictionaries(sections, st.sampled_from("cro-"), max_size=3)


class Access(RuleBasedStateMachine):
    """The model is what a caseworker would note on paper: who is in, with which limits, who shares what with whom."""

    cast: Cast

    @initialize()
    def flagged(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.given = Given(self.cast)
        self.case = self.given.flagged(by=self.people["biss-a"])
        self.limits = {"biss": {}, "case_management": {}}  # admitted kinds, and how far their sight was narrowed
        self.out = set()
        self.shared = set()  # discloser, recipient, section
        self.entries = {}
        self.is_open = True
        with acting_as(self.people["biss-a"]):
            self.entries[self.case.entries.get().pk] = ("biss", "incident")

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @property
    def people(self):
        return PEOPLE

    def of(self, kind):
        return self.people[f"{kind}-a"]

    def attempt(self, possible, act, *args, **facts):
        """Do it; it is refused exactly when the model says so."""
        try:
            with transaction.atomic():
                result = act(*args, **facts)
        except Refusal as refusal:
            if possible:
                raise AssertionError(f"{act.__name__} was refused: {refusal.sentence}") from refusal
            return None
        assert possible, f"{act.__name__} should have been refused"
        return result

    # The oracle -----------------------------------------------------------------------------

    def view(self, kind, section):
        if kind not in self.limits:
            return "-"
        view = narrowed(told(kind, section), self.limits[kind].get(section, "c"))
        return (
            "o"
            if (kind, section, view) == ("biss", "incident", "-")
            else "c"
            if (kind, section, view) == ("biss", "incident", "r")
            else view
        )

    def takes_part(self, login):
        return login not in self.out and login.endswith(("-a", "deputy")) and self.kind_of(login) in self.limits

    def kind_of(self, login):
        return login.split("-")[0]

    def sees(self, login, entry):
        author, section = self.entries[entry]
        kind = self.kind_of(login)
        if not self.takes_part(login):
            return False
        if author == kind:
            return True
        return self.view(kind, section) in "cr" and (
            not keeps_secrets(author) or (author, kind, section) in self.shared
        )

    # What people do -------------------------------------------------------------------------

    @rule(kind=guests, narrow=views)
    def admit(self, kind, narrow):
        done = {"institution": self.of(kind).institution, "basis": "public_task", "reasons": "Grund."}
        limits = {Section(section): view for section, view in narrow.items()}
        if self.attempt(
            self.is_open, admissions.admit, self.case, by=self.of("case_management"), narrow=limits, **done
        ):
            self.limits[kind] = narrow

    @rule(kind=guests)
    def withdraw(self, kind):
        by, institution = self.of("case_management"), self.of(kind).institution
        self.attempt(kind in self.limits, admissions.withdraw, self.case, by=by, institution=institution)
        self.limits.pop(kind, None)

    @rule(kind=kinds, narrow=views)
    def narrow(self, kind, narrow):
        by, limits = self.of("case_management"), {Section(section): view for section, view in narrow.items()}
        possible = kind in self.limits
        self.attempt(possible, admissions.narrow, self.case, by=by, institution=self.of(kind).institution, views=limits)
        if possible:
            self.limits[kind] = narrow

    @rule()
    def exclude(self):
        person = self.people["police-a-deputy"]
        self.attempt(
            "police" in self.limits, admissions.exclude, self.case, by=self.of("case_management"), person=person
        )
        if "police" in self.limits:
            self.out.add("police-a-deputy")

    @rule()
    def include(self):
        person = self.people["police-a-deputy"]
        admissions.include(self.case, by=self.of("case_management"), person=person)
        self.out.discard("police-a-deputy")

    @rule(discloser=st.sampled_from(("biss", "womens_shelter", "health")), recipient=kinds, section=sections)
    def share(self, discloser, recipient, section):
        if discloser == recipient:
            return
        possible = discloser in self.limits
        self.attempt(possible, self.given.released, self.case, section, by=self.of(discloser), to=self.of(recipient))
        if possible:
            self.shared.add((discloser, recipient, section))

    @rule(discloser=st.sampled_from(("biss", "womens_shelter", "health")), recipient=kinds)
    def stop_sharing(self, discloser, recipient):
        standing = {each for each in self.shared if each[:2] == (discloser, recipient)}
        between = {"discloser": self.of(discloser).institution, "recipient": self.of(recipient).institution}
        possible = bool(standing) and discloser in self.limits
        self.attempt(possible, grounds.withdraw, self.case, by=self.of(discloser), **between)
        if possible:
            self.shared -= standing

    @rule(kind=kinds, section=sections)
    def write(self, kind, section):
        possible = self.is_open and self.view(kind, section) in "co"
        entry = self.attempt(possible, self.given.entry, self.case, by=self.of(kind), section=section)
        if entry:
            self.entries[entry.pk] = (kind, section)

    @precondition(lambda self: self.is_open)
    @rule()
    def close(self):
        why = {"why": Dismissal.ERROR, "reasons": "Irrtum."}
        self.case = cases.dismiss(self.case, by=self.of("case_management"), **why)
        self.is_open = False

    @rule()
    def reopen(self):
        told = self.given.referral()
        case = self.attempt(not self.is_open, flagging.reopen, self.case, by=self.of("biss"), **told)
        if case:
            self.case, self.is_open = case, True
            with acting_as(self.of("biss")):
                self.entries[case.entries.order_by("-entered_at").first().pk] = ("biss", "incident")

    # What must be true after each step --------------------------------------------------------

    @rule(login=st.sampled_from(LOGINS))
    def look(self, login):
        person = self.people[login]
        with acting_as(person):
            listed = [row.case_id for row in scope.case_page(person).rows]
            assert (self.case.pk in listed) == self.takes_part(login)
            assert self.opened(person) == self.takes_part(login)
            seen = set(scope.entries_visible(person, self.case).values_list("pk", flat=True))
            assert seen == {entry for entry in self.entries if self.sees(login, entry)}
            assert seen <= set(Entry.objects.filter(case=self.case).values_list("pk", flat=True))  # the second lock
            if self.takes_part(login):
                sight = scope.sections_visible(person, self.case).views
                assert {section: sight[Section(section)] for section in SECTIONS} == {
                    section: self.view(self.kind_of(login), section) for section in SECTIONS
                }

    def opened(self, person):
        try:
            return scope.case_or_404(person, self.case.pk) == self.case
        except NotVisible:
            return False

    @invariant()
    def a_stranger_sees_nothing(self):
        if not hasattr(self, "case"):
            return
        stranger = self.people["biss-b"]
        with acting_as(stranger):
            assert not Case.objects.filter(pk=self.case.pk).exists()
            assert not Entry.objects.filter(case=self.case).exists()


PEOPLE = {}


@pytest.mark.django_db
def test_who_sees_what_whatever_happens(cast):
    """A thousand steps."""
    PEOPLE.update({login: cast.named(login) for login in LOGINS})
    Access.cast = cast
    run_state_machine_as_test(
        Access,
        settings=settings(
            max_examples=25,
            stateful_step_count=42,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
