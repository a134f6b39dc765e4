"""Of the checkpoints nobody cosigned one an hour is kept; of the others none goes, whoever asks."""

import psycopg
import pytest

from audit.sequencer import Sequencer
from audit.thinning import Thinning
from tests.audit.sequencing import KEY, ORIGIN, acts

COSIGN = (
    "INSERT INTO audit_cosignature (origin, size, witness, line) SELECT origin, size, 'w', '' FROM audit_checkpoint"
)


def sizes(own):
    return [size for (size,) in own.execute("SELECT size FROM audit_checkpoint ORDER BY size").fetchall()]


def as_superuser(own, statement):
    own.execute("SET ROLE NONE")
    own.execute("ALTER TABLE audit_checkpoint DISABLE TRIGGER audit_append_only")
    own.execute(statement)
    own.execute("ALTER TABLE audit_checkpoint ENABLE ALWAYS TRIGGER audit_append_only")
    own.execute("SET ROLE fk_sequencer")


@pytest.fixture
def grown(own):
    """Ten checkpoints: five of an hour that is over, five of the one after it."""
    made = Sequencer(own, KEY, origin=ORIGIN)
    for _number in range(10):
        acts()
        made.batch()
    as_superuser(
        own,
        "UPDATE audit_checkpoint SET at = date_trunc('hour', now()) - interval '1 day' + make_interval(mins => size::int,"
        " hours => ((size - (SELECT min(size) FROM audit_checkpoint)) / 5)::int)",
    )
    return sizes(own)


def test_of_hours_that_are_over_the_first_stay_and_the_newest(own, grown):
    Thinning(is_watched=False)(own)

    assert sizes(own) == [grown[0], grown[5], grown[9]]


def test_what_was_cosigned_stays_and_what_is_newer(own, grown):
    """The witness may have seen what is newer, though nobody stored that it did."""
    own.execute(f"{COSIGN} WHERE size IN ({grown[2]}, {grown[7]})")

    Thinning(is_watched=True)(own)

    assert sizes(own) == [grown[at] for at in (0, 2, 5, 7, 8, 9)]


def test_where_the_witness_has_not_answered_yet_all_stay(own, grown):
    Thinning(is_watched=True)(own)

    assert sizes(own) == grown


def test_the_hour_that_lasts_is_left_alone(own, grown):
    as_superuser(own, "UPDATE audit_checkpoint SET at = now()")

    Thinning(is_watched=False)(own)

    assert sizes(own) == grown


def test_it_looks_once_an_hour(own, grown):
    thinning = Thinning(is_watched=True)
    thinning(own)
    own.execute(f"{COSIGN} WHERE size = {grown[9]}")

    thinning(own)

    assert sizes(own) == grown


@pytest.mark.parametrize("which", [0, 5, 9, 2])
def test_no_other_goes_whoever_asks(own, grown, which):
    """The first of an hour, the newest, one that was cosigned: nor by the sequencer, nor by a superuser in passing."""
    own.execute(f"{COSIGN} WHERE size = {grown[2]}")

    for role in ("fk_sequencer", "NONE", "fk_web", "fk_retention", "fk_reader"):
        own.execute(f"SET ROLE {role}")
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ForeignKeyViolation)):
            own.execute("DELETE FROM audit_checkpoint WHERE size = %s", [grown[which]])
    own.execute("SET ROLE fk_sequencer")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        own.execute("UPDATE audit_checkpoint SET note = ''")
