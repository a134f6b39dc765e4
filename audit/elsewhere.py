"""Checkpoints from elsewhere, such as a witness's last: the log must hold what they saw, or a restore say it was lost."""

from collections.abc import Sequence

from audit import note
from audit.format import Malformed
from audit.policy import NotTrusted, Policy, Seen
from audit.report import Report
from audit.restoring import Restore
from audit.words import N_


def comparable(
    notes: Sequence[bytes], size: int, policy: Policy, restores: Sequence[Restore], report: Report
) -> list[Seen]:
    """Those that a tree of ``size`` entries can be compared with, the smallest first."""
    found = []
    for data in notes:
        try:
            seen = policy.check(note.parse(data))
        except (Malformed, NotTrusted) as error:
            report.fault(None, N_("A checkpoint from elsewhere: {error}."), error=error)
            continue
        if _was_lost(seen, restores, report):
            continue
        if seen.checkpoint.size > size:
            what = N_("Elsewhere {size} entries were seen: what stood from here on is missing.")
            report.fault(size, what, size=seen.checkpoint.size)
            continue
        found.append(seen)
    return sorted(found, key=lambda seen: seen.checkpoint.size)


def _was_lost(seen: Seen, restores: Sequence[Restore], report: Report) -> bool:
    said = seen.checkpoint
    for restore in restores:
        if (
            restore.origin == said.origin
            and restore.from_size < said.size <= restore.lost_to_size
            and (said.size < restore.lost_to_size or said.root.hex() == restore.lost_root)
        ):
            report.notice(
                restore.from_size,
                N_("Elsewhere {size} entries were seen; a restore says that those from {first} on were lost."),
                size=said.size,
                first=restore.from_size,
            )
            return True
    return False
