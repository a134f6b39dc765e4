"""The red flags of a case, whatever its level: what assessors named, and what the record says by itself.

Of each institution counts what it named last. Nothing here asks the database: the rows were read already, with what each
reader may see of them.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from fallkonferenz import clock
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.cases.models import Case, FirearmsAnswer
from fallkonferenz.cases.words import Firearms
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.vault.sealing import CaseVault
from risk.criteria import ESCALATION, criteria
from risk.shape import RedFlag

COLUMN = "flags"  # sealed, of an assessment


@dataclass(frozen=True)
class Raised:
    """One red flag: who said it and when; no institution where the record itself raises it."""

    flag: str
    at: datetime
    institution: Institution | None = None


def seen(flags: Iterable[str]) -> str:
    """What a judgement names, as it is sealed; NotNow for what is no red flag."""
    chosen = set(flags)
    if not chosen <= set(RedFlag):
        raise NotNow(_("Choose among the red flags."))
    return written(chosen)


def written(flags: Collection[str]) -> str:
    """In one order, whoever named them."""
    return json.dumps([str(flag) for flag in RedFlag if flag in flags])


def read(text: str) -> list[str]:
    """The sealed column of one assessment, opened."""
    found: list[str] = json.loads(text or "[]")
    return found


def own_last(case: Case, by: Person) -> list[str]:
    """What the own institution named last: the next judgement begins with it, so that no empty box takes a flag down."""
    latest = case.assessments.completed().filter(institution=by.own_institution).latest_or_none()
    return read(CaseVault.open(case.pk).read(latest, COLUMN)) if latest else []


def named(assessments: Iterable[Any]) -> list[Raised]:
    """What the latest assessment of each institution named; ``assessments`` are opened, the oldest first."""
    latest = {opened.row.institution_id: opened for opened in assessments}
    return [
        Raised(flag, opened.row.at, opened.row.institution)
        for opened in latest.values()
        for flag in read(opened.texts[COLUMN])
    ]


def armed(answers: Iterable[FirearmsAnswer], named: Iterable[Raised]) -> list[Raised]:
    """The question about firearms, answered with yes; ``answers`` are the last of each institution.

    Only who answered takes it back. Whoever named the flag in an assessment has said it there.
    """
    said = {each.institution.pk for each in named if each.institution and each.flag == RedFlag.FIREARM}
    yes = [each for each in answers if each.answer == Firearms.YES and each.institution.pk not in said]
    return [Raised(RedFlag.FIREARM, each.at, each.institution) for each in yes]


def recorded(*, separated_at: datetime | None, incidents: Iterable[datetime], least: int = ESCALATION) -> list[Raised]:
    """A separation that was reported, and as many incidents within twelve months as the region calls an escalation."""
    raised = [Raised(RedFlag.SEPARATION, separated_at)] if separated_at else []
    happened = [at for at in incidents if at <= clock.now()]
    if _is_escalation({timezone.localdate(at) for at in happened}, least):
        raised.append(Raised(RedFlag.ESCALATION, max(happened)))
    return raised


def _is_escalation(days: set[date], least: int) -> bool:
    found = criteria(today=clock.today(), events=days, least=least)
    return any(each.key == RedFlag.ESCALATION and each.met for each in found)
