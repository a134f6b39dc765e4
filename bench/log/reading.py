"""Checking and reading an export, as commands of their own, against bare SHA-256: rates between a small and a large one.

A rate is taken from the difference of both, so that the start of a program and the officer's Argon2id fall out of it.
"""

import os
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from audit.officer import KeyPair, new_keypair, write_key_file
from bench.log import made

SMALL, LARGE = 10 * made.IN_EPOCH, 1000 * made.IN_EPOCH
FEW, MIDDLE = 2 * made.IN_EPOCH, 10 * made.IN_EPOCH  # signing takes longer than checking
OFTEN = (1, 10, 100)  # entries to a checkpoint; a town has one or two, of which an hour later few are left
HASHED = bytes(450)
HASHES = 200_000
PASSPHRASE = "a passphrase of the bench alone"  # noqa: S105 - of a key made for this run


class Run(NamedTuple):
    seconds: float
    memory: int  # kilobytes, the most it ever had


def ratios(folder: Path) -> dict[str, float]:
    officers = [new_keypair() for _each in range(3)]
    write_key_file(folder / "key", officers[0], passphrase=PASSPHRASE, label="bench")
    (folder / "passphrase").write_text(PASSPHRASE)
    for entries in (SMALL, LARGE):
        made.write(entries, folder / str(entries), officers)
    hashing = [_hashes_a_second()]
    verified, read = {}, {}
    for entries in (SMALL, LARGE):
        verified[entries] = _run("audit.verify", folder / str(entries))
        hashing.append(_hashes_a_second())
        read[entries] = _read(folder, entries)
        hashing.append(_hashes_a_second())
    checkpointed = {every: _checkpointed(folder, officers, every) for every in OFTEN}
    hashing.append(_hashes_a_second())
    bare = max(hashing)  # what slows it is another program
    return {
        "verified entries ÷ SHA-256 of 450 bytes": _rate(verified) / bare,
        "verified, opened, filtered ÷ the same": _rate(read) / bare,
        **{f"verified ÷ the same, {every} to a checkpoint": rate / bare for every, rate in checkpointed.items()},
        "memory of verify, large ÷ small": verified[LARGE].memory / verified[SMALL].memory,
        "memory of read, large ÷ small": read[LARGE].memory / read[SMALL].memory,
    }


def _checkpointed(folder: Path, officers: list[KeyPair], every: int) -> float:
    """Verified entries a second where all checkpoints were kept."""
    runs = {}
    for entries in (FEW, MIDDLE):
        path = folder / f"{entries}-{every}"
        made.write(entries, path, officers, every=every)
        runs[entries] = _run("audit.verify", path)
    return (MIDDLE - FEW) / (runs[MIDDLE].seconds - runs[FEW].seconds)


def _rate(runs: dict[int, Run]) -> float:
    return (LARGE - SMALL) / (runs[LARGE].seconds - runs[SMALL].seconds)


def _read(folder: Path, entries: int) -> Run:
    key = ("--key", folder / "key", "--passphrase-file", folder / "passphrase")
    what = ("--actor", made.SOUGHT, "--format", "csv", "--out", folder / f"{entries}.csv")
    return _run("audit.read", folder / str(entries), *key, *what)


def _run(module: str, *arguments: object) -> Run:
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", module, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    said = process.stderr.read() if process.stderr else b""
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, module, stderr=said.decode(errors="replace"))
    return Run(time.perf_counter() - began, usage.ru_maxrss)


def _hashes_a_second() -> float:
    began = time.perf_counter()
    for _each in range(HASHES):
        sha256(HASHED).digest()
    return HASHES / (time.perf_counter() - began)
