"""Prints the policy of a log, to be handed to whoever checks it: ``python -m audit.new_policy --help``.

Of the keys named only the public halves are printed. A witness's file has the lines it printed for its own key
(``python -m audit.witness --new``). Who checks the log needs this policy and nothing else, so it is kept where the
installation cannot change it. No Django.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from audit import instance, policy, signing
from audit.format import Malformed
from audit.instance import NoInstanceKey
from audit.signing import NoSigningKey, SigningKey
from audit.words import _


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m audit.new_policy", description=_("Print the policy of a log."))
    parser.add_argument("--origin", required=True, help=_("the log's public name"))
    parser.add_argument("--log-key", type=Path, required=True, metavar="FILE")
    parser.add_argument("--instance-key", type=Path, required=True, metavar="FILE")
    parser.add_argument("--witness", action="append", type=Path, default=[], metavar="FILE")
    parser.add_argument("--names", type=int, default=1, help=_("2 after the first restore, 3 after the second"))
    given = parser.parse_args(arguments)
    try:
        key, public = signing.load(given.log_key), instance.load(str(given.instance_key)).public_key()
        witnesses = [witness_lines(file.read_text()) for file in given.witness]
        text = write(key, public.public_bytes_raw(), origin=given.origin, names=given.names, witnesses=witnesses)
    except (OSError, ValueError, NoInstanceKey, NoSigningKey) as error:
        print(error, file=sys.stderr)
        return 2
    print(text, end="")
    return 0


def write(key: SigningKey, instance: bytes, *, origin: str, witnesses: Iterable[list[str]] = (), names: int = 1) -> str:
    """``witnesses``: the lines of each. Raises Malformed where what comes out would be no policy."""
    text = "\n".join([*_logs(key, origin, names), f"instance {instance.hex()}", *_witnesses(witnesses), ""])
    policy.parse(text.encode())
    return text


def witness_lines(text: str) -> list[str]:
    lines = [line for line in text.splitlines() if line.startswith("witness ") and len(line.split()) == 3]
    if not lines:
        raise Malformed("a witness prints lines that begin with: witness")
    return lines


def lines_of(key: SigningKey, name: str) -> list[str]:
    """What a witness of this name says of its key: a line for each way of signing."""
    signers = enumerate(key.as_witness(name), start=1)
    return [f"witness {name}/{number} {signer.key.vkey()}" for number, signer in signers]


def _logs(key: SigningKey, origin: str, names: int) -> Iterator[str]:
    for number in range(1, names + 1):
        for signer in key.as_log(origin if number == 1 else f"{origin}/{number}"):
            yield f"log {signer.key.vkey()}"


def _witnesses(witnesses: Iterable[list[str]]) -> Iterator[str]:
    """A witness stands behind what it signs in all its ways; of several witnesses any one is enough."""
    names = []
    for number, lines in enumerate(witnesses, start=1):
        yield from lines
        names.append(f"witness-{number}")
        yield f"group witness-{number} all {' '.join(line.split()[1] for line in lines)}"
    if len(names) > 1:
        yield f"group witnesses any {' '.join(names)}"
    yield f"quorum {'witnesses' if len(names) > 1 else names[0] if names else 'none'}"


if __name__ == "__main__":
    sys.exit(main())
