"""How far a long run is: rate and time left, on one line of the terminal, and nothing where there is none."""

import sys
import time

from audit.words import _

EVERY_SECONDS = 0.2


class Progress:
    def __init__(self) -> None:
        self._began = self._told = time.monotonic()
        self._is_shown = sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._is_shown or (now - self._told < EVERY_SECONDS and done < total):
            return
        self._told = now
        rate = done / max(now - self._began, 0.001)
        line = _("{done} of {total} entries, {rate} a second, {left} s left").format(
            done=done, total=total, rate=round(rate), left=round((total - done) / max(rate, 1))
        )
        sys.stderr.write(f"\r{line}\x1b[K" + ("\n" if done >= total else ""))
        sys.stderr.flush()
