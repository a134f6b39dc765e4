"""What waits in a case, matter by matter: the start page shows the most urgent of each, the list all of one.

Each matter is one Q object that is asked of cases, and of rows that lead to them: ``case`` is the way to the case. What
follows from a level is known to those alone who read the section on risk and do not assess independently at the moment.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import BooleanField, DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, When
from django.db.models import Case as Choice
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Least
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.access.seen import assessment_is_open_to, is_assessing, risk_is_read_by
from fallkonferenz.cases.models import Assessment, Referral
from fallkonferenz.cases.words import OPEN_STATES, TO_CONFER, State
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.institutions.models import Person

AHEAD = timedelta(days=3)  # what falls due within this time is announced, by the days of the calendar on the wall
Words = str | Promise
Matter = Callable[[Person, str], Q]


def soon() -> datetime:
    """The end of the last day that is announced."""
    last = timezone.localtime(clock.now() + AHEAD).replace(hour=0, minute=0, second=0, microsecond=0)
    return last + timedelta(days=1)


def _of(case: str, **lookups: object) -> Q:
    """Lookups of a case, by the way that leads to it."""
    return Q(**{name if case == "pk" else f"{case}__{name}": value for name, value in lookups.items()})


def _stopped(person: Person, case: str) -> Q:
    return _of(case, sharing_stopped_at__isnull=False, state__in=OPEN_STATES)


def _confer(person: Person, case: str) -> Q:
    return _of(case, confer_by__lt=soon(), state__in=TO_CONFER) & ~is_assessing(person, case)


def _new(person: Person, case: str) -> Q:
    return _of(case, state=State.FLAGGED)


def _sign(person: Person, case: str) -> Q:
    return _of(case, co_signature_asked_at__isnull=False, co_signed_at=None, state=State.ASSESSED)


def _anew(person: Person, case: str) -> Q:
    """The case management follows every case; others those they recognised or lead. Closed ones if an incident came.

    What has no level is a flag yet; that others gave it one meanwhile is told to nobody who assesses it.
    """
    judged = ~_of(case, state=State.FLAGGED) | (_of(case, level__gt="") & ~is_assessing(person, case))
    due = Q(next_assessment__lt=soon()) & judged
    if person.role == Role.CASE_MANAGER:
        return due
    own = _of(case, recognised_by=person.institution_id) | _of(case, lead=person.institution_id)
    return due & own & risk_is_read_by(person, case)


def _uninformed(person: Person, case: str) -> Q:
    return _of(case, uninformed_review_on__lt=soon().date(), state__in=OPEN_STATES)


def _begun(person: Person, case: str) -> Q:
    """What the own institution has not completed: until then others' assessments are hidden from it."""
    left_open = Assessment.objects.filter(assessment_is_open_to(person), case=OuterRef(case))
    return Q(Exists(left_open))


def _referrals(person: Person, case: str) -> Q:
    """What somebody else typed: for the institution that referred, and for the case management."""
    waiting = Referral.objects.filter(case=OuterRef(case), on_behalf=True, confirmed_at=None)
    if person.role != Role.CASE_MANAGER:
        waiting = waiting.filter(institution=person.institution_id)
    return _of(case, state__in=OPEN_STATES) & Q(Exists(waiting))


def _decide(person: Person, case: str) -> Q:
    return _of(case, recognised_by=person.institution_id, state=State.ASSESSED) & risk_is_read_by(person, case)


# fmt: off
MATTERS: dict[str, tuple[Words, Matter]] = {
    "stopped":    (_("Sharing stopped: decide"),                        _stopped),
    "confer":     (_("Conference due"),                                 _confer),
    "new":        (_("To be assessed"),                                 _new),
    "sign":       (_("Co-signature asked"),                             _sign),
    "decide":     (_("Alone or in a conference? Your decision"),        _decide),
    "anew":       (_("To be assessed anew"),                            _anew),
    "uninformed": (_("Endangering person not informed: review"),        _uninformed),
    "begun":      (_("Risk assessments begun"),                         _begun),
    "referrals":  (_("Referrals to be confirmed"),                      _referrals),
}
# fmt: on
OF_CASES = {
    True: ("stopped", "confer", "new", "sign", "anew", "uninformed"),  # of the case management
    False: ("decide", "anew"),
}
OF_THINGS = ("begun", "referrals")  # of things in a case, which have lists of their own on the start page


def of_cases(person: Person) -> tuple[str, ...]:
    return OF_CASES[person.role == Role.CASE_MANAGER]


def matters_of(person: Person) -> dict[str, Words]:
    """What can wait for somebody in cases, with the words for it."""
    return {name: MATTERS[name][0] for name in (*of_cases(person), *OF_THINGS)}


def waits(person: Person, matter: str, case: str = "pk") -> Q:
    """Asked of rows that know the ``next_assessment`` of their case."""
    return MATTERS[matter][1](person, case) & _of(case, frozen_at=None)


def said_of(person: Person) -> dict[str, Combinable]:
    """Of a case, for each matter of cases: whether it waits, by the name of its annotation."""
    return {
        waiting_as(matter): ExpressionWrapper(waits(person, matter), output_field=BooleanField())
        for matter in of_cases(person)
    }


def waiting_as(matter: str) -> str:
    return f"waits_{matter}"


def anything(person: Person) -> Q:
    """Asked of cases with ``said_of``."""
    return reduce(or_, (Q(**{waiting_as(matter): True}) for matter in of_cases(person)))


def earliest(person: Person) -> F | Least:
    """The first date of a case by which something has to be done; NULL if none of its matters has a date."""
    if person.role != Role.CASE_MANAGER:
        return F("next_assessment")
    return Least(
        _if(_stopped(person, "pk"), "decide_sharing_by"),
        _if(_confer(person, "pk"), "confer_by"),
        _if(_uninformed(person, "pk"), "uninformed_review_on"),
        F("next_assessment"),
    )


def _if(matter: Q, date: str) -> Choice:
    return Choice(When(matter, then=Cast(date, DateTimeField())), output_field=DateTimeField())
