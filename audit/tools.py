"""What the programs on an officer's own machine share: the export and the key that are given, and how they end.

Pure Python. Whatever goes wrong is a sentence and never a traceback.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from audit import keyfile
from audit.directory import NoExport
from audit.format import Malformed
from audit.keyfile import BadKeyFile, PublicKey
from audit.passphrase import passphrase
from audit.report import Remark
from audit.source import Damaged
from audit.words import _, shown

DONE, FAULTY, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


class Unusable(Exception):
    """What was given cannot be used; the sentence says why."""


def parser(prog: str, says: str) -> ArgumentParser:
    made = ArgumentParser(prog=prog, description=says)
    made.add_argument("export", type=Path, help=_("the directory of an export"))
    made.add_argument("--key", type=Path, required=True, metavar="FILE", help=_("your key"))
    made.add_argument("--passphrase-file", type=Path, metavar="FILE", help=_("instead of being asked for it"))
    return made


def unlocked(given: Namespace) -> tuple[PublicKey, bytes]:
    """Whose key was given, and its seed."""
    data = keyfile.load(given.key)
    return keyfile.read_public(data), keyfile.unlock(data, passphrase=passphrase(given.passphrase_file))


def ended(run: Callable[[Namespace], int], given: Namespace, *, writes: Path | None = None) -> int:
    """How the program ends; ``writes`` is the file that an error means which names none."""
    try:
        return run(given)
    except (Unusable, NoExport, BadKeyFile, Malformed) as error:
        say(_(str(error)))
    except Damaged as error:
        say(Remark(None, error.sentence, error.given).text())
    except OSError as error:
        say(f"{error.filename or writes or given.export}: {error.strerror}")
    except KeyboardInterrupt:
        say(_("Interrupted; nothing was written."))
        return INTERRUPTED
    return UNUSABLE


def say(sentence: str) -> None:
    print(shown(sentence), file=sys.stderr)
