"""Answers as a file: CSV for a spreadsheet, JSON for a program, FHIR for a hospital's. One entry at a time.

Pure Python. Each file says who made it, of which log, whether that was sound, and when it is to be deleted. What stands
in an entry was written by strangers: no cell of the CSV is a formula, and nothing in it moves a terminal's cursor.
"""

import csv
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol, TextIO, TypeAlias

from audit import fhir
from audit.read import Opened, Tally
from audit.words import shown

FORMAT = "fk-audit-answers-v1"
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
COLUMNS: tuple[str, ...] = (
    "position",
    "time",
    "event",
    "operation",
    "outcome",
    "actor",
    "role",
    "institution",
    "object",
    "case",
    "purpose",
    "details",
    "kind",
    "epoch",
    "counter",
)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the answers come from; ``expires`` is the day on which the file is to be deleted."""

    made_at: str
    made_by: str
    key: str
    expires: str
    origin: str
    size: int
    checkpoint_at: str
    sound: bool
    faults: list[str]
    policy: str
    question: dict[str, str]
    format: str = field(default=FORMAT)
    columns: tuple[str, ...] = field(default=COLUMNS)
    name: str = field(default="entries")

    @property
    def facts(self) -> dict[str, Any]:
        """What the file says of itself."""
        return {name: value for name, value in asdict(self).items() if name not in ("columns", "name")}


Telling: TypeAlias = Opened | Mapping[str, Any]


class Teller(Protocol):
    def begin(self, head: Head) -> None: ...
    def tell(self, entry: Telling) -> None: ...
    def end(self, tally: Tally) -> None: ...


class Csv:
    """Lines that begin with ``#`` speak of the file; between them a table with a line of column names."""

    def __init__(self, stream: TextIO) -> None:
        self._writer = csv.writer(stream, quoting=csv.QUOTE_ALL)

    def begin(self, head: Head) -> None:
        self._columns = head.columns
        self._remarks(head.facts)
        self._writer.writerow(self._columns)

    def tell(self, entry: Telling) -> None:
        row = plain_fields(entry)
        self._writer.writerow([cell(row.get(column, "")) for column in self._columns])

    def end(self, tally: Tally) -> None:
        self._remarks(asdict(tally))

    def _remarks(self, fields: dict[str, Any]) -> None:
        for name, value in fields.items():
            self._writer.writerow([f"# {name}", cell(value)])


class Json:
    """One object; each entry on a line of its own."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._between = "\n"

    def begin(self, head: Head) -> None:
        self._stream.write(f'{{"head": {dump(head.facts)},\n"{head.name}": [')

    def tell(self, entry: Telling) -> None:
        self._stream.write(self._between + dump(plain_fields(entry)))
        self._between = ",\n"

    def end(self, tally: Tally) -> None:
        self._stream.write(f'\n],\n"tally": {dump(asdict(tally))}}}\n')


class Fhir(Json):
    """A Bundle of AuditEvents (FHIR R4); what speaks of the file stands in the Bundle's tags."""

    def begin(self, head: Head) -> None:
        self._origin = head.origin
        facts = {"made-by": head.key, "expires": head.expires, "sound": str(head.sound).lower(), "policy": head.policy}
        opening = dump(fhir.bundle_head(head.made_at, facts, made_by=head.made_by))
        self._stream.write(opening.removesuffix("}") + ', "entry": [')

    def tell(self, entry: Telling) -> None:
        if not isinstance(entry, Opened):
            raise TypeError("FHIR knows entries only")
        event = fhir.audit_event(entry, origin=self._origin)
        self._stream.write(self._between + dump(fhir.bundle_entry(event)))
        self._between = ",\n"

    def end(self, tally: Tally) -> None:
        self._stream.write("\n]}\n")


TELLERS: dict[str, Callable[[TextIO], Teller]] = {"csv": Csv, "json": Json, "fhir": Fhir}


def plain_fields(entry: Telling) -> Mapping[str, Any]:
    """An entry as one flat object; what everybody can read of a kind stands in ``details``. Other rows are flat."""
    if not isinstance(entry, Opened):
        return entry
    header, fields = entry.header, entry.fields
    shown = {name: fields[name] for name in COLUMNS if name in fields}
    details = fields.get("details") or fields.get("record") or fields.get("reason")
    return shown | {
        "position": "" if entry.position is None else entry.position,
        "time": moment(header.unix_ms),
        "event": entry.event,
        "details": {} if details is None else details,
        "kind": header.kind.name.lower(),
        "epoch": str(header.epoch),
        "counter": header.counter,
    }


def moment(unix_ms: int) -> str:
    """In UTC; the bare number where a stranger's clock says what no calendar can."""
    try:
        at = datetime.fromtimestamp(unix_ms / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return str(unix_ms)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def cell(value: Any) -> str | int:
    """No formula, no line break, no control character, whatever the entry says."""
    if isinstance(value, int):
        return str(value).lower() if isinstance(value, bool) else value
    text = value if isinstance(value, str) else dump(value)
    text = shown(text)
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text


def dump(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return '"…"'
