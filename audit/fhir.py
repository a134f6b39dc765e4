"""Entries as FHIR R4 AuditEvents, in the vocabulary of IHE's Basic Audit Log Patterns (BALP) and DICOM.

Pure Python. No profile of BALP is claimed: those describe calls of a FHIR server, and this is none. What has no public
code keeps our word, in systems that begin with ``urn:fallkonferenz:``.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from audit.format import Kind
from audit.read import ERASED, UNREADABLE, Opened

OURS = "urn:fallkonferenz:"
DICOM = "http://dicom.nema.org/resources/ontology/DCM"
HL7 = "http://terminology.hl7.org/CodeSystem/"
INTERACTION = "http://hl7.org/fhir/restful-interaction"

ACTION = {"collect": "C", "change": "U", "query": "R", "disclose": "R", "combine": "U", "erase": "D"}
INTERACTIONS = {"C": "create", "R": "read", "U": "update", "D": "delete"}
OUTCOME = {"ok": "0"}  # all others: 4, minor failure: what was wanted was refused, the system goes on
MINOR_FAILURE = "4"
PERSON, SYSTEM_OBJECT = "1", "2"
DOMAIN_RESOURCE = "4"
LATEST_MS = 253_402_300_799_999  # FHIR's instants end with the year 9999

# fmt: off
# Type of event by the noun of ours, after DICOM PS3.15.
TYPES = {
    "case":       ("110110", "Patient Record"),
    "assessment": ("110110", "Patient Record"),
    "entry":      ("110110", "Patient Record"),
    "party":      ("110110", "Patient Record"),
    "contact":    ("110110", "Patient Record"),
    "measure":    ("110110", "Patient Record"),
    "identity":   ("110106", "Export"),
    "session":    ("110114", "User Authentication"),
    "admission":  ("110136", "Security Roles Changed"),
    "person":     ("110137", "User Security Attributes Changed"),
    "log":        ("110101", "Audit Log Used"),
    "keys":       ("110101", "Audit Log Used"),
    "access":     ("110113", "Security Alert"),
}
OTHERS = ("110100", "Application Activity")
QUERY = ("110112", "Query")
SUBTYPES = {"session.login": ("110122", "Login"), "session.logout": ("110123", "Logout")}
# How the person took part, as BALP says it.
TAKING_PART = {
    "R": ("v3-ParticipationType", "IRCP", "information recipient"),
    "C": ("v3-ParticipationType", "AUT",  "author (originator)"),
}
AGENT = ("v3-RoleClass", "AGNT", "agent")
PURPOSES = {
    "review of the log":          ("HCOMPL", "health compliance"),
    "review of access":           ("HCOMPL", "health compliance"),
    "administration of accounts": ("HSYSADMIN", "health system administration"),
    "planning of help":           ("HOPERAT", "healthcare operations"),
}
# fmt: on


def bundle_head(made_at: str, facts: dict[str, str], *, made_by: str) -> dict[str, Any]:
    display = {"made-by": made_by}
    tags = [_coding(f"{OURS}export:{name}", value, display.get(name, "")) for name, value in facts.items()]
    return {"resourceType": "Bundle", "type": "collection", "timestamp": made_at, "meta": {"tag": tags}}


def bundle_entry(event: dict[str, Any]) -> dict[str, Any]:
    return {"fullUrl": f"urn:uuid:{uuid5(NAMESPACE_URL, OURS + event['id'])}", "resource": event}


def audit_event(entry: Opened, *, origin: str) -> dict[str, Any]:
    fields, header = entry.fields, entry.header
    action = _action(entry)
    event = {
        "resourceType": "AuditEvent",
        "id": f"{header.epoch.hex}-{header.counter}",
        "type": _type(entry),
        "subtype": _subtypes(entry, action),
        "action": action,
        "recorded": instant(header.unix_ms),
        "outcome": _outcome(entry),
        "agent": _agents(fields, action, origin),
        "source": {
            "site": origin or "unknown",
            "observer": {"identifier": _identifier("log", origin or "unknown")},
            "type": [_coding(HL7 + "security-source-type", "4", "Application Server")],
        },
        "entity": _entities(entry),
    }
    if said := _text(fields.get("outcome")):
        event["outcomeDesc"] = said
    if purpose := _text(fields.get("purpose")):
        event["purposeOfEvent"] = [_purpose(purpose)]
    return event


def instant(unix_ms: int) -> str:
    at = datetime.fromtimestamp(min(unix_ms, LATEST_MS) / 1000, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _action(entry: Opened) -> str:
    """Lists are executed (E), as BALP says of queries; what is no processing of data, too."""
    if entry.event.endswith(".list"):
        return "E"
    return ACTION.get(str(entry.fields.get("operation")), "E")


def _type(entry: Opened) -> dict[str, str]:
    if entry.header.kind is not Kind.EVENT:
        return _coding(DICOM, *TYPES["log"])
    if entry.event.endswith(".list"):
        return _coding(DICOM, *QUERY)
    if entry.fields.get("operation") == "disclose":
        return _coding(DICOM, *TYPES["identity"])
    return _coding(DICOM, *TYPES.get(entry.event.partition(".")[0], OTHERS))


def _subtypes(entry: Opened, action: str) -> list[dict[str, str]]:
    found = [_coding(OURS + "event", entry.event)]
    if entry.event in SUBTYPES:
        found.append(_coding(DICOM, *SUBTYPES[entry.event]))
    if action in INTERACTIONS:
        found.append(_coding(INTERACTION, INTERACTIONS[action]))
    return found


def _outcome(entry: Opened) -> str:
    if entry.event in (ERASED, UNREADABLE) or "outcome" not in entry.fields:
        return "0"
    return OUTCOME.get(str(entry.fields["outcome"]), MINOR_FAILURE)


def _agents(fields: dict[str, Any], action: str, origin: str) -> list[dict[str, Any]]:
    """Who did it, in which capacity, and the institution on whose behalf; R4 has no other place for that."""
    actor, role, institution = _text(fields.get("actor")), _text(fields.get("role")), fields.get("institution")
    if actor:
        agents = [{"type": _concept(*TAKING_PART.get(action, AGENT)), "who": _who("person", actor), "requestor": True}]
    else:
        machine = {"coding": [_coding(DICOM, "110150", "Application")]}
        agents = [{"type": machine, "who": _who("log", origin or "unknown"), "requestor": True}]
    if role:
        agents[0]["role"] = [{"coding": [_coding(OURS + "role", role)]}]
    if isinstance(institution, int):
        party = _concept("v3-RoleClass", "PROV", "healthcare provider")
        agents.append({"type": party, "who": _who("institution", str(institution)), "requestor": False})
    return agents


def _entities(entry: Opened) -> list[dict[str, Any]]:
    fields = entry.fields
    here = "" if entry.position is None else str(entry.position)
    found = [_entity("entry", here or f"{entry.header.epoch}/{entry.header.counter}", _details(fields))]
    found += [_entity(name, text) for name in ("case", "object") if (text := _text(fields.get(name)))]
    details = fields.get("details")
    shown = details.get("cases") if isinstance(details, dict) else None
    if isinstance(shown, list):
        found += [_entity("case-code", code) for code in shown if isinstance(code, str) and code]
    return found


def _details(fields: dict[str, Any]) -> list[dict[str, str]]:
    """Single facts only: lists of cases are entities, and records of epochs are in the log's own formats."""
    details = fields.get("details")
    facts = details if isinstance(details, dict) else {}
    return [
        {"type": str(name), "valueString": str(value)}
        for name, value in facts.items()
        if name and isinstance(value, str | int) and str(value)
    ]


def _entity(system: str, value: str, details: list[dict[str, str]] | None = None) -> dict[str, Any]:
    entity: dict[str, Any] = {
        "what": _who(system, value),
        "type": _coding(HL7 + "audit-entity-type", SYSTEM_OBJECT, "System Object"),
        "role": _coding(HL7 + "object-role", DOMAIN_RESOURCE, "Domain Resource"),
    }
    return entity | ({"detail": details} if details else {})


def _purpose(purpose: str) -> dict[str, Any]:
    known = PURPOSES.get(purpose)
    coding = [_coding(HL7 + "v3-ActReason", *known)] if known else []
    return {"text": purpose} | ({"coding": coding} if coding else {})


def _who(system: str, value: str) -> dict[str, Any]:
    return {"identifier": _identifier(system, value)}


def _identifier(system: str, value: str) -> dict[str, str]:
    return {"system": OURS + system, "value": value}


def _concept(system: str, code: str, display: str) -> dict[str, Any]:
    return {"coding": [_coding(HL7 + system, code, display)]}


def _coding(system: str, code: str, display: str = "") -> dict[str, str]:
    return {"system": system, "code": code} | ({"display": display} if display else {})


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
