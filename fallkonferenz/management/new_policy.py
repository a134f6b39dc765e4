"""Prints the policy of a log: ``python -m fallkonferenz.management.new_policy FOLDER ORIGIN [--witness FILE]``.

FOLDER holds the keys that ``new_secrets`` made; of them only the public halves are printed. FILE has the lines that a
witness printed for its key (``python -m audit.witness --new``). Who checks the log needs this policy and nothing else,
so it is handed on, and kept where the installation cannot change it.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from audit import instance, policy, signing
from audit.format import Malformed
from audit.instance import NoInstanceKey
from audit.signing import NoSigningKey


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("origin")
    parser.add_argument("--names", type=int, default=1, help="2 after the first restore, 3 after the second")
    parser.add_argument("--witness", action="append", type=Path, default=[], metavar="FILE")
    given = parser.parse_args(arguments)
    try:
        text = write(given.folder, given.origin, names=given.names, witnesses=given.witness)
    except (OSError, Malformed, NoInstanceKey, NoSigningKey) as error:
        print(error, file=sys.stderr)
        return 2
    print(text, end="")
    return 0


def write(folder: Path, origin: str, *, names: int = 1, witnesses: list[Path]) -> str:
    """Raises Malformed where what comes out would be no policy."""
    text = "\n".join([*_logs(folder, origin, names), *_instance(folder), *_witnesses(witnesses), ""])
    policy.parse(text.encode())
    return text


def _logs(folder: Path, origin: str, names: int) -> Iterator[str]:
    key = signing.load(folder / "audit_log_key")
    for number in range(1, names + 1):
        for signer in key.as_log(origin if number == 1 else f"{origin}/{number}"):
            yield f"log {signer.key.vkey()}"


def _instance(folder: Path) -> Iterator[str]:
    public = instance.load(str(folder / "audit_instance_key")).public_key()
    yield f"instance {public.public_bytes_raw().hex()}"


def _witnesses(files: list[Path]) -> Iterator[str]:
    """A witness stands behind what it signs in all its ways; of several, any one is enough."""
    names = []
    for number, file in enumerate(files, start=1):
        lines = [line for line in file.read_text().splitlines() if line.startswith("witness ")]
        yield from lines
        names.append(f"witness-{number}")
        yield f"group witness-{number} all {' '.join(line.split()[1] for line in lines)}"
    if len(names) > 1:
        yield f"group witnesses any {' '.join(names)}"
    yield f"quorum {'witnesses' if len(names) > 1 else names[0] if names else 'none'}"


if __name__ == "__main__":
    sys.exit(main())
