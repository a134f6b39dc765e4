"""Assessments as people make them: begun, answered, judged, completed; and a level lowered by two."""

from fallkonferenz.access.frame import acting_as
from fallkonferenz.actions import assessing, lowering
from fallkonferenz.cases.models import Assessment, Case, Lowering
from fallkonferenz.cases.words import Firearms, Level, Source
from fallkonferenz.institutions.models import Person

PAIR = {"sex_at_risk": "female", "sex_endangering": "male", "relationship": "former_partners", "age_at_risk": 34}
REASONS = "Trennung, Drohungen."
WORRIES = "Die Übergabe der Kinder."
VIEW = "Sie rechnet mit dem Schlimmsten."


def said(**answers: object) -> dict[str, dict[str, object]]:
    """Answers by the codes of the items, written with an i before them (a name cannot begin with a number)."""
    return {code[1:]: {"answer": each, "source": Source.TOLD, "who": ""} for code, each in answers.items()}


def begun(case: Case, *, by: Person, instruments: tuple[str, ...] = ("lap",)) -> Assessment:
    return assessing.begin(case, by=by, instruments=list(instruments), facts=PAIR)


def judged(
    case: Case, *, by: Person, level: str = Level.MEDIUM, instruments: tuple[str, ...] = ("lap",), **judgement: object
) -> Assessment:
    facts = {"reasons": REASONS, "worries": WORRIES, "heard": True, "person_view": VIEW, "firearms": Firearms.NO}
    return assessing.judge(begun(case, by=by, instruments=instruments), by=by, level=level, **facts | judgement)


def completed(case: Case, *, by: Person, level: str = Level.MEDIUM, answers: dict | None = None, **more: object):
    """With the Lethality Screen; ``answers`` to its items."""
    assessment = judged(case, by=by, level=level, **more)
    assessing.answer(assessment, by=by, instrument="lap", answers=answers or said(i1="no", i4="unknown"))
    return assessing.complete(assessment, by=by)


def asked_to_lower(case: Case, *, by: Person, to: str = Level.MEDIUM) -> Lowering:
    completed(case, by=by, level=to)
    return lowering.ask_lower(case, by=by, to=to, reasons=REASONS)


def seen(assessment: Assessment, *, by: Person) -> str:
    """What the page of an open assessment sends along: which judgement it shows."""
    with acting_as(by):
        return Assessment.objects.get(pk=assessment.pk).judgement_mark
