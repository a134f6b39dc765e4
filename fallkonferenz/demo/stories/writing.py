"""What people write into a case: the referral, admissions and grounds, entries, closing."""

from collections.abc import Iterable
from typing import Any

from fallkonferenz import clock
from fallkonferenz.actions import admissions, cases, entries, flagging, grounds
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Firearms, GivenBy, GroundForm, GroundKind, Nature, PartyRole, Source
from fallkonferenz.demo.stories.telling import MANAGER, Telling, When

WORRIES = "Dass es nach außen ruhig wirkt."


class Writing(Telling):
    """The verbs of the case file."""

    def _told(self, when: When, **told: Any) -> dict[str, Any]:
        """What every referral is asked, where the story says nothing else."""
        return {"happened_at": self.moment(when), "person_knows": True, "firearms": Firearms.UNKNOWN, **told}

    def flags(self, when: When, who: str, names: Iterable[str], *, relationship: str, **told: Any) -> None:
        """Flag a pair. The account names nobody: there are no codes yet."""
        told = self._told(when, **told)
        with clock.at(self.moment(when)):
            case = flagging.flag(by=self.people[who], relationship=relationship, **told)
        self.begin(case, *names)

    def flags_linked(
        self, when: When, who: str, names: Iterable[str], *, of: Telling, relationship: str, **told: Any
    ) -> None:
        """Flag a further endangering person of the same person at risk."""
        told = self._told(when, **told)
        case = of.act(flagging.flag_linked, when, who, relationship=relationship, **told)
        self.begin(case, *names)
        self.parties = {**of.parties, **self.parties}

    def names_again(self, when: When, who: str, *, account: str, **told: Any) -> None:
        """Flag the pair by the code of its case: a further referral, or a repeat."""
        told = self._told(when, **told)
        with clock.at(self.moment(when)):
            self.case = flagging.flag(
                by=self.people[who],
                relationship=self.case.relationship,
                named_code=self.case.code,
                account=self.said(account),
                **told,
            )

    def confirms(self, when: When, who: str) -> None:
        self.act(cases.confirm_referral, when, who, referral=self.case.referrals.last())

    def admits(self, when: When, who: str, basis: str, reasons: str, **views: str) -> None:
        self.act(
            admissions.admit,
            when,
            MANAGER,
            institution=self.institution(who),
            basis=basis,
            reasons=self.said(reasons),
            narrow={Section(section): view for section, view in views.items()} or None,
        )

    def leaves(self, when: When, who: str) -> None:
        """The admission ends. A date that has passed by now would hide from the database what is told of before."""
        self.act(admissions.withdraw, when, MANAGER, institution=self.institution(who))

    def leaves_own_entries(self, when: When, *who: str) -> None:
        """The institutions keep sight of what they contributed themselves."""
        for institution in self.institutions(*who):
            self.act(admissions.narrow, when, MANAGER, institution=institution, views=dict.fromkeys(Section, "o"))

    def tells_name(self, when: When, who: str, kind: str, reasons: str = "") -> None:
        """The case management says on the telephone who is meant."""
        told = {"institution": self.institution(who), "person": self.people[who], "told_at": self.moment(when)}
        self.act(grounds.tell, when, MANAGER, kind=kind, reasons=self.said(reasons), **told)

    def releases(
        self, when: When, who: str, recipients: Iterable[str], sections: Iterable[str], *, until: str = "", **how: Any
    ) -> None:
        """A release by the person at risk in writing, if nothing else is said."""
        how = {"kind": GroundKind.RELEASE, "given_by": GivenBy.PERSON, "form": GroundForm.WRITTEN, **how}
        self._grounds(when, who, recipients, sections, until, how)

    def transmits(
        self, when: When, who: str, recipients: Iterable[str], sections: Iterable[str], kind: str, reasons: str
    ) -> None:
        """A legal ground with its reasons."""
        self._grounds(when, who, recipients, sections, "", {"kind": kind, "reasons": self.said(reasons)})

    def _grounds(
        self, when: When, who: str, recipients: Iterable[str], sections: Iterable[str], until: str, how: dict[str, Any]
    ) -> None:
        concerns = how.pop("concerns", self.person_at_risk)
        self.act(
            grounds.record,
            when,
            who,
            discloser=self.institution(who),
            recipients=self.institutions(*recipients),
            sections=list(sections),
            concerns=self.parties[concerns],
            given_at=self.moment(when),
            expires_at=self.moment(until) if until else None,
            **how,
        )

    def withdraws(self, when: When, discloser: str, recipient: str) -> None:
        both = {"discloser": self.institution(discloser), "recipient": self.institution(recipient)}
        self.act(grounds.withdraw, when, discloser, **both)

    def decides(self, when: When, decision: str) -> None:
        self.act(grounds.decide, when, MANAGER, decision=decision)

    def adds_person(self, when: When, who: str, name: str, role: PartyRole) -> None:
        self.parties[name] = self.act(entries.add_party, when, who, role=role)

    def writes(
        self,
        when: When,
        who: str,
        section: str,
        source: Source,
        text: str,
        *,
        concerns: str = "",
        entered: When = "",
        nature: str = Nature.FACT,
    ) -> None:
        """An entry on what happened at ``when``; ``entered`` says when it was written, if later."""
        self.act(
            entries.add,
            entered or when,
            who,
            section=section,
            concerns=self.parties[concerns or self.person_at_risk],
            happened_at=self.moment(when),
            source=source,
            nature=nature,
            text=self.said(text),
        )

    def reports_incident(self, when: When, who: str, source: Source, text: str) -> None:
        told = {"happened_at": self.moment(when), "source": source, "text": self.said(text)}
        self.act(entries.report_incident, when, who, **told)

    def sets_contact(
        self, when: When, who: str, *, days: Iterable[str], never: Iterable[str], through: str = ""
    ) -> None:
        self.act(
            entries.set_contact, when, who, through=self.institution(through or who), days=list(days), never=list(never)
        )

    def sets_reference(self, when: When, who: str, reference: str) -> None:
        self.act(entries.set_reference, when, who, reference=reference)

    def heard(self, view: str = "") -> dict[str, Any]:
        """What worries, and how the person at risk sees it; without her words, why there are none."""
        if view:
            return {"worries": WORRIES, "heard": True, "person_view": self.said(view)}
        return {"worries": WORRIES, "heard": False, "why_not_heard": "Kein eigener Kontakt; den hält die Beratung."}

    def is_assessed(self, when: When, level: str = "", reasons: str = "") -> None:
        judged = {"level": level, "reasons": self.said(reasons), **self.heard()} if level else {}
        self.act(cases.assess, when, MANAGER, **judged, **self.asked)

    def leaves_uninformed(self, when: When, reasons: str, *, review: str) -> None:
        self.act(cases.leave_uninformed, when, MANAGER, reasons=self.said(reasons), review_on=self.day(review))

    def closes(self, when: When, why: str, level: str, reasons: str, *, view: str = "", **review: Any) -> None:
        said = {"why": why, "level": level, "reasons": self.said(reasons), **self.heard(view)}
        self.act(cases.close, when, MANAGER, **said, **review, **self.asked)
