"""What somebody wants to know of the log, and whether an entry answers it.

Pure Python. The header is asked first: it needs no key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from audit.format import Kind


@dataclass(frozen=True, slots=True)
class Question:
    """What is not given is not asked for. Times are aware; ``until`` is the first moment that is too late.

    ``event`` names one event, or with a dot at its end all of a noun (``case.``). ``case`` finds what was done in a
    case; with ``code``, the name by which lists speak of it, also the lists that showed it.
    """

    since: datetime | None = None
    until: datetime | None = None
    actor: UUID | None = None
    institution: int | None = None
    case: UUID | None = None
    code: str = ""
    event: str = ""
    kind: Kind | None = None
    outcome: str = ""

    @property
    def span_ms(self) -> tuple[int, int]:
        """The milliseconds asked for: from the first, up to before the second."""
        return (_ms(self.since) if self.since else 0, _ms(self.until) if self.until else 2**64)

    def fits(self, fields: Mapping[str, Any]) -> bool:
        """Whether an entry in clear text answers it, time and kind apart."""
        return (
            (self.actor is None or fields.get("actor") == str(self.actor))
            and (self.institution is None or fields.get("institution") == self.institution)
            and (not self.outcome or fields.get("outcome") == self.outcome)
            and (not self.event or _names(self.event, fields.get("event")))
            and ((not self.case and not self.code) or self._is_about(fields))
        )

    def _is_about(self, fields: Mapping[str, Any]) -> bool:
        if self.case is not None and fields.get("case") == str(self.case):
            return True
        details = fields.get("details")
        shown = details.get("cases") if self.code and isinstance(details, dict) else None
        return isinstance(shown, list) and self.code in shown


def _names(wanted: str, event: object) -> bool:
    return isinstance(event, str) and (event == wanted or (wanted.endswith(".") and event.startswith(wanted)))


def _ms(moment: datetime) -> int:
    return int(moment.astimezone(UTC).timestamp() * 1000)
