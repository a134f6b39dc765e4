"""AuditEvents as FHIR R4 has them: what must be there is there, with the codes of BALP and DICOM."""

import json
import re

import pytest

from audit import fhir
from audit.format import Kind
from audit.question import Question
from audit.read import answers
from tests.audit import keys
from tests.audit.memory import ACTOR, CASE, Memory, text

ORIGIN = "log.example/one"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")


def told(said=None, *, kind=Kind.EVENT, seed=keys.FIRST_OFFICER, **fields):
    log = Memory()
    log.write(log.open_epoch(), 1, said or text(**fields), kind=kind)
    return fhir.audit_event(list(answers(log, seed, Question()))[-1], origin=ORIGIN)


def codes(codings):
    return {coding["system"].rpartition("/")[2] + "#" + coding["code"] for coding in codings}


@pytest.mark.parametrize(
    ("fields", "type_", "action"),
    [
        ({"event": "case.read"}, "110110", "R"),
        ({"event": "case.list"}, "110112", "E"),
        ({"event": "entry.add", "operation": "collect"}, "110110", "C"),
        ({"event": "case.assess", "operation": "change"}, "110110", "U"),
        ({"event": "draft.discard", "operation": "erase"}, "110100", "D"),
        ({"event": "identity.tell", "operation": "disclose"}, "110106", "R"),
        ({"event": "session.login", "operation": "none"}, "110114", "E"),
        ({"event": "admission.narrow", "operation": "change"}, "110136", "U"),
        ({"event": "access.denied", "operation": "none"}, "110113", "E"),
    ],
)
def test_an_event_has_its_public_type_and_action(fields, type_, action):
    event = told(**fields)

    assert (event["type"]["system"], event["type"]["code"]) == (fhir.DICOM, type_)
    assert event["action"] == action
    assert {"system": "urn:fallkonferenz:event", "code": fields["event"]} in event["subtype"]


def test_it_says_who_in_which_capacity_for_whom_when_and_of_what():
    event = told(case=str(CASE), object="case x", details={"codes": ["K"], "changed": "state", "cases": ["K-1"]})

    person, institution = event["agent"]
    assert person["who"]["identifier"] == {"system": "urn:fallkonferenz:person", "value": str(ACTOR)}
    assert person["role"][0]["coding"][0]["code"] == "professional"
    assert (person["requestor"], institution["requestor"]) == (True, False)
    assert institution["who"]["identifier"]["value"] == "7"
    assert codes(person["type"]["coding"]) == {"v3-ParticipationType#IRCP"}
    assert event["recorded"] == "2026-11-01T00:00:00.000Z"
    about = [
        (entity["what"]["identifier"]["system"], entity["what"]["identifier"]["value"]) for entity in event["entity"]
    ]
    assert about == [
        ("urn:fallkonferenz:entry", "1"),
        ("urn:fallkonferenz:case", str(CASE)),
        ("urn:fallkonferenz:object", "case x"),
        ("urn:fallkonferenz:case-code", "K-1"),
    ]
    assert event["entity"][0]["detail"] == [{"type": "changed", "valueString": "state"}]


@pytest.mark.parametrize(("outcome", "code"), [("ok", "0"), ("denied", "4"), ("failed", "4")])
def test_the_outcome_keeps_its_word(outcome, code):
    event = told(outcome=outcome)

    assert (event["outcome"], event["outcomeDesc"]) == (code, outcome)


def test_the_purpose_has_a_public_code_where_there_is_one():
    assert "coding" not in told(purpose="protection")["purposeOfEvent"][0]
    assert codes(told(purpose="review of the log")["purposeOfEvent"][0]["coding"]) == {"v3-ActReason#HCOMPL"}


def test_an_officers_look_at_the_log_is_one():
    assert told(event="log.timeline", kind=Kind.OFFICER_ACCESS)["type"]["code"] == "110101"


def test_without_an_account_the_machine_acted():
    event = told(json.dumps({"event": "outbox.mail", "operation": "none"}).encode())

    assert codes(event["agent"][0]["type"]["coding"]) == {"DCM#110150"}
    assert event["agent"][0]["who"]["identifier"]["value"] == ORIGIN


@pytest.mark.parametrize(
    "event", [told(), told(seed=keys.STRANGER), told(b'{"event":"x","actor":5,"details":[1],"case":{},"outcome":1}')]
)
def test_what_r4_wants_is_always_there(event):
    """https://hl7.org/fhir/R4/auditevent.html: cardinalities and primitive types."""
    assert event["resourceType"] == "AuditEvent"
    assert ID.fullmatch(event["id"])
    assert INSTANT.fullmatch(event["recorded"])
    assert event["action"] in "CRUDE"
    assert event["outcome"] in ("0", "4", "8", "12")
    assert event["agent"]
    assert all(isinstance(agent["requestor"], bool) for agent in event["agent"])
    assert event["source"]["observer"]
    assert {"system", "code"} <= event["type"].keys()
    assert all(entity["what"]["identifier"]["value"] for entity in event["entity"])
    assert "" not in _leaves(event)


def _leaves(value):
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in _leaves(each)]
    return [leaf for each in value for leaf in _leaves(each)] if isinstance(value, list) else [value]


def test_a_strangers_time_stays_an_instant():
    assert INSTANT.fullmatch(fhir.instant(2**63))
