"""What people agree at the table: conferences, measures, and what became of them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import cases, conferences, measures
from fallkonferenz.actions.gate import Act
from fallkonferenz.conferences.models import Answer, Attendance, Conference, ConferenceKind, Naming
from fallkonferenz.demo.stories.judging import Judging
from fallkonferenz.demo.stories.telling import MANAGER, When

MINUTES = "management_deputy"


class Meeting(Judging):
    """The verbs of conferences and measures."""

    conference: Conference

    def plans(self, when: When, *, starts: When, mode: str, kind: str = ConferenceKind.AD_HOC) -> None:
        with clock.at(self.moment(when)):
            self.conference = conferences.plan(
                by=self.people[MANAGER],
                kind=kind,
                mode=mode,
                starts_at=self.moment(starts),
                chair=self.people[MANAGER],
                minute_taker=self.people[MINUTES],
            )

    def convenes(self, when: When, *invited: str, naming: str = Naming.BY_NAME) -> None:
        self._convened(conferences.convene, when, invited, naming)

    def follows_up(self, when: When, *invited: str, naming: str = Naming.BY_NAME) -> None:
        self._convened(conferences.follow_up, when, invited, naming)

    def _convened(self, do: Act, when: When, invited: Iterable[str], naming: str) -> None:
        who = self.institutions(*invited)
        self.act(do, when, MANAGER, conference=self.conference, invited=who, naming=naming, **self.asked)

    def accept(self, when: When, *who: str) -> None:
        for each in who:
            self._answers(when, each, Answer.ACCEPTED)

    def apologises(self, when: When, who: str, contribution: str = "") -> None:
        self._answers(when, who, Answer.APOLOGISED)
        if contribution:
            self.contributes(when, who, contribution)

    def contributes(self, when: When, who: str, text: str) -> None:
        with clock.at(self.moment(when)):
            conferences.contribute(self._place(who), by=self.people[who], text=self.said(text))

    def _answers(self, when: When, who: str, answer: str) -> None:
        with clock.at(self.moment(when)):
            conferences.answer(self._place(who), by=self.people[who], answer=answer)

    def _place(self, who: str) -> Attendance:
        with acting_as(self.people[who]):
            places = Attendance.objects.select_related("item__case")
            return places.get(item__case=self.case, item__conference=self.conference, institution=self.institution(who))

    def holds(self, when: When, *attended: str, view: str = "", by: str = "", dissent: str = "") -> None:
        """The item was heard; ``by`` spoke for the person at risk."""
        self.act(
            conferences.hold,
            when,
            MANAGER,
            heard=True,
            attended={self.institution(each): self.people[each] for each in attended},
            person_view=self.said(view),
            view_by=self.institution(by) if by else None,
            dissent=self.said(dissent),
        )

    def agrees(
        self,
        when: When,
        name: str,
        who: str,
        what: str,
        due: When,
        *reveals: str,
        taken_on: bool = True,
        **how: Any,
    ) -> None:
        """A measure of the conference, and its institution takes it on at once."""
        measure = self.act(
            measures.add,
            when,
            MANAGER,
            responsible=self.institution(who),
            what=self.said(what),
            reveals=list(reveals),
            due_at=self.moment(due),
            **how,
        )
        self.measures[name] = measure
        if taken_on:
            self.reports(when, who, name, measures.accept)

    def lead(self, when: When, who: str) -> None:
        self.act(cases.agree_measures, when, MANAGER, lead=self.institution(who), **self.asked)

    def reports(self, when: When, who: str, name: str, do: Act, **words: str | date) -> None:
        """What became of a measure."""
        said = {key: self.said(word) if isinstance(word, str) else word for key, word in words.items()}
        with clock.at(self.moment(when)):
            do(self.measures[name], by=self.people[who], **said)

    def done(self, when: When, who: str, name: str, outcome: str) -> None:
        self.reports(when, who, name, measures.finish, outcome=outcome)

    def asks(self, when: When, who: str, name: str, text: str) -> None:
        self.reports(when, who, name, measures.ask, text=text)

    def renews(self, when: When, name: str, *, due: When) -> None:
        with clock.at(self.moment(when)):
            measures.renew(self.measures[name], by=self.people[MANAGER], due_at=self.moment(due))
