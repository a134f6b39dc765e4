"""The case file of each person holds exactly the words they may read: none too many, and none too few."""

import pytest

from fallkonferenz.access import scope
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import Refusal
from fallkonferenz.actions import agenda, assessed, incidents, reading, seeing
from fallkonferenz.institutions.models import Person
from tests.world import SHARED

pytestmark = pytest.mark.django_db


def words_in(result) -> str:
    """Everything that a reading gave back, opened texts included, as one text."""
    return repr(result)


def everything_read_by(person, key):
    """What the readings of a case, its measures, its assessments and its conference give to one person."""
    with acting_as(person):
        case = scope.case_or_404(person, key)
        yield words_in(reading.case_file(case, by=person))
        for measure in scope.measures_visible(person, case):
            yield words_in(reading.measure_file(measure, by=person))
        for conference in scope.conferences_visible_to(person).filter(items__case=case):
            yield words_in(agenda.conference(conference, by=person))
        for assessment in scope.assessments_visible(person, case):
            yield words_in(assessed.read(assessment, by=person))
        for more in (assessed.listed, incidents.incidents, seeing.who_sees, seeing.grounds):
            try:
                yield words_in(more(case, by=person))
            except Refusal:
                continue


def test_each_reads_exactly_what_is_meant_for_them(world):
    insiders = [each for each in Person.objects.select_related("institution__region") if world.takes_part(each, SHARED)]
    assert len(insiders) > 20
    for person in insiders:
        text = "\n".join(everything_read_by(person, world.cases[SHARED]))
        read = {word for word in world.words if word in text}
        wanted = {word for word in world.shown_to(person) if world.words[word].case == SHARED}

        assert {world.words[word] for word in read - wanted} == set(), f"{person.username} reads too much"
        assert {world.words[word] for word in wanted - read} == set(), f"{person.username} reads too little"
