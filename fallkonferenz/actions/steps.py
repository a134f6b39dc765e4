"""Taking a step of the lifecycle: the machine decides whether it follows, the clock says since when."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from fallkonferenz import clock
from fallkonferenz.access.refusals import Denied
from fallkonferenz.access.sight import Sight, sight_of
from fallkonferenz.actions.gate import log
from fallkonferenz.cases.models import Case
from fallkonferenz.institutions.models import Person
from fallkonferenz.outbox.queue import enqueue


def take(case: Case, step: str, *, by: Person) -> Case:
    """Take ``step`` and tell those admitted. TransitionNotAllowed becomes a sentence in the gate."""
    return take_together([case], step, by=by)[0]


def take_together(cases: Sequence[Case], step: str, *, by: Person) -> Sequence[Case]:
    """Take ``step`` in linked cases at once: all conditions are asked before any case has moved."""
    for case in cases:
        getattr(case, step)()
    for case in cases:
        case.state_since = clock.now()
        case.save()
        enqueue(f"case.{step}", case=case.pk, by=by.pk)
        log_linked(f"case.{step}", case, pressed=cases[0], by=by)
    return cases


def log_linked(event: str, case: Case, *, pressed: Case, by: Person) -> None:
    """The entry of a linked case that moves along; the gate writes the one of the case that was pressed."""
    if case.pk != pressed.pk:
        log(event, by=by, thing=case, details={"with": str(pressed.pk)})


def in_same_state(case: Case) -> list[Case]:
    """The case itself first, then the linked ones that stand where it stands."""
    return [each for each in case.heard_together() if each.state == case.state]


def must_contribute(by: Person, case: Case, sections: Iterable[str]) -> Sight:
    """Refuse unless the institution may write in each of ``sections``."""
    sight = sight_of(by, case)
    if not all(sight.contributes(section) for section in sections):
        raise Denied(_("Your institution does not contribute to this section."))
    return sight
