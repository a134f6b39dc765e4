"""How far a long run is: a bar, the rate and the time left, on one line of the terminal, and nothing where there is none."""

import sys
import time

from audit.words import _

EVERY_SECONDS = 0.2
WIDTH = 24


class Progress:
    """``what`` is done, if somebody should be told."""

    def __init__(self, what: str = "") -> None:
        self._what = what
        self._began = self._told = time.monotonic()
        self._is_shown = sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._is_shown or (now - self._told < EVERY_SECONDS and done < total):
            return
        self._told = now
        sys.stderr.write(f"\r{self._line(done, total, now - self._began)}\x1b[K" + ("\n" if done >= total else ""))
        sys.stderr.flush()

    def _line(self, done: int, total: int, seconds: float) -> str:
        rate = done / max(seconds, 0.001)
        bar = "#" * (WIDTH * done // max(total, 1))
        told = _("{done} of {total} entries, {rate} a second, {left} s left").format(
            done=done, total=total, rate=round(rate), left=round((total - done) / max(rate, 1))
        )
        return f"{self._what} [{bar:.<{WIDTH}}] {told}".strip()
