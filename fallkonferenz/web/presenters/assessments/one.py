"""One assessment: while it is open, what is still missing; when it is complete, what decided and why."""

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fallkonferenz.actions.assessed import AssessmentFile, OpenedInstrument
from fallkonferenz.cases.levels import is_below
from fallkonferenz.institutions.models import Person
from fallkonferenz.web import trail
from fallkonferenz.web.components import Act, Cell, Crumb
from fallkonferenz.web.presenters.assessments.answered import AnsweredPresenter
from fallkonferenz.web.presenters.assessments.known import Known
from fallkonferenz.web.presenters.assessments.results import ResultPresenter
from fallkonferenz.web.presenters.assessments.wording import flag_words, level_cell
from fallkonferenz.web.presenters.firearms import answer_cell


class OneAssessment:
    """What an open and a completed assessment have in common. ``level`` is that of the case, as far as it may be seen."""

    def __init__(self, file: AssessmentFile, person: Person, known: Known, level: str = "") -> None:
        self.file, self.person, self.known, self.row, self.level_of_case = file, person, known, file.row, level

    @property
    def case(self) -> Any:
        return self.row.case

    @property
    def is_open(self) -> bool:
        return bool(self.row.is_open)

    @property
    def author(self) -> str:
        return str(self.row.author)

    @property
    def crumbs(self) -> list[Crumb]:
        listed = Crumb(_("Risk assessments"), reverse("assessment-list", args=[self.row.case_id]))
        return trail.of_case(self.row.case_id, _("Risk assessment"), listed)

    def name(self, each: OpenedInstrument) -> str:
        return self.known.name(each.row)

    def _act(self, right: str, label: str, url: str, **more: Any) -> Act:
        why_not = self.file.standing.why_not(right)
        return Act(label, "" if why_not else url, allowed=not why_not, why_not=why_not, **more)


class OpenPresenter(OneAssessment):
    """What belongs to it and how far each part is; which of it comes next. No score, no band, no level."""

    part_columns = (gettext_lazy("Part"), gettext_lazy("State"))

    @property
    def begun_at(self) -> Any:
        return self.row.begun_at

    @property
    def parts(self) -> list[list[object]]:
        return [*(self._part(each) for each in self.file.instruments), self._judgement()]

    @cached_property
    def ended(self) -> list[tuple[str, str]]:
        """Instruments it cannot go on with, and why: it cannot be completed then."""
        return self.known.ended(each.row for each in self.file.instruments)

    @property
    def has_ended(self) -> bool:
        return bool(self.ended)

    @property
    def add_url(self) -> str:
        why_not = self.file.standing.why_not("assessment.add_instrument")
        return "" if why_not or self.has_ended else reverse("assessment-add_instrument", args=[self.row.pk])

    @property
    def droppable(self) -> list[tuple[str, str]]:
        """Instruments without answers, as long as there is anything to take out of them."""
        if self.file.standing.why_not("assessment.drop_instrument"):
            return []
        unanswered = [each.row for each in self.file.instruments if not each.is_answered]
        return [(self.known.name(row), self._drop_url(row.instrument)) for row in unanswered]

    def _drop_url(self, key: str) -> str:
        return reverse("assessment-drop_instrument", args=[self.row.pk, key])

    def _part(self, each: OpenedInstrument) -> list[object]:
        if self.known.why_it_ended(each.row):
            return [Cell(self.name(each)), Cell(_("cannot be answered any more"), tone="danger")]
        known, done = self.known.instrument(each.row), len(each.answers or {})
        url = reverse("assessment-answer", args=[self.row.pk, each.row.instrument])
        all_ = len(known.items) if known else done
        state = _("%(done)s of %(all)s questions are answered.") % {"done": done, "all": all_}
        return [Cell(self.name(each), url), Cell(state, tone="success" if done == all_ else "warning")]

    def _judgement(self) -> list[object]:
        done = bool(self.row.judged_at)
        state = Cell(_("done"), tone="success") if done else Cell(_("still missing"), tone="warning")
        return [Cell(_("Firearms, own judgement, view of the person at risk"), self._judge_url()), state]

    def _judge_url(self) -> str:
        return reverse("assessment-judge", args=[self.row.pk])

    @property
    def acts(self) -> list[Act]:
        """Questions, the judgement, completion; the first that is not done yet is the main one."""
        judged = bool(self.row.judged_at)
        going_on = [each for each in self.file.instruments if not self.known.why_it_ended(each.row)]
        parts = [(self._questions(each), bool(each.answers)) for each in going_on]
        parts.append((self._own_judgement(), judged))
        main = next((act for act, done in parts if not done and not judged), None)
        return [*(act._replace(primary=act is main) for act, _done in parts), self._complete(judged)]

    def _own_judgement(self) -> Act:
        label = _("Own judgement")
        return Act(label, allowed=False, why_not=self.ended[0][1]) if self.has_ended else Act(label, self._judge_url())

    def _questions(self, each: OpenedInstrument) -> Act:
        label = _("Answer the questions: %(instrument)s") % {"instrument": self.name(each)}
        return Act(label, reverse("assessment-answer", args=[self.row.pk, each.row.instrument]))

    def _complete(self, judged: bool) -> Act:
        label, url = _("Complete the assessment"), reverse("assessment-complete", args=[self.row.pk])
        if self.has_ended:
            return Act(label, allowed=False, why_not=self.ended[0][1])
        if not judged:
            return Act(label, allowed=False, why_not=_("The own judgement comes first, before any result is shown."))
        hint = _("It cannot be changed afterwards; a new one takes its place.")
        seen = self.row.judgement_mark
        return self._act("assessment.complete", label, url, primary=True, post=True, hint=hint, seen=seen)

    @property
    def discard_url(self) -> str:
        return reverse("assessment-discard", args=[self.row.pk])


class CompletedPresenter(OneAssessment):
    """Level, what decided, how sure, red flags, reasons; single answers where they may be read."""

    @property
    def level(self) -> Cell:
        return level_cell(self.row.level)

    @property
    def marks(self) -> list[str]:
        independent = _("independent of others") if self.row.independent else _("others' assessments could be read")
        heard = {True: [_("the person at risk was heard")], False: [_("the person at risk was not heard")]}
        return [independent, *heard.get(self.row.heard, []), *([_("closing assessment")] if self.row.closing else [])]

    @cached_property
    def results(self) -> list[ResultPresenter]:
        return [
            ResultPresenter(each.row, each.result, self.known)
            for each in self.file.instruments
            if each.result is not None
        ]

    @property
    def _lifting(self) -> list[ResultPresenter]:
        """Instruments that reach the level of the assessment."""
        return [each for each in self.results if each.result.get("lifts_to") == self.row.level]

    @property
    def decided(self) -> str:
        names = ", ".join(each.title for each in self._lifting)
        if not names:
            return _("The own judgement decided.")
        if self.row.judgement_level == self.row.level:
            return _("The own judgement and the result of %(names)s came to the same level.") % {"names": names}
        return _("The result of %(names)s lifted the level above the own judgement.") % {"names": names}

    @property
    def levels(self) -> list[tuple[str, object]]:
        rows: list[tuple[str, object]] = [(_("Own judgement"), level_cell(self.row.judgement_level))]
        for each in self.results:
            lifts = each.result.get("lifts_to")
            rows.append((each.title, level_cell(lifts) if lifts else _lifts_nothing(each)))
        rows.append((_("Level of this assessment"), self.level))
        if self.level_of_case:
            rows.append((_("Level of the case now"), level_cell(self.level_of_case)))
        return rows

    @property
    def differing(self) -> list[str]:
        """Dissent that lies in the assessment itself."""
        found = []
        if self.file.dissents:
            found.append(_("The own judgement lies below the result of the instrument. Both stay beside each other."))
        if self.level_of_case and is_below(self.row.level, self.level_of_case):
            found.append(_("This assessment lies below the level of the case: none lowers it. Two institutions can."))
        return found

    @property
    def flags(self) -> list[str]:
        return flag_words(self.file.flags)

    @property
    def firearms(self) -> list[tuple[str, object]]:
        if not self.file.firearms:
            return []
        return [(_("Firearms"), answer_cell(self.file.firearms)._replace(note=self.file.firearms_note))]

    @property
    def texts(self) -> list[tuple[str, str]]:
        rows = [(_("Reasons"), self.file.reasons), (_("What worries most"), self.file.worries)]
        return [(label, text) for label, text in rows if text]

    @property
    def view(self) -> list[tuple[str, str]]:
        rows = [(_("Her or his view"), self.file.person_view), (_("Not heard, because"), self.file.why_not_heard)]
        return [(label, text) for label, text in rows if text]

    @property
    def answered(self) -> list[AnsweredPresenter]:
        return [
            AnsweredPresenter(self.name(each), each, self.known.instrument(each.row), self.file.typed_by)
            for each in self.file.instruments
            if each.answers
        ]

    @property
    def acts(self) -> list[Act]:
        return [Act(_("All assessments of the case"), reverse("assessment-list", args=[self.row.case_id]))]


def _lifts_nothing(each: ResultPresenter) -> object:
    if each.told:
        return Cell(each.in_short, note=_("lifts nothing"))
    return _("no result") if each.refused else _("lifts nothing")
