"""Notices: what is new for a person. A sentence says what happened, never to whom, where or in which section."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.access import scope
from fallkonferenz.actions.gate import action, reading
from fallkonferenz.cases.models import Case
from fallkonferenz.institutions.models import Person
from fallkonferenz.outbox.models import Notice

LATEST = 50
OTHERWISE = _("A case needs your attention.")

# fmt: off
SENTENCES = {
    "case.flag":             _("A case was flagged."),
    "case.joined":           _("A further referral joined a case."),
    "case.reopen":           _("A case was taken up again as a repeat."),
    "case.report_incident":  _("A new incident was reported."),
    "case.assess":           _("A case was assessed."),
    "case.dismiss":          _("A flag was not pursued."),
    "case.not_high_risk":    _("A case was handed to regular counselling."),
    "case.ask_co_signature": _("You are asked to co-sign."),
    "case.co_sign":          _("A case was co-signed."),
    "case.handle_alone":     _("A case is handled by one institution."),
    "case.convene":          _("You are invited to a conference."),
    "case.follow_up":        _("You are invited to a follow-up conference."),
    "case.call_off":         _("A conference was called off for a case."),
    "case.hold":             _("A conference was recorded."),
    "case.agree_measures":   _("Measures were agreed."),
    "case.close":            _("A case was closed."),
    "case.close_pair":       _("A case was closed."),
    "case.end_sharing":      _("A case was closed."),
    "case.reassess":         _("A case is to be assessed anew."),
    "case.reassess_due":     _("A case is to be assessed anew."),
    "case.wait_over":        _("A case has waited too long for its conference."),
    "case.sharing_due":      _("A decision on sharing is due."),
    "case.review_due":       _("A case is to be looked at again."),
    "case.uninformed_due":   _("A case is to be looked at again."),
    "assessment.add":        _("A new assessment was added."),
    "entry.add":             _("A new entry was added."),
    "entry.correct":         _("An entry was corrected."),
    "identity.tell":         _("It was recorded that your institution was told who is meant in a case."),
    "ground.record":         _("A ground of sharing was recorded for what your institution wrote."),
    "ground.withdraw":       _("Sharing was stopped. Please decide how it goes on."),
    "ground.decide":         _("How sharing goes on was decided."),
    "admission.admit":       _("Your institution was admitted to a case."),
    "admission.narrow":      _("What your institution sees of a case was narrowed."),
    "admission.withdraw":    _("An admission was ended."),
    "admission.run_out":     _("An admission ran out."),
    "conference.answer":     _("An invitation was answered."),
    "conference.contribute": _("A written contribution was made."),
    "measure.propose":       _("A measure was proposed."),
    "measure.add":           _("A measure was agreed."),
    "measure.ask":           _("There is a question or an answer on a measure."),
    "measure.agree":         _("A proposed measure was taken up."),
    "measure.drop":          _("A proposed measure was not taken up."),
    "measure.accept":        _("A measure was accepted."),
    "measure.refuse":        _("A measure was not accepted."),
    "measure.due":           _("A measure is due soon."),
    "measure.overdue":       _("A measure is overdue."),
    "measure.renew":         _("A measure was agreed anew."),
    **dict.fromkeys(
        ("measure.finish", "measure.overtake", "measure.decline", "measure.not_undertake", "measure.lack_capacity"),
        _("The outcome of a measure was reported."),
    ),
}
# fmt: on


@dataclass(frozen=True)
class Line:
    """A notice with its sentence, and the case it leads to as long as that is visible."""

    notice: Notice
    sentence: object
    case: Case | None


@reading("notice.list", shows=lambda lines: {"cases": sorted({line.case.code for line in lines if line.case})})
def notices(*, by: Person) -> list[Line]:
    latest = list(scope.notices_of(by)[:LATEST])
    asked = {notice.message.case for notice in latest}
    visible = {case.pk: case for case in scope.cases_visible_to(by).filter(pk__in=asked - {None})}
    return [_line(notice, visible) for notice in latest]


def _line(notice: Notice, visible: dict[UUID, Case]) -> Line:
    message = notice.message
    return Line(notice, SENTENCES.get(message.kind, OTHERWISE), visible.get(message.case) if message.case else None)


@action("notice.read")
def read(notice: Notice, *, by: Person) -> Notice:
    notice.read_at = clock.now()
    notice.save(update_fields=["read_at"])
    return notice
