"""What the log's pure half knows of the application by name: each name means what it did."""

from audit import events
from audit.marks import EMERGENCY, MARKS
from fallkonferenz.cases.words import GroundKind


def test_every_marked_event_is_one_of_the_application():
    assert set(MARKS) <= {event.name for event in events.registered()}


def test_emergencies_are_told_by_the_grounds_that_need_nobodys_consent():
    assert EMERGENCY == {"kind": (GroundKind.NECESSITY, GroundKind.VITAL_INTERESTS)}
