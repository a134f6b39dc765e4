"""Names line up: a step, its right, its event, its action and its address are called the same; and some words are used in one place."""

import re
from pathlib import Path

import pytest

from fallkonferenz.access.table import TABLE
from fallkonferenz.actions import gate
from fallkonferenz.actions.events import EVENTS
from fallkonferenz.cases.models import Case
from fallkonferenz.measures.models import Measure
from tests.actions import examples
from tests.leaks import pages

PROJECT = Path(__file__).resolve().parents[2] / "fallkonferenz"
MACHINES = (("case", Case), ("measure", Measure))
STEPS = sorted(
    {
        f"{noun}.{step.name}"
        for noun, model in MACHINES
        for step in model._meta.get_field("state").get_all_transitions(model)
    }
)
RIGHTS = sorted({rule.right for rule in TABLE})

# Rights whose screen is called otherwise: what needs one now is the start page, a finding is checked on its own page.
ELSEWHERE = {"case.overview": "start", "institution.overview": "start", "log.finding_checked": "audit-finding"}

# word: the only modules that may use it
RESERVED = {
    r"\b(Participation|CaseGroupRight)(\.objects\.(create|get_or_create|bulk_create|update_or_create)|\()": [
        "access/grants.py"
    ],
    r"\b(assign_perm|remove_perm|get_objects_for_user|has_perm|is_superuser|is_staff)\b": [],
    r"\.(raw|extra)\(|RawSQL": [],
    r"mark_safe": ["web/templatetags/kern.py"],  # of a block that was rendered already
    r"csrf_exempt": ["web/policy_reports.py"],  # browsers send reports by themselves; they change nothing
}
DECLARATIONS = {"cases/models/admission.py"}


def test_the_examples_have_loaded_every_act():
    assert examples.EXAMPLES.keys() == gate.ACTIONS.keys() | gate.READINGS.keys()


@pytest.mark.parametrize("step", STEPS)
def test_a_step_has_its_right_its_event_its_action_and_its_address(step):
    assert step in RIGHTS
    assert step in {event.name for event in EVENTS}
    assert step in gate.ACTIONS
    assert step.replace(".", "-") in set(pages.names())


@pytest.mark.parametrize("right", RIGHTS)
def test_a_right_has_its_event_its_act_and_its_address(right):
    assert right in {event.name for event in EVENTS}
    assert right in gate.ACTIONS.keys() | gate.READINGS.keys()
    assert address_of(right) in set(pages.names())


def address_of(right: str) -> str:
    """The officers' workplace is at the audit log, and asks for rights on the log."""
    return ELSEWHERE.get(right) or right.replace(".", "-").replace("log-", "audit-")


@pytest.mark.parametrize("pattern", RESERVED)
def test_some_words_are_used_in_one_place_only(pattern):
    found = {
        str(path.relative_to(PROJECT))
        for path in PROJECT.rglob("*.py")
        if "migrations" not in path.parts and re.search(pattern, path.read_text())
    }
    assert found - DECLARATIONS <= set(RESERVED[pattern])


def test_no_template_switches_escaping_off():
    templates = PROJECT.parent / "templates"

    assert not [path for path in templates.rglob("*.html") if re.search(r"\|safe\b|autoescape off", path.read_text())]
