"""The passphrase of a key: asked for, or read from a file. Pure Python."""

from getpass import getpass
from pathlib import Path

from audit.keyfile import BadKeyFile
from audit.words import N_, _

LONGEST = 1024
SHORTEST_NEW = 15


class TooPoor(Exception):
    """This passphrase is not taken for a new key."""


def new_passphrase() -> str:
    """Asked for twice. Raises TooPoor."""
    text = passphrase(None, prompt=_("New passphrase:"))
    if len(text) < SHORTEST_NEW:
        raise TooPoor(_("A passphrase has at least %s characters.") % SHORTEST_NEW)
    if passphrase(None, prompt=_("Once more:")) != text:
        raise TooPoor(_("These were two different passphrases; nothing was written."))
    return text


def passphrase(path: Path | None, *, prompt: str = "") -> str:
    """Without the line break at the end of the file. Raises BadKeyFile, OSError."""
    if path is None:
        try:
            return getpass((prompt or _("Passphrase:")) + " ")
        except EOFError as error:
            raise BadKeyFile(N_("No passphrase was given.")) from error
    with path.open("rb") as file:
        data = file.read(LONGEST + 1)
    try:
        text = data.decode().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError as error:
        raise BadKeyFile(N_("The file of the passphrase is no text.")) from error
    if not text or len(data) > LONGEST:
        raise BadKeyFile(N_("The file of the passphrase is empty or too long."))
    return text
