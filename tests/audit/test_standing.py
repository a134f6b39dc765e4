"""Nothing is served on a log that is shorter than what a witness has seen, or another."""

import pytest

from audit import policy, standing
from audit.standing import Outside, Unusable, refusals
from audit.witnessing import have_cosigned
from tests.audit.sequencing import KEY, ORIGIN, acts
from tests.audit.small_log import SmallLog
from tests.audit.test_calling import answering
from tests.audit.test_witness_server import ask, free_port, request, served
from tests.audit.watched import SequencersLog, outside, policy_text

AWAY = f"http://127.0.0.1:{free_port()}"


@pytest.fixture
def seen(tmp_path):
    """A witness that answers, and the file beside the database."""
    with served(tmp_path / "witness", SequencersLog(), SequencersLog(f"{ORIGIN}/2")) as port:
        yield outside(ORIGIN, f"{ORIGIN}/2", url=f"http://127.0.0.1:{port}", file=tmp_path / "witnessed")


def said(own, seen, *, role="fk_web"):
    own.execute(f"SET ROLE {role}")
    try:
        return refusals(own, seen, base=ORIGIN)
    finally:
        own.execute("SET ROLE fk_sequencer")


def take_away(own, statement):
    """As a superuser who first puts the triggers aside."""
    own.execute("SET ROLE NONE")
    for table in ("audit_checkpoint", "audit_cosignature", "audit_origin"):
        own.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    own.execute(statement)
    own.execute("SET ROLE fk_sequencer")


def only(outside, **changed):
    return Outside(outside.policy, changed.get("url", AWAY), changed.get("file"))


def test_a_log_that_nobody_watches_may_be_served(own, log):
    assert said(own, Outside()) == []
    assert said(own, Outside(policy.parse(b"quorum none\n"))) == []


def test_a_first_start_has_nothing_to_compare(own, seen):
    assert said(own, seen) == []
    assert said(own, only(seen)) == []


def test_a_log_that_grew_since_is_well_for_every_role(own, log, seen):
    have_cosigned(own, seen)
    acts()
    log.batch()

    for role in ("fk_web", "fk_worker", "fk_sequencer", "fk_reader"):
        assert said(own, seen, role=role) == []


def test_a_log_that_became_shorter_is_not_served(own, log, seen):
    """Asked of the witness, and of the file when the witness is away."""
    acts()
    log.batch()
    have_cosigned(own, seen)
    take_away(own, "DELETE FROM audit_cosignature; DELETE FROM audit_checkpoint WHERE size > 3")

    for asked, count in ((seen, 2), (only(seen, url=seen.url), 1), (only(seen, file=seen.file), 1)):
        sentences = said(own, asked)
        assert len(sentences) == count
        assert all("3" in each and "4" in each for each in sentences)


def test_an_empty_database_is_the_shortest_of_all(own, log, seen):
    have_cosigned(own, seen)
    take_away(own, "DELETE FROM audit_cosignature; DELETE FROM audit_checkpoint; DELETE FROM audit_origin")

    assert len(said(own, only(seen, url=seen.url))) == 1


def test_a_log_of_another_past_is_not_served(own, log, seen):
    other = SmallLog(ORIGIN, leaves=3, key=KEY)
    ask(int(seen.url.rpartition(":")[2]), "POST", "/add-checkpoint", request(other, 3, old=0))

    assert len(said(own, seen)) == 1


def test_a_checkpoint_in_between_that_was_taken_away_is_noticed(own, log, seen):
    have_cosigned(own, seen)
    acts()
    log.batch()
    take_away(own, "DELETE FROM audit_cosignature; DELETE FROM audit_checkpoint WHERE size = 3")

    assert len(said(own, only(seen, url=seen.url))) == 1


def test_when_neither_can_be_asked_what_was_never_witnessed_may_be_served(own, log, seen):
    assert said(own, only(seen)) == []

    have_cosigned(own, seen)

    assert len(said(own, only(seen))) == 1


def test_a_file_that_bears_no_trust_stops_the_start(own, log, seen):
    """Damaged, signed by somebody else, or signed by no witness."""
    for content in (b"", b"nonsense", SmallLog(ORIGIN, 3).note(3), SmallLog(ORIGIN, 3, KEY).note(3)):
        seen.file.write_bytes(content)

        assert len(said(own, only(seen, file=seen.file))) == 1


@pytest.mark.parametrize("what", ["page", "ours alone", "nobody's"])
def test_a_witness_that_says_what_bears_no_trust_counts_as_away(own, log, seen, what, caplog):
    """Its machine is another authority's: a page of its proxy must not keep a town from working."""
    have_cosigned(own, seen)
    said_instead = {
        "page": b"<html>Wartung</html>",
        "ours alone": SmallLog(ORIGIN, 3, KEY).note(3),
        "nobody's": SmallLog(ORIGIN, 3).note(3),
    }[what]
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(said_instead)
    with answering(head, said_instead) as url:
        assert said(own, only(seen, url=url, file=seen.file)) == []
        assert "witness was not heard" in caplog.text

        assert len(said(own, only(seen, url=url))) == 1  # neither its word nor a kept one


def test_a_name_the_policy_does_not_know_stops_the_start(own, log, seen):
    own.execute("INSERT INTO audit_origin (number, origin, since_size) VALUES (2, %s, 3)", [f"{ORIGIN}/2"])

    assert said(own, seen) == []
    assert len(said(own, outside(url=seen.url))) == 1


def test_after_a_restore_the_old_name_may_have_been_longer(own, log, seen):
    acts()
    log.batch()
    have_cosigned(own, seen)
    take_away(own, "DELETE FROM audit_cosignature; DELETE FROM audit_checkpoint WHERE size > 3")
    own.execute("INSERT INTO audit_origin (number, origin, since_size) VALUES (2, %s, 3)", [f"{ORIGIN}/2"])

    assert said(own, seen) == []


def test_an_older_database_does_not_know_the_new_name(own, log, seen):
    own.execute("INSERT INTO audit_origin (number, origin, since_size) VALUES (2, %s, 3)", [f"{ORIGIN}/2"])
    acts()
    log.batch()
    have_cosigned(own, seen)
    take_away(own, "DELETE FROM audit_cosignature; DELETE FROM audit_checkpoint WHERE origin LIKE '%/2'")
    take_away(own, "DELETE FROM audit_origin WHERE number = 2")

    assert len(said(own, only(seen, file=seen.file))) == 1


@pytest.mark.parametrize("content", [None, "nonsense", "log nonsense\nquorum none\n"])
def test_a_policy_that_cannot_be_used_is_a_sentence(tmp_path, content):
    path = tmp_path / "policy"
    if content is not None:
        path.write_text(content)

    with pytest.raises(Unusable, match=str(path)):
        Outside.of(policy_file=str(path), url="", witnessed_file="")


def test_a_whole_policy(tmp_path):
    path = tmp_path / "policy"
    path.write_text(policy_text())

    made = Outside.of(policy_file=str(path), url="http://witness", witnessed_file=str(tmp_path / "file"))

    assert made.is_watched
    assert standing.last_words(Outside(made.policy), ORIGIN) == ([], False)
