"""Taking a step of the lifecycle: the machine decides whether it follows, the clock says since when."""

from collections.abc import Iterable

from fallkonferenz import clock
from fallkonferenz.access.refusals import Denied
from fallkonferenz.access.sight import Sight, sight_of
from fallkonferenz.cases.models import Case
from fallkonferenz.institutions.models import Person
from fallkonferenz.outbox.queue import enqueue

from django.utils.translation import gettext as _


def take(case: Case, step: str, *, by: Person) -> Case:
    """Take ``step`` and tell those admitted. TransitionNotAllowed becomes a sentence in the gate."""
    getattr(case, step)()
    case.state_since = clock.now()
    case.save()
    enqueue(f"case.{step}", case=case.pk, by=by.pk)
    return case


def must_contribute(by: Person, case: Case, sections: Iterable[str]) -> Sight:
    """Refuse unless the institution may write in each of ``sections``."""
    sight = sight_of(by, case)
    if not all(sight.contributes(section) for section in sections):
        raise Denied(_("Your institution does not contribute to this section."))
    return sight
