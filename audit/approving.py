"""The officer's half of beginning a log anew: ``python -m audit.approving REQUEST --key FILE --out APPROVAL``.

Pure Python, no Django, no network. It says what is asked before it takes the passphrase.
"""

import argparse
import sys
from getpass import getpass
from pathlib import Path

from audit import keyfile, restoring
from audit.durable import write
from audit.format import Malformed
from audit.keyfile import BadKeyFile
from audit.restoring import LARGEST_FILE, Restore
from audit.sealing import CannotOpen
from audit.words import _


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m audit.approving", description=_("Approve that a log begins anew."))
    parser.add_argument("request", type=Path, metavar="REQUEST", help=_("the file from whoever runs the installation"))
    parser.add_argument("--key", type=Path, required=True, metavar="FILE", help=_("your own key"))
    parser.add_argument("--out", type=Path, required=True, metavar="APPROVAL", help=_("the file to give back"))
    given = parser.parse_args(arguments)
    try:
        with given.request.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
        restore, _challenges = restoring.read_request(data)
        print(_sentence(restore))
        seed = keyfile.unlock(keyfile.load(given.key), passphrase=getpass(_("Passphrase:") + " "))
        write(given.out, restoring.approve(data, seed))
    except (OSError, Malformed, CannotOpen, BadKeyFile) as error:
        print(_(str(error)), file=sys.stderr)
        return 2
    print(_("{path}: your approval. Give it back to whoever asked.").format(path=given.out))
    return 0


def _sentence(restore: Restore) -> str:
    return _(
        "{operator} asks to go on with the log {origin} as {new_origin}, at {from_size} entries. {lost_to_size} had been"
        " witnessed; what came after {from_size} is lost. Reason: {reason}"
    ).format(**{name: getattr(restore, name) for name in restore.__slots__})


if __name__ == "__main__":
    sys.exit(main())
