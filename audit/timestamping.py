"""Once a day an authority of timestamps (RFC 3161) says when the newest checkpoint was there. Optional.

A witness proves that the log only grows, a timestamp when: the one needs the other for a court. No Django.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

from audit import calling, note
from audit.calling import Away
from audit.stamps import NotStamped, stamped_at

AWAY, REFUSES = "timestamp_away", "timestamp_refuses"
TYPES = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}

DUE = """
    SELECT c.origin, c.size, c.note FROM audit_checkpoint c
    WHERE c.origin = (SELECT origin FROM audit_origin ORDER BY number DESC LIMIT 1)
        AND NOT EXISTS (SELECT FROM audit_timestamp t WHERE t.origin = c.origin
                        AND (t.size >= c.size OR t.at > now() - interval '1 day'))
    ORDER BY c.size DESC LIMIT 1
"""
INSERT = "INSERT INTO audit_timestamp (origin, size, token) VALUES (%s, %s, %s)"
TROUBLE = "UPDATE audit_sequencer_state SET trouble = %s WHERE trouble = '' OR trouble LIKE 'timestamp\\_%%'"
WELL = "UPDATE audit_sequencer_state SET trouble = '' WHERE trouble LIKE 'timestamp\\_%'"


@dataclass(frozen=True, slots=True)
class Authority:
    """``roots``: the certificates that its own must lead to; those in between belong here too, none is taken from an answer."""

    url: str
    roots: tuple[Certificate, ...]


def authority(*, url: str, ca_file: str) -> Authority | None:
    """None where none is named. Raises NotStamped where its certificates cannot be read."""
    if not url:
        return None
    try:
        return Authority(url, tuple(load_pem_x509_certificates(Path(ca_file).read_bytes())))
    except (OSError, ValueError) as error:
        raise NotStamped(f"no certificates of the timestamping authority can be read from {ca_file}") from error


def duties(named: Authority | None) -> tuple[Callable[[psycopg.Connection[Any]], None], ...]:
    """For the sequencer's companion: to be called often, does something once a day."""
    return (lambda connection: stamp_when_due(connection, named),) if named else ()


def stamp_when_due(connection: psycopg.Connection[Any], named: Authority) -> None:
    """A failure is noted as trouble, and tried again with the next turn."""
    row = connection.execute(DUE).fetchone()
    if row is None:
        return
    origin, size, signed = row
    try:
        token = stamped(note.parse(bytes(signed)).text, named)
    except (Away, NotStamped) as failure:
        connection.execute(TROUBLE, [AWAY if isinstance(failure, Away) else REFUSES])
        return
    connection.execute(INSERT, (origin, size, token))
    connection.execute(WELL)


def stamped(text: bytes, named: Authority) -> bytes:
    """The authority's answer (TimeStampResp, DER), after it was seen to be right. Raises Away, NotStamped."""
    request = TimestampRequestBuilder().data(text).hash_algorithm(HashAlgorithm.SHA256).nonce(nonce=True).build()
    answer = calling.ask(named.url, request.as_bytes(), TYPES)
    if answer.status != 200:
        raise NotStamped(f"the timestamping authority answers {answer.status}")
    stamped_at(text, answer.body, named.roots, nonce=request.nonce)
    return answer.body
