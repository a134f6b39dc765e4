"""Files as an enemy would hand them over, of every kind the log's programs take: damaged, and never a traceback for it.

``python -m drill.hostile 100000`` damages that many, in a process that may use 512 MiB, and prints what came of each
kind. Ends with 1 where damage to a kind was never noticed.
"""

import contextlib
import os
import random
import resource
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from audit import verify
from drill.desk import FORMATS, Desk, Kind, end_of

MOST_MEMORY = 512 * 2**20
HUGE = 2 * 2**20
WORDS = (
    b"\xff" * 4,
    b"\xff\xff\xff\xfe",
    b"\0" * 4,
    b"9" * 40,
    b"[" * 5000,
    b"{",
    b"\n\n",
    b'"epoch":',
    "— ".encode(),
    b"-1",
)

Damage = Callable[[Path, random.Random], None]


def _flip(file: Path, chance: random.Random) -> None:
    data = bytearray(file.read_bytes() or b"\0")
    for _each in range(chance.choice((1, 1, 1, 8))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    file.write_bytes(data)


def _cut(file: Path, chance: random.Random) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: chance.randrange(len(data) + 1)])


def _put_in(file: Path, chance: random.Random) -> None:
    data = file.read_bytes()
    at, to = sorted(chance.choices(range(len(data) + 1), k=2))
    file.write_bytes(data[:at] + chance.choice(WORDS) + data[chance.choice((at, to)) :])


def _repeat(file: Path, chance: random.Random) -> None:
    data = file.read_bytes() or b"\0"
    at, to = sorted(chance.choices(range(len(data) + 1), k=2))
    file.write_bytes(data[:to] + data[at:to] * chance.choice((1, 2, 50)) + data[to:])


def _random(file: Path, chance: random.Random) -> None:
    file.write_bytes(chance.randbytes(chance.choice((0, 1, 100, 10_000))))


def _swell(file: Path, chance: random.Random) -> None:
    file.write_bytes(file.read_bytes() + chance.choice((b"\0", b"\n", b"x")) * HUGE)


def _remove(file: Path, _chance: random.Random) -> None:
    file.unlink()


def _link(file: Path, _chance: random.Random) -> None:
    file.unlink()
    file.symlink_to("/dev/zero")


def _pipe(file: Path, _chance: random.Random) -> None:
    file.unlink()
    os.mkfifo(file)


def _folder(file: Path, _chance: random.Random) -> None:
    file.unlink()
    file.mkdir()


DAMAGES: tuple[Damage, ...] = (
    *(_flip,) * 6,
    *(_cut,) * 3,
    *(_put_in,) * 4,
    *(_repeat,) * 2,
    _random,
    _swell,
    _remove,
    _link,
    _pipe,
    _folder,
)


def damage_exports(desk: Desk, *, times: int, chance: random.Random) -> dict[str, Counter[str]]:
    """Damage one file of a copy of the desk's export after the other; check it and read it, both as programs.

    Gives how often each end came. Whatever a program raises, this raises.
    """
    ends: dict[str, Counter[str]] = {"export, checked": Counter(), "export, read": Counter()}
    files = sorted(path.relative_to(desk.export) for path in desk.export.rglob("*") if path.is_file())
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole"
        shutil.copytree(desk.export, whole)
        for _each in range(times):
            with _damaged(desk.export, whole, chance.choice(files), chance):
                ends["export, checked"][end_of(verify.main, desk.export, "--policy", desk.policy)] += 1
                ends["export, read"][desk.read(chance.choice(FORMATS))] += 1
    return ends


def damage_file(kind: Kind, *, times: int, chance: random.Random) -> Counter[str]:
    """The same for one file, such as a proof or a policy."""
    ends: Counter[str] = Counter()
    whole = kind.file.read_bytes()
    for _each in range(times):
        chance.choice(DAMAGES[:16])(kind.file, chance)  # what happens to its bytes; the rest happens to its place
        ends[kind.take()] += 1
        kind.file.write_bytes(whole)
    return ends


def damage_all(desk: Desk, *, times: int, chance: random.Random) -> dict[str, Counter[str]]:
    """Half of them exports, the rest in equal parts of every other kind."""
    kinds = desk.kinds()
    ends = damage_exports(desk, times=times // 2, chance=chance)
    return ends | {kind.name: damage_file(kind, times=times // 2 // len(kinds), chance=chance) for kind in kinds}


@contextlib.contextmanager
def _damaged(copy: Path, whole: Path, name: Path, chance: random.Random) -> Iterator[None]:
    chance.choice(DAMAGES)(copy / name, chance)
    yield
    if (copy / name).is_dir():
        (copy / name).rmdir()
    (copy / name).unlink(missing_ok=True)
    shutil.copyfile(whole / name, copy / name)


def main() -> int:
    from tests.audit import keys, made  # the log that is damaged is the tests' own

    times = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    with tempfile.TemporaryDirectory() as folder:
        ends = damage_all(Desk(Path(folder), made=made, keys=keys), times=times, chance=random.Random(times))
    for name, counted in ends.items():
        print(f"{name:24} {counted.total():7}  " + ", ".join(f"{end} {count}" for end, count in counted.most_common()))
    print("No traceback.")
    return int(any(counted.total() == counted["sound"] for counted in ends.values()))


if __name__ == "__main__":
    sys.exit(main())
