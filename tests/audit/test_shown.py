"""What others wrote moves nobody's cursor and turns no line around, in whichever tool it is shown."""

import pytest

from audit import keyfile, xwing
from audit.keyfile import BadKeyFile
from audit.words import say, shown
from tests.audit import keys

HIDING = "ok\x1b[2K\r\u202edone\x00"
LABELS = "a\nb", "\x00", "\u202eowt", "\x1b[2K"


def test_it_is_shown_as_codes(capsys):
    assert shown(HIDING) == r"ok\x1b[2K\r\u202edone\x00"
    assert shown("Zürich – „so“") == "Zürich – „so“"

    say(HIDING, is_error=True)
    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.parametrize("label", LABELS)
def test_a_key_that_is_called_so_is_none(label):
    public = xwing.public_bytes(keys.STRANGER)
    with pytest.raises(BadKeyFile):
        keyfile.public_file(public, label=label, role="officer")

    data = keyfile.public_file(public, label="plain", role="officer").decode()
    with pytest.raises(BadKeyFile):
        keyfile.read_public(
            data.replace("plain", label.encode("unicode_escape").decode().replace("\\x", "\\u00")).encode()
        )
