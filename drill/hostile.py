"""Exports, proofs and notes as an enemy would hand them over: damaged in every way, and never a traceback for it.

``python -m drill.hostile 100000`` damages that many files, in a process that may use 512 MiB, and prints what came of it.
"""

import contextlib
import io
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
from audit.directory import Directory, NoExport
from audit.question import Question
from audit.read import answers
from audit.source import Damaged

MOST_MEMORY = 512 * 2**20
HUGE = 2 * 2**20
ENDS = {verify.SOUND: "sound", verify.FAULTY: "faulty", verify.UNUSABLE: "unusable"}
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


def damage_exports(export: Path, policy: Path, seed: bytes, *, times: int, chance: random.Random) -> Counter[str]:
    """Damage one file of a copy of ``export`` after the other, check it and read it as the officer with ``seed``.

    Gives how often each end came. Whatever the program raises, this raises.
    """
    ends: Counter[str] = Counter()
    files = sorted(path.relative_to(export) for path in export.rglob("*") if path.is_file())
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "export"
        shutil.copytree(export, copy)
        for _each in range(times):
            name = chance.choice(files)
            with _damaged(copy, export, name, chance):
                ends[_checked([str(copy), "--policy", str(policy)])] += 1
                _read(copy, seed)
    return ends


def damage_file(file: Path, arguments: list[str], *, times: int, chance: random.Random) -> Counter[str]:
    """The same for one file, such as a proof or a policy, that ``arguments`` of the checker name."""
    ends: Counter[str] = Counter()
    whole = file.read_bytes()
    for _each in range(times):
        chance.choice(DAMAGES[:16])(file, chance)  # what happens to its bytes; the rest happens to its place
        ends[_checked(arguments)] += 1
        file.write_bytes(whole)
    return ends


@contextlib.contextmanager
def _damaged(copy: Path, whole: Path, name: Path, chance: random.Random) -> Iterator[None]:
    chance.choice(DAMAGES)(copy / name, chance)
    yield
    if (copy / name).is_dir():
        (copy / name).rmdir()
    (copy / name).unlink(missing_ok=True)
    shutil.copyfile(whole / name, copy / name)


def _checked(arguments: list[str]) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        end = verify.main(arguments)
    if not said.getvalue().strip():
        raise RuntimeError("the checker said nothing")
    return ENDS[end]


def _read(export: Path, seed: bytes) -> None:
    with contextlib.suppress(NoExport, Damaged):
        for _entry in answers(Directory(export), seed, Question()):
            pass


def main() -> int:
    from tests.audit import keys, made  # the log that is damaged is the tests' own

    times = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    chance = random.Random(times)
    with tempfile.TemporaryDirectory() as folder:
        export = made.with_everything().exported(Path(folder)).path
        policy = Path(folder) / "policy"
        policy.write_bytes(made.policy_text())
        ends = damage_exports(export, policy, keys.FIRST_OFFICER, times=times, chance=chance)
    print(f"{times} files damaged, no traceback: {dict(ends)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
