"""Measures: proposed or agreed, taken on or not, and what became of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from fallkonferenz import clock
from fallkonferenz.access.refusals import Denied, NotNow
from fallkonferenz.access.sight import sight_of
from fallkonferenz.actions.gate import action
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.sections import Section
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.measures.lifecycle import MeasureState
from fallkonferenz.measures.models import Contribution, DueKind, Measure, Question, Reveal
from fallkonferenz.outbox.queue import enqueue
from fallkonferenz.vault.sealing import CaseVault


@dataclass(frozen=True)
class Plan:
    """What a measure says: who does what by when, and which sections it reveals (at least one)."""

    what: str
    reveals: list[str]
    due_at: datetime
    due_kind: str = DueKind.TIME
    starts_at: datetime | None = None
    due_event: str = ""
    contributing: tuple[Institution, ...] = ()
    tells_person: bool = False
    handling_mark: bool = False


@action("measure.propose", notes=("reveals", "due_at"))
def propose(case: Case, *, by: Person, **planned: Any) -> Measure:
    """Propose a measure for one's own institution; not where measures do not exist for it in this case."""
    if sight_of(by, case).views[Section.MEASURES] == "-":
        raise Denied(_("Your institution does not contribute to this section."))
    measure = _make(case, by, by.own_institution, Plan(**planned), state=MeasureState.PROPOSED)
    enqueue("measure.propose", case=case.pk, about=measure.pk, by=by.pk)
    return measure


@action("measure.add", notes=("responsible", "reveals", "due_at"))
def add(case: Case, *, by: Person, responsible: Institution, **planned: Any) -> Measure:
    """Enter a measure agreed in the conference; the institution responsible then accepts it or says why not."""
    if not case.participations.live().filter(institution=responsible).exists():
        raise NotNow(_("Only an institution that is admitted can be responsible for a measure."))
    measure = _make(case, by, responsible, Plan(**planned), state=MeasureState.AGREED)
    enqueue("measure.add", case=case.pk, about=measure.pk, by=by.pk)
    return measure


def _make(case: Case, by: Person, responsible: Institution, planned: Plan, *, state: str) -> Measure:
    if not planned.reveals:
        raise NotNow(_("Say which sections the measure reveals: at least one."))
    measure = Measure(
        case=case,
        responsible=responsible,
        state=state,
        due_kind=planned.due_kind,
        starts_at=planned.starts_at,
        due_at=planned.due_at,
        tells_person=planned.tells_person,
        handling_mark=planned.handling_mark,
        made_by=by,
        agreed_at=clock.now() if state == MeasureState.AGREED else None,
    )
    texts = {"what": planned.what} | ({"due_event": planned.due_event} if planned.due_event else {})
    CaseVault.open(case.pk).seal(measure, **texts)
    measure.save(force_insert=True)
    _open_to(measure, planned, case)
    return measure


def _open_to(measure: Measure, planned: Plan, case: Case) -> None:
    """The case management contributes to every measure: it follows them, also where its own view of a section ends."""
    managements = Institution.objects.filter(
        kind=Kind.CASE_MANAGEMENT, pk__in=case.participations.live().values("institution")
    )
    contributing = {*planned.contributing, *managements} - {measure.responsible}
    Contribution.objects.bulk_create([Contribution(measure=measure, institution=each) for each in contributing])
    Reveal.objects.bulk_create([Reveal(measure=measure, section=section) for section in sorted({*planned.reveals})])


@action("measure.agree")
def agree(measure: Measure, *, by: Person) -> Measure:
    """Take up what an institution proposed for itself."""
    measure.agreed_at = clock.now()
    return _moved(measure, "agree", by)


@action("measure.drop")
def drop(measure: Measure, *, by: Person, reason: str) -> Measure:
    """Not taken up, with the reason: who proposed it reads why. It is final."""
    return _moved(measure, "drop", by, outcome=reason)


@action("measure.accept")
def accept(measure: Measure, *, by: Person) -> Measure:
    return _moved(measure, "accept", by)


@action("measure.refuse")
def refuse(measure: Measure, *, by: Person, reason: str) -> Measure:
    """Not accepted, with the reason: it goes back to the case management."""
    return _moved(measure, "refuse", by, outcome=reason)


@action("measure.finish")
def finish(measure: Measure, *, by: Person, outcome: str) -> Measure:
    return _moved(measure, "finish", by, outcome=outcome)


@action("measure.overtake")
def overtake(measure: Measure, *, by: Person, outcome: str) -> Measure:
    """Circumstances changed: no longer needed or no longer possible."""
    return _moved(measure, "overtake", by, outcome=outcome)


@action("measure.decline")
def decline(measure: Measure, *, by: Person) -> Measure:
    """The person at risk does not want it; that needs no reason."""
    return _moved(measure, "decline", by)


@action("measure.not_undertake")
def not_undertake(measure: Measure, *, by: Person, needed: str) -> Measure:
    """Not undertaken: what is needed? No word of blame."""
    return _moved(measure, "not_undertake", by, needed=needed)


@action("measure.lack_capacity", notes=("since",))
def lack_capacity(measure: Measure, *, by: Person, lack: str, since: date, instead: str) -> Measure:
    """No capacity: what was missing, since when, what is done instead."""
    measure.lack, measure.lacking_since = lack, since
    return _moved(measure, "lack_capacity", by, instead=instead)


@action("measure.renew", notes=("due_at", "responsible"))
def renew(measure: Measure, *, by: Person, due_at: datetime, responsible: Institution | None = None) -> Measure:
    """Agree it anew: another date, or another institution."""
    measure.due_at = due_at
    if responsible is not None:
        if not measure.case.participations.live().filter(institution=responsible).exists():
            raise NotNow(_("Only an institution that is admitted can be responsible for a measure."))
        measure.responsible = responsible
    measure.agreed_at = clock.now()
    measure.announced_at = measure.overdue_announced_at = None
    return _moved(measure, "renew", by)


@action("measure.ask")
def ask(measure: Measure, *, by: Person, text: str) -> Question:
    """A line in the thread: a question or an answer, for those who see the measure."""
    question = Question(measure=measure, institution=by.own_institution, author=by)
    CaseVault.open(measure.case_id).seal(question, text=text)
    question.save(force_insert=True)
    enqueue("measure.ask", case=measure.case_id, about=measure.pk, by=by.pk)
    return question


def _moved(measure: Measure, step: str, by: Person, **texts: str) -> Measure:
    getattr(measure, step)()
    measure.state_since = clock.now()
    if texts:
        CaseVault.open(measure.case_id).seal(measure, **texts)
    measure.save()
    enqueue(f"measure.{step}", case=measure.case_id, about=measure.pk, by=by.pk)
    return measure
