"""The instruments of an assessment that was begun: one more, or one less that nobody has answered yet.

Until it is complete, also after the own judgement: that stands as it is, and no result is shown in between.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions import answering
from fallkonferenz.actions.gate import action
from fallkonferenz.actions.steps import must_contribute
from fallkonferenz.cases.models import Assessment
from fallkonferenz.cases.sections import Section
from fallkonferenz.institutions.models import Person


@action("assessment.add_instrument", notes=("instruments",))
def add_instrument(
    assessment: Assessment, *, by: Person, instruments: Iterable[str], facts: Mapping[str, object] | None = None
) -> Assessment:
    """Put further instruments into it: NotNow with the reason, and none of them, if one is not valid for the pair."""
    _must_be_going_on(assessment, by)
    keys = list(dict.fromkeys(instruments))
    if not keys:
        raise NotNow(_("Choose an instrument."))
    if assessment.instruments.filter(instrument__in=keys).exists():
        raise NotNow(_("This instrument is part of the assessment already."))
    for key in keys:
        answering.offer(assessment, key, facts or {})
    return assessment


@action("assessment.drop_instrument", notes=("instrument",))
def drop_instrument(assessment: Assessment, *, by: Person, instrument: str) -> Assessment:
    """Take out one without answers; also one that is no longer offered, so that the rest can be completed."""
    _must_be_going_on(assessment, by)
    used = assessment.instruments.select_related("item_answers").filter(instrument=instrument).first()
    if used is None:
        raise NotNow(_("This instrument is not part of the assessment."))
    if answering.is_answered(used):
        raise NotNow(_("This instrument has answers already, and they are not thrown away."))
    used.delete()
    return assessment


def _must_be_going_on(assessment: Assessment, by: Person) -> None:
    answering.must_be_open(assessment)
    must_contribute(by, assessment.case, [Section.RISK, Section.ANSWERS])
