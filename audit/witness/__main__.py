"""The command: ``--new`` makes a witness's key and prints what others have to know, without it the witness runs."""

import argparse
import signal
import sys
import time
from pathlib import Path
from threading import Thread
from types import FrameType

from audit import new_policy, note, policy, signing
from audit.format import Malformed
from audit.lines import read_plain
from audit.note import Key
from audit.policy import LARGEST_POLICY
from audit.report import Remark
from audit.signing import NoSigningKey
from audit.source import Damaged
from audit.witness.keeping import Witness
from audit.witness.server import Server, say
from audit.words import _


class CannotStart(Exception):
    """A sentence that says why."""


def main(arguments: list[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    try:
        return _new(given) if given.new else _run(given)
    except (CannotStart, NoSigningKey, Malformed, OSError) as error:
        print(error, file=sys.stderr)
    except Damaged as error:
        print(Remark(None, error.sentence, error.given).text(), file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m audit.witness", description=_("A witness of logs (C2SP tlog-witness)."))
    parser.add_argument("--key", type=Path, required=True, metavar="FILE", help=_("the witness's own key"))
    parser.add_argument("--name", required=True, help=_("the name it signs under, such as witness.city.example"))
    parser.add_argument("--new", action="store_true", help=_("make the key, print its public lines and end"))
    parser.add_argument("--dir", type=Path, metavar="DIR", help=_("where the last checkpoints are kept"))
    parser.add_argument("--listen", default="127.0.0.1:7380", metavar="HOST:PORT")
    parser.add_argument("--log", action="append", default=[], metavar="VKEY", help=_("a log's public key; may repeat"))
    parser.add_argument("--policy", type=Path, metavar="FILE", help=_("take the logs of this policy"))
    return parser


def _new(given: argparse.Namespace) -> int:
    if not given.key.exists():
        signing.new_key(given.key)
    print("\n".join(new_policy.lines_of(signing.load(given.key), given.name)))
    return 0


def _run(given: argparse.Namespace) -> int:
    if given.dir is None:
        raise CannotStart(_("Say with --dir where the last checkpoints are kept."))
    logs = _logs(given)
    signers = signing.load(given.key).as_witness(given.name)
    server = Server(_address(given.listen), Witness(given.dir, logs, signers, time.time))
    _end_in_order(server)
    say(event="started", logs=sorted(logs), listen=given.listen)
    server.serve_forever()
    server.server_close()
    return 0


def _logs(given: argparse.Namespace) -> dict[str, list[Key]]:
    logs: dict[str, list[Key]] = {}
    if given.policy:
        logs.update(policy.parse(read_plain(given.policy, LARGEST_POLICY)).logs)
    for text in given.log:
        key = note.parse_vkey(text)
        logs.setdefault(key.name, []).append(key)
    if not logs:
        raise CannotStart(_("Name at least one log with --log or --policy."))
    return logs


def _address(text: str) -> tuple[str, int]:
    host, _colon, port = text.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise CannotStart(_("--listen wants HOST:PORT."))
    return host, int(port)


def _end_in_order(server: Server) -> None:
    def end(number: int, frame: FrameType | None) -> None:
        Thread(target=server.shutdown, daemon=True).start()  # from the thread that serves it would wait for itself

    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, end)


if __name__ == "__main__":
    sys.exit(main())
