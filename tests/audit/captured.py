"""A writer that is captured: it records under some epochs, one after the other, and copies its own memory into a file.

Run as a process of its own by test_secrecy: ``python -m tests.audit.captured FILE``. Prints the ids of the epochs, the
one it still writes in last.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

CASE = UUID("99999999-8888-4777-a666-555555555555")
EPOCHS = 9
PIECE = 1 << 20


def main(path: Path) -> None:
    import django

    django.setup()
    from django.db import transaction

    from audit import current, events, log
    from audit.events import Event

    events.register([Event("test.read", "Somebody read something.")])

    def act() -> str:
        log.end_epoch()
        with transaction.atomic():
            log.record("test.read", actor=None, role="professional", institution=7, case=CASE)
        return current.process()._key.id.hex

    epochs = [act() for _ in range(EPOCHS)]
    copy_memory(path)
    log.end_epoch()
    copy_memory(path.with_name("memory-afterwards"))
    print(*epochs)


def copy_memory(path: Path) -> None:
    with path.open("wb") as file:
        for piece in memory():
            file.write(piece)


def memory() -> Iterator[bytes]:
    """All that this process may read of itself and has written: heap, stacks, private pages."""
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", buffering=0) as mem:
        for line in maps.readlines():
            addresses, rights, *_rest = line.split()
            if rights.startswith("rw"):
                start, end = (int(address, 16) for address in addresses.split("-"))
                yield from _pages(mem, start, end)


def _pages(mem, start: int, end: int) -> Iterator[bytes]:
    for at in range(start, end, PIECE):
        try:
            mem.seek(at)
            yield mem.read(min(PIECE, end - at))
        except OSError:
            return  # pages of the kernel's own


if __name__ == "__main__":
    main(Path(sys.argv[1]))
