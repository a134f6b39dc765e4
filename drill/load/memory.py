"""The memory of processes and of all they started, shared pages counted once (PSS), in megabytes."""

from pathlib import Path

PROC = Path("/proc")


def megabytes_of(sessions: set[int]) -> float:
    """Of all processes whose session is led by one of ``sessions``."""
    return sum(_pss(process) for process in PROC.glob("[0-9]*") if _session(process) in sessions) / 1024


def _session(process: Path) -> int:
    try:
        # The name stands in brackets and may hold anything; the session is the fourth word behind it.
        return int((process / "stat").read_text().rpartition(")")[2].split()[3])
    except (OSError, IndexError):
        return 0


def _pss(process: Path) -> int:
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
