"""Timestamps of an authority, read with an export."""

import pytest

from audit import checkpoint, note, verify
from audit.source import StoredTimestamp
from audit.timestamping import authority, stamped
from tests.audit import made
from tests.audit.authority import OpenSSL, served, wanted

pytestmark = wanted


@pytest.fixture(scope="module")
def openssl(tmp_path_factory):
    return OpenSSL(tmp_path_factory.mktemp("tsa") / "authority")


def stamp(log, openssl):
    """The newest checkpoint, stamped."""
    text = note.parse(log.newest()).text
    with served(openssl.answer) as url:
        token = stamped(text, authority(url=url, ca_file=str(openssl.ca_file)))
    log.stamps.append(StoredTimestamp(made.ORIGIN, checkpoint.parse(text).size, token))


def check(log, folder, ca_file):
    (folder / "policy").write_bytes(made.policy_text())
    export = log.exported(folder).path
    return verify.main([str(export), "--policy", str(folder / "policy"), "--timestamps-by", str(ca_file)])


def test_a_timestamp_says_when_the_log_was_seen(openssl, tmp_path, capsys):
    log = made.ordinary()
    stamp(log, openssl)

    assert check(log, tmp_path, openssl.ca_file) == verify.SOUND
    assert "20 " in capsys.readouterr().out.splitlines()[-1]


def test_a_timestamp_of_something_else_is_named(openssl, tmp_path, capsys):
    log = made.ordinary()
    stamp(log, openssl)
    log.stamps[0] = log.stamps[0]._replace(size=9)

    assert check(log, tmp_path, openssl.ca_file) == verify.FAULTY
    assert capsys.readouterr().out


def test_without_certificates_nothing_is_checked(openssl, tmp_path, capsys):
    assert check(made.ordinary(), tmp_path, tmp_path / "nothing") == verify.UNUSABLE
    assert capsys.readouterr().err
