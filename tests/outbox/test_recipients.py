"""The table of who is told agrees with what the actions write, and with the sentences people read."""

import re
from pathlib import Path

from fallkonferenz import actions
from fallkonferenz.access.recipients import WHO
from fallkonferenz.actions import unfinished
from fallkonferenz.actions.notices import SENTENCES
from fallkonferenz.actions.reminders import ANNOUNCEMENTS, REMINDERS
from fallkonferenz.cases.models import Case
from fallkonferenz.measures.models import Measure
from fallkonferenz.outbox.models import Message

NAMED = re.compile(r'enqueue\(\s*"([a-z_.]+)"')


def steps(model):
    return {
        f"{model._meta.model_name}.{step.name}" for step in model._meta.get_field("state").get_all_transitions(model)
    }


def named():
    sources = "".join(path.read_text() for path in Path(actions.__file__).parent.glob("*.py"))
    return {*NAMED.findall(sources)}


WRITTEN = {
    *named(),
    *steps(Case),
    *steps(Measure),
    *(reminder.kind for reminder in REMINDERS),
    *(kind for kind, _measures, _column in ANNOUNCEMENTS),
    unfinished.OPEN,
    unfinished.MEANWHILE,
}


def test_every_kind_that_is_written_has_its_row_and_every_row_is_written():
    assert WHO.keys() == WRITTEN


def test_every_kind_has_its_sentence():
    assert SENTENCES.keys() == WHO.keys()


def test_every_kind_fits_its_column():
    assert max(map(len, WHO)) <= Message._meta.get_field("kind").max_length
