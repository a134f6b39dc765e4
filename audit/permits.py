"""What the log says may be missing: its entries of kinds 4 and 5, and restores (6), which change its name."""

from collections.abc import Callable, Iterable, Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit import erasing, restoring
from audit.erasing import PERSONS_AT_LEAST, Erasure, What
from audit.format import Kind, Malformed
from audit.report import Report
from audit.sealing import CannotOpen
from audit.source import Damaged, Log, Row
from audit.words import N_, shown

SLACK_MS = 60 * 1000
MOST_RESTORES = 1000
Scope = tuple[int | None, bytes | None]


class Permits:
    """Read before anything else, for what is missing lies before the entry that allows it.

    A payload may be missing when an erasure that came later names its kind or none, its case tag or none, and a time
    after its own.
    """

    def __init__(self, log: Log, size: int, instances: Sequence[Ed25519PublicKey], report: Report) -> None:
        self._report, self._instances = report, instances
        self._payloads: dict[Scope, list[tuple[int, int]]] = {}
        self._epochs: list[tuple[int, int]] = []
        self._tag_keys: list[Erasure] = []
        self._early: dict[str, tuple[int, dict[str, None]]] = {}  # by sentence: where first, and which
        self.restores: list[restoring.Restore] = []
        try:
            for row in log.interventions(size):
                self._read(row)
        except Damaged as error:
            report.fault(None, error.sentence, **error.given)
        for sentence, (position, erasures) in self._early.items():
            report.notice(position, sentence, erasures=" | ".join(erasures))

    def payload(self, position: int, kind: int, case_tag: bytes, unix_ms: int) -> bool:
        scopes: Iterable[Scope] = ((kind, None), (kind, case_tag), (None, case_tag), (None, None))
        return any(_allows(self._payloads.get(scope, ()), position, unix_ms) for scope in scopes)

    def epoch(self, position: int, opened_ms: int) -> bool:
        return _allows(self._epochs, position, opened_ms)

    def tag_key(self, period: str) -> bool:
        return any(erasure.covers_tag_key(period) for erasure in self._tag_keys)

    def _read(self, row: Row) -> None:
        position, payload, kind = row.position or 0, row.payload, row.header[4]
        if payload is None:
            return  # told of where the payloads are checked
        try:
            if kind == Kind.RESTORE:
                self._restored(payload)
            else:
                self._erased(position, kind, int.from_bytes(row.header[8:16], "big"), payload)
        except (Malformed, CannotOpen) as error:
            self._report.fault(position, N_("This entry allows nothing: {error}."), error=error)

    def _restored(self, payload: bytes) -> None:
        signed = restoring.read(payload)
        self._is_signed(lambda public: restoring.check_signature(signed, public))
        self.restores.append(signed.restore)

    def _erased(self, position: int, kind: int, unix_ms: int, payload: bytes) -> None:
        signed = erasing.read(payload)
        self._is_signed(lambda public: erasing.check_signature(signed, public))
        erasure = signed.erasure
        if erasure.header_kind != kind:
            raise Malformed("its kind is not that of what it says")
        if erasure.before_ms > unix_ms + SLACK_MS:
            raise Malformed("it erases what was still to be written")
        self._is_approved(position, unix_ms, erasure)
        if erasure.what is What.PAYLOADS:
            self._payloads.setdefault((erasure.kind, erasure.case_tag), []).append((erasure.before_ms, position))
        elif erasure.what is What.EPOCHS:
            self._epochs.append((erasure.before_ms, position))
        elif erasure.what is What.TAG_KEYS:
            self._tag_keys.append(erasure)

    def _is_approved(self, position: int, unix_ms: int, erasure: Erasure) -> None:
        """By the schedule, which a false time of the entry must not help; or by persons, of whom everybody is told."""
        if erasure.is_of_schedule:
            signed_ms = self._report.unix_s * 1000 or unix_ms
            if not erasure.is_due(min(unix_ms, signed_ms)):
                raise Malformed("the schedule erases nothing before the year after its own is over")
            return
        if len(erasure.persons) < PERSONS_AT_LEAST:
            raise Malformed("fewer than two have approved it")
        said = f"{erasure.reason}; {erasure.ground}; {', '.join(erasure.persons)}"
        _position, erasures = self._early.setdefault(_told(erasure), (position, {}))
        erasures[shown(said)] = None

    def _is_signed(self, check: Callable[[Ed25519PublicKey], None]) -> None:
        if not any(_passes(check, public) for public in self._instances):
            raise CannotOpen("no instance of the policy has signed it")


def _told(erasure: Erasure) -> str:
    if erasure.what is What.PAYLOADS and erasure.case_tag:
        return N_("Persons had cases erased early (reason; ground; who approved): {erasures}.")
    return N_("Persons had more erased early than single cases (reason; ground; who approved): {erasures}.")


def names_of(origin: str) -> set[str]:
    """All names of the log that is called ``origin`` now: before each restore it had the number below."""
    base, _slash, number = origin.rpartition("/")
    if not base or not number.isdecimal():
        return {origin}
    return {base, origin, *(f"{base}/{each}" for each in range(2, min(int(number), MOST_RESTORES)))}


def _passes(check: Callable[[Ed25519PublicKey], None], public: Ed25519PublicKey) -> bool:
    try:
        check(public)
    except CannotOpen:
        return False
    return True


def _allows(erasures: Sequence[tuple[int, int]], position: int, unix_ms: int) -> bool:
    """The latest are looked at first: they reach furthest."""
    return any(unix_ms < before_ms and position < at for before_ms, at in reversed(erasures))
