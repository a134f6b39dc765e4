"""Child processes that never outlive us and are started again when they fall.

Children stay in the foreground, get a session of their own (Ctrl-C reaches only the supervisor,
which then ends them in order) and, on Linux, a signal from the kernel when the supervisor dies.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from fallkonferenz.demo.identity import Identity

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
LONGEST_PAUSE = 5.0


class StartFailed(Exception):
    """A service did not come up; the sentence carries the end of its log."""


@dataclass
class Child:
    name: str
    command: Sequence[str | Path]
    log: Path
    environment: Mapping[str, str]
    cwd: Path
    identity: Identity | None = None
    stdin: bytes | None = None
    end_signal: signal.Signals = signal.SIGTERM
    carries_others: bool = False  # ended last
    before_start: Callable[[], None] = lambda: None
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0
    started_at: float = field(default=0.0)

    def start(self) -> None:
        self._clear_away()
        self.before_start()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(part) for part in self.command],
                stdin=subprocess.PIPE if self.stdin else subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(self.environment),
                cwd=self.cwd,
                start_new_session=True,
                preexec_fn=_tied_to(os.getpid(), self.end_signal),
                **(self.identity.popen_arguments() if self.identity else {}),
            )
        self._feed()
        self.starts += 1
        self.started_at = time.monotonic()

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_end(self) -> None:
        if self.is_running:
            os.kill(self.pid, self.end_signal)

    def end(self, *, patience: float = 10.0) -> None:
        """Wait for an end that was asked for, then insist, so that no grandchild stays either."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        self._clear_away()

    def _clear_away(self) -> None:
        """End what is left of the child's session, after a fall or after too long a farewell."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
            self.process.wait()

    def wait_until(self, is_ready: Callable[[], bool], *, seconds: float = 30.0) -> None:
        deadline = time.monotonic() + seconds
        while not is_ready():
            if not self.is_running or time.monotonic() > deadline:
                raise StartFailed(f"{self.name} did not start. {self.log} ends with:\n{self._last_lines()}")
            time.sleep(0.03)

    def _feed(self) -> None:
        if self.stdin and self.process and self.process.stdin:
            self.process.stdin.write(self.stdin)
            self.process.stdin.close()

    def _last_lines(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])


class Supervisor:
    """Keeps its children alive until it is told to end them, the services last."""

    def __init__(self, say: Callable[[str], None] = lambda sentence: None) -> None:
        self.children: list[Child] = []
        self.say = say

    def start(self, child: Child) -> Child:
        self.children.append(child)
        child.start()
        return child

    def look_after(self) -> None:
        """Start again whatever fell; called every few moments by the one who waits."""
        for child in self.children:
            if not child.is_running and time.monotonic() - child.started_at > _pause(child):
                self.say(f"{child.name} ended ({child.process and child.process.returncode}); started again.")
                child.start()

    def end(self) -> None:
        for are_services in (False, True):
            ending = [child for child in self.children if child.carries_others is are_services]
            for child in ending:
                child.ask_to_end()
            for child in ending:
                child.end()


def _pause(child: Child) -> float:
    """The more often a child falls at once, the longer we wait, measured from its last start."""
    if time.monotonic() - child.started_at > 2 * LONGEST_PAUSE:
        child.starts = 1
    return min(LONGEST_PAUSE, 0.05 * 2 ** min(child.starts, 7))


def _tied_to(parent: int, end_signal: signal.Signals) -> Callable[[], None]:
    """Runs in the child after the change of uid, which would undo the tie."""

    def tie() -> None:
        if LIBC is not None:
            LIBC.prctl(PR_SET_PDEATHSIG, int(end_signal), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return tie
