"""The officer's half of beginning a log anew: ``python -m audit.approving REQUEST --key FILE --out APPROVAL``.

Pure Python, no Django, no network. It says what is asked before it takes the passphrase.
"""

import argparse
import sys
from pathlib import Path

from audit import restoring
from audit.lines import read_plain
from audit.officer import write_new
from audit.restoring import LARGEST_FILE, Restore
from audit.sealing import CannotOpen
from audit.tools import DONE, Unusable, ended, unlocked
from audit.words import _, say


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m audit.approving", description=_("Approve that a log begins anew."))
    parser.add_argument("request", type=Path, metavar="REQUEST", help=_("the file from whoever runs the installation"))
    parser.add_argument("--key", type=Path, required=True, metavar="FILE", help=_("your own key"))
    parser.add_argument("--out", type=Path, required=True, metavar="APPROVAL", help=_("the file to give back"))
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help=_("instead of being asked for it"))
    given = parser.parse_args(arguments)
    return ended(_approve, given, writes=given.out)


def _approve(given: argparse.Namespace) -> int:
    if given.out.exists():
        raise Unusable(_("{path} exists and is not written over.").format(path=given.out))
    data = read_plain(given.request, LARGEST_FILE)
    restore, _challenges = restoring.read_request(data)
    say(_sentence(restore))
    _public, seed = unlocked(given)
    try:
        write_new(given.out, restoring.approve(data, seed), mode=0o600)
    except CannotOpen as error:
        raise Unusable(str(error)) from error
    say(_("{path}: your approval. Give it back to whoever asked.").format(path=given.out))
    return DONE


def _sentence(restore: Restore) -> str:
    return _(
        "{operator} asks to go on with the log {origin} as {new_origin}, at {from_size} entries. {lost_to_size} had been"
        " witnessed; what came after {from_size} is lost. Reason: {reason}"
    ).format(**{name: getattr(restore, name) for name in restore.__slots__})


if __name__ == "__main__":
    sys.exit(main())
