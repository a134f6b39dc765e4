"""The command line of the keys: ``python -m audit.officer new``, ``split``, ``combine``, ``rewrap``.

Pure Python, no Django, no network: it runs on an officer's own machine. Nothing is ever written over.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from audit import keyfile, rewrap, shares, xwing
from audit.directory import Directory, NoExport
from audit.format import Malformed
from audit.keyfile import BadKeyFile
from audit.keyring import Keyring
from audit.officer import KeyPair, new_keypair, write_key_file, write_new
from audit.passphrase import TooPoor, new_passphrase, passphrase
from audit.progress import Progress
from audit.report import Remark
from audit.rewrap import Wrap
from audit.sealing import CannotOpen
from audit.shares import BadShares
from audit.source import Damaged
from audit.words import N_, _, say

DONE, UNUSABLE, INTERRUPTED = 0, 2, 130
SHORTEST_FINGERPRINT = 16  # hexadecimal digits


class Unusable(Exception):
    """What was given cannot be used; the sentence says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    try:
        given.act(given)
    except (BadKeyFile, BadShares, TooPoor, NoExport, Malformed, Unusable) as error:
        say(_(str(error)), is_error=True)
    except Damaged as error:
        say(Remark(None, error.sentence, error.given).text(), is_error=True)
    except FileExistsError as error:
        say(_("%s exists and is not written over.") % error.filename, is_error=True)
    except OSError as error:
        say(f"{error.filename}: {error.strerror}", is_error=True)
    except KeyboardInterrupt:
        return INTERRUPTED
    else:
        return DONE
    return UNUSABLE


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m audit.officer", description=_("Keys that can read the log."))
    acts = parser.add_subparsers(required=True)
    new = acts.add_parser("new", help=_("make a key on this machine"))
    new.add_argument("--out", type=Path, required=True, metavar="FILE")
    new.add_argument("--label", default="", help=_("whose key it is, as others shall see it"))
    new.add_argument("--role", choices=keyfile.ROLES, default="officer")
    new.set_defaults(act=_new)
    split = acts.add_parser("split", help=_("make a recovery key in three shares, of which two are needed"))
    split.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("beginning of the files' names"))
    split.add_argument("--label", default="", help=_("whose key it is, as others shall see it"))
    split.set_defaults(act=_split)
    combine = acts.add_parser("combine", help=_("put two shares together"))
    combine.add_argument("share", type=Path, nargs=shares.WANTED, metavar="SHARE")
    combine.add_argument("--out", type=Path, metavar="FILE", help=_("without it the shares are only tried out"))
    combine.set_defaults(act=_combine)
    again = acts.add_parser("rewrap", help=_("let a later officer read the epochs of an export"))
    again.add_argument("export", type=Path, help=_("the directory of an export"))
    again.add_argument("--key", type=Path, required=True, metavar="FILE", help=_("your key"))
    again.add_argument("--passphrase-file", type=Path, metavar="FILE", help=_("instead of being asked for it"))
    again.add_argument("--for", dest="reader", type=Path, required=True, metavar="NEW.pub")
    fingerprint_help = _("what the new officer reads out to you: at least 16 digits of her key's fingerprint")
    again.add_argument("--fingerprint", required=True, metavar="HEX", help=fingerprint_help)
    again.add_argument("--out", type=Path, required=True, metavar="FILE")
    again.set_defaults(act=_rewrap)
    return parser


def _new(given: Namespace) -> None:
    _refuse_existing(given.out, given.out.with_name(given.out.name + ".pub"))
    public = write_key_file(given.out, new_keypair(), passphrase=new_passphrase(), label=given.label, role=given.role)
    say(_("%s: your key. Keep it, and a copy elsewhere; nobody can replace it.") % given.out)
    say(_("%s: the public half. Give it to whoever runs the installation.") % public)
    fingerprint = xwing.key_id(keyfile.read_public(keyfile.load(public)).public).hex()
    say(_("Its fingerprint, to be read out to the other officers: %s") % fingerprint[:SHORTEST_FINGERPRINT])


def _split(given: Namespace) -> None:
    """The seed lives in this function and is written nowhere."""
    paths = [given.out.with_name(f"{given.out.name}-{number}.txt") for number in range(1, shares.SHARES + 1)]
    public_path = given.out.with_name(given.out.name + ".pub")
    _refuse_existing(public_path, *paths)
    pair = new_keypair()
    public = keyfile.public_file(pair.public, label=given.label, role="recovery")
    for number, (path, words) in enumerate(zip(paths, shares.split(pair.seed), strict=True), start=1):
        text = shares.sheet(words, number=number, public=pair.public, label=given.label, day=date.today())  # noqa: DTZ011 - the keeper's day
        write_new(path, text.encode(), mode=0o600)
        say(_("%s: print it, seal it, give it to one office; then delete the file.") % path)
    write_new(public_path, public, mode=0o644)
    say(_("%s: the public half. Give it to whoever runs the installation.") % public_path)


def _combine(given: Namespace) -> None:
    seed = shares.combine([_sheet(path) for path in given.share])
    pair = KeyPair(seed, xwing.public_bytes(seed))
    say(_("The shares fit together. They are the key %s.") % xwing.key_id(pair.public).hex())
    if given.out:
        _refuse_existing(given.out, given.out.with_name(given.out.name + ".pub"))
        write_key_file(given.out, pair, passphrase=new_passphrase(), label="", role="recovery")
        say(_("%s: the whole recovery key. Use it, delete it, and make a new one.") % given.out)


def _rewrap(given: Namespace) -> None:
    _refuse_existing(given.out)
    export, reader = Directory(given.export), keyfile.read_public(keyfile.load(given.reader))
    _refuse_another_key(reader.public, given.fingerprint)
    seed = keyfile.unlock(keyfile.load(given.key), passphrase=passphrase(given.passphrase_file))
    part = given.out.with_name(f".{given.out.name}.part")
    part.unlink(missing_ok=True)
    try:
        wrapped, left = _write_wraps(part, export, Keyring(export, seed), reader.public)
        part.rename(given.out)
    finally:
        part.unlink(missing_ok=True)
    say(_("%(count)s epochs were wrapped for %(label)s.") % {"count": wrapped, "label": reader.label})
    if left:
        say(_("%s epochs do not open with your key; they were left out.") % left)


def _refuse_another_key(public: bytes, told: str) -> None:
    """Whoever hands over the file could hand over a key of their own, under any label: the whole past would be theirs."""
    told = told.replace(" ", "").lower()
    if len(told) < SHORTEST_FINGERPRINT or not xwing.key_id(public).hex().startswith(told):
        raise Unusable(
            _("This file holds another key than the one whose fingerprint you were told; nothing was written.")
        )


def _write_wraps(path: Path, export: Directory, keyring: Keyring, public: bytes) -> tuple[int, int]:
    wrapped = left = 0
    total, progress = sum(1 for _each in export.epochs()), Progress()
    key_id = xwing.key_id(public)
    with path.open("xb") as file:
        rewrap.write_head(file, key_id)
        for done, epoch_id in enumerate(export.epochs(), start=1):
            progress(done, total)
            try:
                key, signed = keyring.key_of(epoch_id.bytes), keyring.record_of(epoch_id.bytes)
            except CannotOpen:
                left += 1
                continue
            if key_id.hex().encode() not in signed.record:  # else she reads it already
                rewrap.write_wrap(file, Wrap(epoch_id, rewrap.wrap_again(key, signed, public)))
                wrapped += 1
    return wrapped, left


def _refuse_existing(*paths: Path) -> None:
    """Before anybody is asked for a passphrase."""
    for path in paths:
        if path.exists():
            raise Unusable(_("%s exists and is not written over.") % path)


def _sheet(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(shares.LARGEST_SHARE + 1)
    if len(data) > shares.LARGEST_SHARE:
        raise BadShares(N_("This file is too large for a share."))
    return data.decode(errors="replace")
