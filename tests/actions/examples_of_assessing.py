"""Examples of assessing the risk and lowering the level, for the table in ``examples.py``."""

from fallkonferenz.cases.words import Firearms, Level, State
from tests.actions.examples import TEXT, example
from tests.assessing import PAIR, asked_to_lower, begun, completed, judged, said


@example("assessment.list", by="police")
def _assessments(given):
    case = given.case(at=State.ASSESSED)
    completed(case, by=given.cast.police, reasons=TEXT)
    return case, {}


@example("assessment.read", by="police")
def _one_assessment(given):
    return completed(given.case(), by=given.cast.police, reasons=TEXT, person_view=TEXT), {}


@example("assessment.begin", by="biss")
def _begin(given):
    return given.case(), {"instruments": ["lap", "dash"], "facts": PAIR}


@example("assessment.answer", by="biss")
def _answer_items(given):
    answers = {"1": {"answer": "yes", "source": "told", "who": TEXT}, **said(i2="unknown")}
    return begun(given.case(), by=given.cast.biss), {"instrument": "lap", "answers": answers}


@example("assessment.add_instrument", by="biss")
def _add_instrument(given):
    return begun(given.case(), by=given.cast.biss), {"instruments": ["dash"], "facts": PAIR}


@example("assessment.drop_instrument", by="biss")
def _drop_instrument(given):
    return begun(given.case(), by=given.cast.biss), {"instrument": "lap"}


@example("assessment.judge", by="biss")
def _judge(given):
    texts = dict.fromkeys(("reasons", "worries", "person_view", "firearms_note"), TEXT)
    return begun(given.case(), by=given.cast.biss), {
        "level": Level.HIGH,
        "heard": True,
        "firearms": Firearms.YES,
        **texts,
    }


@example("assessment.complete", by="biss")
def _complete(given):
    return judged(given.case(), by=given.cast.biss, reasons=TEXT), {}


@example("assessment.discard", by="biss")
def _discard(given):
    return judged(given.case(), by=given.cast.biss, reasons=TEXT), {}


@example("level.ask_lower", by="police")
def _ask_lower(given):
    case = given.case(at=State.ASSESSED)
    completed(case, by=given.cast.police)
    return case, {"to": Level.MEDIUM, "reasons": TEXT}


def _asked(given):
    return asked_to_lower(given.case(at=State.ASSESSED), by=given.cast.police)


@example("level.read_lower")
def _read_lower(given):
    return _asked(given), {}


@example("level.confirm_lower")
def _confirm_lower(given):
    return _asked(given), {}


@example("level.refuse_lower")
def _refuse_lower(given):
    return _asked(given), {"reasons": TEXT}


@example("level.dissent", by="police")
def _dissent(given):
    return given.case(at=State.ASSESSED), {"level": Level.ACUTE, "reasons": TEXT}
