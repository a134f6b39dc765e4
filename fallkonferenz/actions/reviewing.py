"""What officers make of the log: findings that they check, samples, reports. Their answer is an entry, and nowhere else."""

from typing import Any

from audit.findings import CHECKED, Mark
from fallkonferenz.actions.gate import action
from fallkonferenz.actions.officers import asks
from fallkonferenz.cases.words import GroundKind
from fallkonferenz.institutions.models import Person

QUESTIONS = {
    right: asks(right) for right in ("log.findings", "log.finding", "log.sample", "log.report", "log.report_pdf")
}
# What is always worth a look. Admissions to a case are left out: they are the daily work of the case management, and
# each stands among the acts of its case.
RIGHTS = (
    *("person.add", "person.change", "person.invite", "person.lock", "person.unlock"),
    *("institution.add", "institution.change", "region.add", "region.change", "region.narrow"),
    *(
        "log.recipient_asked",
        "log.recipient_added",
        "log.recipient_dropped",
        "log.recipient_refused",
        "log.wraps_loaded",
        "log.degraded",
    ),
)
EXPORTS = ("log.exported", "log.proof", "log.report_pdf")
# Told without anybody's consent because it could not wait: the law's own emergencies.
EMERGENCY = {"kind": (GroundKind.NECESSITY, GroundKind.VITAL_INTERESTS)}
MARKS = dict.fromkeys(RIGHTS, Mark.RIGHTS) | dict.fromkeys(EXPORTS, Mark.EXPORT)


def ask(right: str, *, by: Person, **noted: Any) -> None:
    """Write down what is looked at, before it is shown."""
    QUESTIONS[right](by=by, **noted)


@action(CHECKED, notes=("finding", "pattern", "note"))
def check(*, by: Person, finding: str, pattern: str, note: str) -> None:
    """Nothing but its entry, which the other officers read as well: that a finding was looked at, and what came of it."""
