"""Keys of the officers, made on their own machines: ``python -m audit.officer new --out FILE``.

Pure Python, no Django, no network. FILE is protected by a passphrase; FILE.pub is what the installation gets.
"""

import argparse
import os
import sys
from dataclasses import dataclass, field
from getpass import getpass
from pathlib import Path

from audit import keyfile, xwing
from audit.words import _

SHORTEST_PASSPHRASE = 15


@dataclass(frozen=True, slots=True)
class KeyPair:
    seed: bytes = field(repr=False)
    public: bytes


def new_keypair() -> KeyPair:
    seed = os.urandom(xwing.SEED_BYTES)
    return KeyPair(seed, xwing.public_bytes(seed))


def write_key_file(path: Path, pair: KeyPair, *, passphrase: str, label: str, role: str = "officer") -> Path:
    """Write ``path`` (protected) and ``path.pub``; return the latter. Existing files are never written over."""
    public_path = path.with_name(path.name + ".pub")
    _write_new(path, keyfile.protect(pair.seed, passphrase=passphrase, label=label, role=role), mode=0o600)
    _write_new(public_path, keyfile.public_file(pair.public, label=label, role=role), mode=0o644)
    return public_path


def read_key_file(path: Path, *, passphrase: str) -> KeyPair:
    seed = keyfile.unlock(keyfile.load(path), passphrase=passphrase)
    return KeyPair(seed, xwing.public_bytes(seed))


def _write_new(path: Path, data: bytes, *, mode: int) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(data)


def _ask_for_passphrase() -> str:
    passphrase = getpass(_("New passphrase:") + " ")
    if len(passphrase) < SHORTEST_PASSPHRASE:
        sys.exit(_("A passphrase has at least %s characters.") % SHORTEST_PASSPHRASE)
    if getpass(_("Once more:") + " ") != passphrase:
        sys.exit(_("These were two different passphrases; nothing was written."))
    return passphrase


def _new(arguments: argparse.Namespace) -> None:
    if arguments.out.exists():
        sys.exit(_("%s exists and is not written over.") % arguments.out)
    public_path = write_key_file(
        arguments.out, new_keypair(), passphrase=_ask_for_passphrase(), label=arguments.label, role=arguments.role
    )
    print(_("%s: your key. Keep it, and a copy elsewhere; nobody can replace it.") % arguments.out)
    print(_("%s: the public half. Give it to whoever runs the installation.") % public_path)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m audit.officer", description=_("Keys that can read the log."))
    new = parser.add_subparsers(required=True).add_parser("new", help=_("make a key on this machine"))
    new.add_argument("--out", type=Path, required=True, metavar="FILE")
    new.add_argument("--label", default="", help=_("whose key it is, as others shall see it"))
    new.add_argument("--role", choices=keyfile.ROLES, default="officer")
    new.set_defaults(act=_new)
    arguments = parser.parse_args()
    try:
        arguments.act(arguments)
    except keyfile.BadKeyFile as error:
        sys.exit(_(str(error)))
    except OSError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
