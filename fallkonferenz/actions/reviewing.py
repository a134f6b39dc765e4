"""What officers make of the log: findings that they check, samples, reports. Their answer is an entry, and nowhere else."""

from typing import Any

from audit.findings import CHECKED
from fallkonferenz.actions.gate import action
from fallkonferenz.actions.officers import asks
from fallkonferenz.institutions.models import Person

QUESTIONS = {
    right: asks(right) for right in ("log.findings", "log.finding", "log.sample", "log.report", "log.report_pdf")
}


def ask(right: str, *, by: Person, **noted: Any) -> None:
    """Write down what is looked at, before it is shown."""
    QUESTIONS[right](by=by, **noted)


@action(CHECKED, notes=("finding", "pattern", "note"))
def check(*, by: Person, finding: str, pattern: str, note: str) -> None:
    """Nothing but its entry, which the other officers read as well: that a finding was looked at, and what came of it."""
