"""Instruments and cases know nothing of each other, and still mean the same by the same word."""

from fallkonferenz.cases.words import Level, Relationship
from fallkonferenz.institutions.kinds import Kind
from risk import words
from risk.instruments import ALL
from risk.rhythm import LONGEST


def test_levels_relationships_and_kinds_of_institution_are_called_the_same():
    assert set(words.LEVELS) == set(Level.values) == set(LONGEST)
    assert {key for key, _ in words.RELATIONSHIPS} == {*Relationship.values, "unknown"}
    assert {kind for each in ALL.values() for kind in each.guard.use_by} <= set(Kind.values)
