"""Which counters of one epoch were used up, and what is known of each."""

import time

from audit.sealing import EpochKey


class Counters:
    """An epoch while it is written in, and afterwards until it is closed. Its owner lets one thread at a time ``take``.

    A counter is on its way until the database has answered its insert, and unconfirmed until its commit was seen.
    """

    def __init__(self, key: EpochKey, *, first: int, opened_ms: int) -> None:
        self.id = key.id
        self.opened, self.opened_ms = time.monotonic(), opened_ms
        self.next = first
        self._on_its_way: set[int] = set()
        self._unconfirmed: set[int] = set()

    @property
    def age(self) -> float:
        """Seconds."""
        return time.monotonic() - self.opened

    def take(self) -> int:
        counter = self.next
        self.next += 1
        self._on_its_way.add(counter)
        self._unconfirmed.add(counter)
        return counter

    def arrived(self, counter: int) -> None:
        """The insert was answered, or never will be; whether its transaction commits is not known yet."""
        self._on_its_way.discard(counter)

    def confirm(self, counter: int) -> None:
        self._unconfirmed.discard(counter)

    @property
    def is_still(self) -> bool:
        """Nothing is on its way to the database any more."""
        return not self._on_its_way

    def unconfirmed(self) -> list[int]:
        return sorted(self._unconfirmed.copy())
