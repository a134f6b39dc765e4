"""Notices: what is new for a person. A sentence says what happened, never to whom, where or in which section."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.access import scope
from fallkonferenz.actions.gate import action, reading
from fallkonferenz.cases.models import Case
from fallkonferenz.institutions.models import Person
from fallkonferenz.outbox.models import Notice

PAGE = 25
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
    "case.report_change":    _("A change in a case was reported."),
    "case.reassess":         _("A case is to be assessed anew."),
    "case.reassess_due":     _("A case is to be assessed anew."),
    "case.reassess_overdue": _("A case should have been assessed anew, and nobody has done it yet."),
    "case.wait_over":        _("A case has waited too long for its conference."),
    "case.sharing_due":      _("A decision on sharing is due."),
    "case.review_due":       _("A case is to be looked at again."),
    "case.uninformed_due":   _("A case is to be looked at again."),
    "assessment.add":        _("A new assessment was added."),
    "assessment.open":       _("An assessment that your institution began is still open."),
    "assessment.meanwhile":  _("While the assessment of your institution was open, others assessed too."),
    "level.ask_lower":       _("A second institution is asked to decide."),
    "level.confirm_lower":   _("A request was decided."),
    "level.refuse_lower":    _("A request was decided."),
    "level.dissent":         _("A differing view was added."),
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


@dataclass(frozen=True)
class Place:
    """Where a page begins: behind this notice."""

    at: datetime
    notice: UUID


@dataclass(frozen=True)
class NoticePage:
    lines: list[Line]
    next: Place | None

    def codes(self) -> list[str]:
        return sorted({line.case.code for line in self.lines if line.case})


@reading("notice.list", shows=lambda page: {"cases": page.codes()})
def notices(*, by: Person, after: Place | None = None) -> NoticePage:
    """The latest first."""
    own = scope.notices_of(by).order_by("-at", "-pk")
    if after:
        own = own.filter(Q(at__lt=after.at) | Q(pk__lt=after.notice), at__lte=after.at)  # so that the index serves both
    found = list(own[: PAGE + 1])
    asked = {notice.message.case for notice in found[:PAGE]}
    visible = {case.pk: case for case in scope.cases_visible_to(by).filter(pk__in=asked - {None})}
    place = Place(found[PAGE - 1].at, found[PAGE - 1].pk) if len(found) > PAGE else None
    return NoticePage([_line(notice, visible) for notice in found[:PAGE]], place)


def _line(notice: Notice, visible: dict[UUID, Case]) -> Line:
    message = notice.message
    return Line(notice, SENTENCES.get(message.kind, OTHERWISE), visible.get(message.case) if message.case else None)


@action("notice.read")
def read(notice: Notice, *, by: Person) -> Notice:
    """And what was told before of the same case: whoever opens the case has read all of it."""
    notice.read_at = clock.now()
    notice.save(update_fields=["read_at"])
    earlier = Q(message__case=notice.message.case, at__lte=notice.at, read_at=None)
    scope.notices_of(by).filter(earlier).update(read_at=notice.read_at)
    return notice
