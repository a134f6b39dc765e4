"""When somebody else saw the log: its timestamps (RFC 3161), checked by the certificates of who gave them.

No Django. Only ``verify --timestamps-by`` needs what timestamps are read with.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from cryptography.x509 import Certificate, load_pem_x509_certificates

from audit import checkpoint, note
from audit.checkpoint import Checkpoint
from audit.format import Malformed
from audit.report import Report
from audit.source import Damaged, Log
from audit.words import N_

LARGEST_CA_FILE = 1024 * 1024


class NoCertificates(Exception):
    """By these certificates nothing can be checked."""


def roots_of(path: Path) -> tuple[Certificate, ...]:
    try:
        with path.open("rb") as file:
            return tuple(load_pem_x509_certificates(file.read(LARGEST_CA_FILE)))
    except (OSError, ValueError) as error:
        raise NoCertificates(N_("There are no certificates in the file that was named for the timestamps.")) from error


def check_timestamps(log: Log, roots: tuple[Certificate, ...], report: Report) -> Iterator[tuple[int, datetime]]:
    """The size each timestamp vouches for, and when; what is wrong with the others goes into ``report``."""
    from audit.stamps import NotStamped, stamped_at

    try:
        tokens = {(origin, size): token for origin, size, token in log.timestamps()}
        for said in _checkpoints(log):
            token = tokens.pop((said.origin, said.size), None)
            if token is not None:
                try:
                    yield said.size, stamped_at(said.text, token, roots)
                except NotStamped as error:
                    report.fault(None, N_("The timestamp of size {size}: {error}."), size=said.size, error=error)
    except Damaged:
        return  # told of by the check itself
    for _origin, _size in tokens:
        report.fault(None, N_("A timestamp is of no checkpoint of this log."))


def _checkpoints(log: Log) -> Iterator[Checkpoint]:
    for data in log.notes():
        with suppress(Malformed):
            yield checkpoint.parse(note.parse(data).text)
