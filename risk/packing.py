"""For authorities: make a key, sign a pack, look at one. Needs no database and no settings.

python -m risk.packing new-key KEY          writes KEY (keep it secret) and prints the line for the list of keys
python -m risk.packing sign KEY BODY PACK   BODY is the pack as JSON; PACK is the file to hand out
python -m risk.packing look PACK [--keys LIST]
"""

import argparse
import json
import os
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from risk.packs import FORMAT, KEY_BYTES, BadKeys, BadPack, Signatory, read, signed_text, trusted
from risk.plain_json import NotPlain, parse

REFUSED, MISUSED = 1, 2


def new_key(path: Path) -> str:
    """The line that operators put into their list of keys. An existing file is never written over."""
    seed = os.urandom(KEY_BYTES)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(b64encode(seed) + b"\n")
    return f"{b64encode(_public(seed)).decode()} NAME OF THE AUTHORITY"


def signed(pack: object, seed: bytes) -> bytes:
    """The file: pack and signature, as text that can be read. ``seed`` is the private key, 32 bytes."""
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(signed_text(pack))
    told = {"key": b64encode(_public(seed)).decode(), "ed25519": b64encode(signature).decode()}
    file = {"format": FORMAT, "pack": pack, "signature": told}
    return json.dumps(file, ensure_ascii=False, indent=1).encode() + b"\n"


def sign(key: Path, body: Path, pack: Path) -> str:
    """What is signed is read as it will be read: who would refuse it, refuses it here."""
    seed = b64decode(key.read_bytes().strip(), validate=True)
    file = signed(parse(body.read_bytes()), seed)
    made = read(file, {_public(seed): Signatory("")})
    pack.write_bytes(file)
    return f"{pack}: {made.title.en}, sha256 {made.sha256}"


def look(pack: Path, keys: str) -> str:
    made = read(pack.read_bytes(), trusted(keys))
    state = "verified" if made.verified else "unverified: only its wording counts, never its points or bands"
    return f"{made.key} {made.version}, {made.title.en}, {made.authority}: {state}, sha256 {made.sha256}"


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    acts: dict[str, Callable[[], str]] = {
        "new-key": lambda: new_key(asked.key),
        "sign": lambda: sign(asked.key, asked.body, asked.pack),
        "look": lambda: look(asked.pack, asked.keys.read_text() if asked.keys else ""),
    }
    try:
        sys.stdout.write(f"{acts[asked.act]()}\n")
    except BadPack as refused:
        sys.stderr.writelines(f"{fault.where or '-'}: {fault.sentence.en}\n" for fault in refused.faults)
        return REFUSED
    except (OSError, NotPlain, BadKeys, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m risk.packing", description="Make, sign and look at packs.")
    acts = parser.add_subparsers(dest="act", required=True)
    making, signing, looking = (acts.add_parser(name) for name in ("new-key", "sign", "look"))
    making.add_argument("key", type=Path)
    for name in ("key", "body", "pack"):
        signing.add_argument(name, type=Path)
    looking.add_argument("pack", type=Path)
    looking.add_argument("--keys", type=Path, help="the list of trusted keys")
    return parser


def _public(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


if __name__ == "__main__":
    sys.exit(main())
