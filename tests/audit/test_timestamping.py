"""Once a day somebody else says when the newest checkpoint was there; what that says is checked before it is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit import note, timestamping
from audit.timestamping import NotStamped, authority, duties, stamp_when_due, stamped, stamped_at
from tests.audit.authority import OpenSSL, served, wanted
from tests.audit.sequencing import acts
from tests.audit.test_witness_server import free_port

TEXT = b"log.example/audit\n3\nAAAA\n"


@pytest.fixture(scope="module")
def openssl(tmp_path_factory):
    return OpenSSL(tmp_path_factory.mktemp("tsa") / "authority")


@pytest.fixture
def named(openssl):
    with served(openssl.answer) as url:
        yield authority(url=url, ca_file=str(openssl.ca_file))


@wanted
def test_the_authority_says_when(named):
    token = stamped(TEXT, named)

    assert abs(stamped_at(TEXT, token, named.roots) - datetime.now(UTC)) < timedelta(minutes=5)


@wanted
def test_it_says_so_of_this_text_only(named):
    token = stamped(TEXT, named)

    with pytest.raises(NotStamped):
        stamped_at(TEXT + b"x", token, named.roots)


@wanted
def test_another_authority_counts_for_nothing(named, tmp_path):
    other = OpenSSL(tmp_path / "other")
    others = authority(url=named.url, ca_file=str(other.ca_file))

    with pytest.raises(NotStamped):
        stamped(TEXT, others)


@wanted
def test_an_old_answer_is_none(openssl, named):
    """One that was given to another question, even about the same text."""
    old = stamped(TEXT, named)

    with served(lambda query: old) as url, pytest.raises(NotStamped):
        stamped(TEXT, timestamping.Authority(url, named.roots))


@wanted
@pytest.mark.parametrize("answer", [b"", b"nonsense", bytes(5000)])
def test_what_is_no_timestamp_is_refused(named, answer):
    with served(lambda query: answer) as url, pytest.raises(NotStamped):
        stamped(TEXT, timestamping.Authority(url, named.roots))


@wanted
def test_a_spoiled_token_is_refused(named):
    token = stamped(TEXT, named)

    @settings(max_examples=60, deadline=None)
    @given(st.integers(0, len(token) - 1), st.integers(1, 255))
    def spoiled(place, change):
        data = bytearray(token)
        data[place] ^= change
        try:
            moment = stamped_at(TEXT, bytes(data), named.roots)
        except NotStamped:
            return
        assert moment == stamped_at(TEXT, token, named.roots)  # a byte that says nothing

    spoiled()


def test_where_none_is_named_nothing_is_asked():
    assert duties(authority(url="", ca_file="")) == ()


@pytest.mark.parametrize("content", [None, "", "no certificate"])
def test_without_its_certificates_it_is_not_asked(tmp_path, content):
    path = tmp_path / "ca"
    if content is not None:
        path.write_text(content)

    with pytest.raises(NotStamped, match="no certificates"):
        authority(url="http://tsa.example", ca_file=str(path))


def tokens(own):
    return own.execute("SELECT size, token FROM audit_timestamp ORDER BY size").fetchall()


def trouble(own):
    return own.execute("SELECT trouble FROM audit_sequencer_state").fetchone()[0]


@wanted
def test_the_newest_checkpoint_is_stamped_once_a_day(own, log, named):
    (turn,) = duties(named)
    turn(own)
    acts()
    log.batch()
    turn(own)

    ((size, token),) = tokens(own)
    (signed,) = own.execute("SELECT note FROM audit_checkpoint WHERE size = %s", [size]).fetchone()
    assert stamped_at(note.parse(bytes(signed)).text, bytes(token), named.roots)

    own.execute("SET ROLE NONE")
    own.execute("ALTER TABLE audit_timestamp DISABLE TRIGGER ALL")
    own.execute("UPDATE audit_timestamp SET at = at - interval '25 hours'")
    own.execute("SET ROLE fk_sequencer")
    turn(own)
    assert [each for each, _token in tokens(own)] == [3, 4]


@wanted
def test_an_authority_that_fails_is_a_trouble_until_it_answers(own, log, named):
    away = timestamping.Authority(f"http://127.0.0.1:{free_port()}/", named.roots)
    stamp_when_due(own, away)
    assert trouble(own) == timestamping.AWAY
    with served(lambda query: b"nonsense") as url:
        stamp_when_due(own, timestamping.Authority(url, named.roots))
    assert trouble(own) == timestamping.REFUSES

    stamp_when_due(own, named)

    assert (trouble(own), len(tokens(own))) == ("", 1)
