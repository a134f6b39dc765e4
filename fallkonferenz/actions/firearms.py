"""Whether the endangering person has or can get a firearm: asked at each step forward, and in each assessment."""

from collections.abc import Sequence

from fallkonferenz.access.refusals import NotNow
from fallkonferenz.cases.conditions import has_firearms_answer
from fallkonferenz.cases.models import Case, FirearmsAnswer
from fallkonferenz.cases.words import Firearms
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.vault.sealing import CaseVault


def record(
    case: Case, *, by: Person, step: str, answer: str, note: str = "", told_by: Institution | None = None
) -> FirearmsAnswer:
    """Keep what was answered at ``step`` (an AskedAt); NotNow unless ``answer`` is one of Firearms.

    It is the answer of ``told_by``, where one institution types for another.
    """
    if answer not in Firearms:
        raise NotNow(str(has_firearms_answer.reason))
    whose = told_by or by.own_institution
    row = FirearmsAnswer(case=case, step=step, institution=whose, author=by, answer=answer)
    if note:
        CaseVault.open(case.pk).seal(row, note=note)
    row.save(force_insert=True)
    return row


def record_together(cases: Sequence[Case], *, by: Person, step: str, answer: str, note: str = "") -> None:
    """For linked cases that take a step together: the first is the one that was asked about.

    Nobody asked about the endangering persons of the others, and others read there: unknown, and not a word of the note.
    """
    pressed, *along = cases
    record(pressed, by=by, step=step, answer=answer, note=note)
    for case in along:
        record(case, by=by, step=step, answer=Firearms.UNKNOWN)
