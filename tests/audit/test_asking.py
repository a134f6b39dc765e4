"""One officer asks who else shall read the log, another decides; nobody is left who could read nothing."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from audit import asking, recipients, xwing
from audit.asking import Author, NotPossible
from audit.keyfile import PublicKey
from audit.log import forget_epoch
from tests.audit import keys
from tests.audit import reading as audit_log
from tests.audit.recording import record
from tests.audit.test_recipients import opened_by
from tests.support import beyond_row_security


def key_id(seed):
    return xwing.key_id(xwing.public_bytes(seed))


ASKER = Author(UUID(int=1), "officer", 7, key_id(keys.FIRST_OFFICER))
DECIDER = Author(UUID(int=2), "officer", 7, key_id(keys.SECOND_OFFICER))
NEW = PublicKey(xwing.public_bytes(keys.STRANGER), "New officer", "officer")
pytestmark = pytest.mark.django_db


def readers():
    return {bytes(row.key_id) for row in recipients.active()}


def added():
    asked = asking.ask_to_add(NEW, by=ASKER)
    return asking.decide(asked.id, approve=True, by=DECIDER)


def test_nothing_changes_by_asking():
    asked = asking.ask_to_add(NEW, by=ASKER)

    assert asked.is_open
    assert key_id(keys.STRANGER) not in readers()
    entry = audit_log.last("log.recipient_asked").fields
    assert (entry["actor"], entry["role"], entry["institution"]) == (str(ASKER.actor), "officer", 7)
    assert entry["details"]["label"] == "New officer"
    assert entry["details"]["asker_key"] == ASKER.key.hex()


def test_another_officer_approves():
    decided = added()

    assert (decided.approved, decided.decided_by, decided.is_open) == (True, DECIDER.actor, False)
    assert key_id(keys.STRANGER) in readers()
    entry = audit_log.last("log.recipient_added").fields
    assert entry["actor"] == str(DECIDER.actor)
    assert entry["details"]["asked_by"] == str(ASKER.actor)
    assert (entry["details"]["asker_key"], entry["details"]["by_key"]) == (ASKER.key.hex(), DECIDER.key.hex())


def test_or_refuses():
    asked = asking.ask_to_add(NEW, by=ASKER)
    asking.decide(asked.id, approve=False, by=DECIDER)

    assert key_id(keys.STRANGER) not in readers()
    assert audit_log.last().event == "log.recipient_refused"


@pytest.mark.parametrize("by", [ASKER, Author(None, "operator")])
def test_who_asked_does_not_decide_and_neither_does_the_operator(by):
    asked = asking.ask_to_add(NEW, by=ASKER)

    with pytest.raises(NotPossible, match="andere"):
        asking.decide(asked.id, approve=True, by=by)


KEYS_THAT_DECIDE_NOTHING = {
    "that of who asked": ASKER.key,
    "none": None,
    "the recovery key": key_id(keys.RECOVERY),
    "one that reads nothing": key_id(keys.STRANGER),
}
each_of_these_keys = pytest.mark.parametrize(
    "key", KEYS_THAT_DECIDE_NOTHING.values(), ids=KEYS_THAT_DECIDE_NOTHING.keys()
)


@each_of_these_keys
@pytest.mark.parametrize("approve", [True, False])
def test_another_account_is_not_enough(key, approve):
    asked = asking.ask_to_add(NEW, by=ASKER)

    with pytest.raises(NotPossible):
        asking.decide(asked.id, approve=approve, by=replace(DECIDER, key=key))
    assert readers() == {key_id(seed) for _role, _label, seed in keys.EVERYBODY}


def test_a_key_younger_than_the_request_does_not_decide_it():
    """Who may be given a key may not be given one for a decision."""
    asked = asking.ask_to_add(NEW, by=ASKER)
    _was_asked_long_ago(asked)

    with pytest.raises(NotPossible, match="bevor"):
        asking.decide(asked.id, approve=True, by=DECIDER)
    with pytest.raises(IntegrityError):
        _decided_by_the_database(asked, DECIDER.actor, DECIDER.key)


def _was_asked_long_ago(asked):
    with beyond_row_security(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_recipient_request SET asked_at = asked_at - interval '1 year' WHERE id = %s", [asked.id]
        )


def _decided_by_the_database(asked, decider, key):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT audit_decide(%s, %s, %s, true)", [asked.id, decider, key])


@each_of_these_keys
def test_the_database_knows_of_the_keys_too(key):
    asked = asking.ask_to_add(NEW, by=ASKER)
    with pytest.raises(IntegrityError):
        _decided_by_the_database(asked, DECIDER.actor, key)


def test_the_database_knows_that_who_asked_does_not_decide():
    asked = asking.ask_to_add(NEW, by=ASKER)
    with pytest.raises(IntegrityError):
        _decided_by_the_database(asked, ASKER.actor, DECIDER.key)


def test_what_an_account_asked_without_a_key_is_only_refused():
    asked = asking.ask_to_add(NEW, by=replace(ASKER, key=None))

    with pytest.raises(NotPossible, match="abgelehnt"):
        asking.decide(asked.id, approve=True, by=DECIDER)
    with pytest.raises(IntegrityError):
        _decided_by_the_database(asked, DECIDER.actor, DECIDER.key)
    asking.decide(asked.id, approve=False, by=DECIDER)


@pytest.mark.parametrize("seed", [keys.FIRST_OFFICER, keys.RECOVERY], ids=["officer", "recovery"])
def test_the_database_keeps_two_officers_and_a_recovery_key(seed):
    request_id = uuid4()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_recipient_request (id, act, key_id, role, label, public_key, asked_by, asker_key)"
            " SELECT %s, 'drop', key_id, role, label, public_key, %s, %s FROM audit_recipient WHERE key_id = %s",
            [request_id, ASKER.actor, ASKER.key, key_id(seed)],
        )
    asked = next(each for each in asking.requests() if each.id == request_id)

    with pytest.raises(IntegrityError, match="stay"):
        _decided_by_the_database(asked, DECIDER.actor, DECIDER.key)


def test_it_is_decided_once():
    decided = added()

    with pytest.raises(NotPossible, match="schon"):
        asking.decide(decided.id, approve=False, by=DECIDER)


def test_a_request_that_does_not_exist_is_not_decided():
    with pytest.raises(LookupError):
        asking.decide(uuid4(), approve=True, by=DECIDER)


def test_the_same_is_asked_for_once_at_a_time():
    asking.ask_to_add(NEW, by=ASKER)

    with pytest.raises(NotPossible, match="wartet"):
        asking.ask_to_add(NEW, by=DECIDER)


def test_who_reads_already_is_not_added_and_who_does_not_is_not_dropped():
    first = PublicKey(xwing.public_bytes(keys.FIRST_OFFICER), "First officer", "officer")
    with pytest.raises(NotPossible):
        asking.ask_to_add(first, by=ASKER)
    with pytest.raises(NotPossible):
        asking.ask_to_drop(key_id(keys.STRANGER), by=ASKER)


@pytest.mark.parametrize("seed", [keys.FIRST_OFFICER, keys.RECOVERY], ids=["officer", "recovery"])
def test_two_officers_and_a_recovery_key_always_stay(seed):
    with pytest.raises(NotPossible, match="immer"):
        asking.ask_to_drop(key_id(seed), by=ASKER)


def test_a_third_officer_lets_one_of_them_go():
    added()
    asked = asking.ask_to_drop(key_id(keys.FIRST_OFFICER), by=ASKER)
    asking.decide(asked.id, approve=True, by=DECIDER)

    assert key_id(keys.FIRST_OFFICER) not in readers()
    assert audit_log.last().event == "log.recipient_dropped"
    assert recipients.ready() == []


def test_of_two_that_were_to_be_dropped_only_one_is():
    """Both may be asked for while there are three; the second approval finds too few."""
    added()
    asked = [asking.ask_to_drop(key_id(seed), by=ASKER) for seed in (keys.FIRST_OFFICER, keys.SECOND_OFFICER)]
    asking.decide(asked[0].id, approve=True, by=DECIDER)

    with pytest.raises(NotPossible, match="immer"):
        asking.decide(asked[1].id, approve=True, by=DECIDER)
    asking.decide(asked[1].id, approve=False, by=DECIDER)


def test_a_dropped_key_can_come_back():
    added()
    dropped = asking.ask_to_drop(key_id(keys.STRANGER), by=ASKER)
    asking.decide(dropped.id, approve=True, by=DECIDER)
    assert key_id(keys.STRANGER) not in readers()

    added()

    assert key_id(keys.STRANGER) in readers()


@pytest.mark.django_db(transaction=True)
def test_a_new_officer_reads_from_the_next_epoch_on_and_the_others_learn_of_it():
    forget_epoch()
    with transaction.atomic():
        record(object="before")
    added()
    with transaction.atomic():
        record(object="after")

    assert [entry.fields.get("object") for entry in opened_by(keys.STRANGER)][-1:] == ["after"]
    assert "before" not in str(opened_by(keys.STRANGER))
    assert audit_log.last("log.recipient_added")
    assert "log.recipient_added" not in str(opened_by(keys.STRANGER))


def test_the_owner_of_the_tables_may_ask_but_has_to_be_answered():
    """The command runs with the owner's rights, and asks like everybody."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE fk_owner")
        asked = asking.ask_to_add(NEW, by=Author(None, "operator"))
        cursor.execute("SET ROLE fk_web")

    assert (asked.asked_by, asked.asker_key, asked.is_open) == (asking.OPERATOR, None, True)
    assert audit_log.last("log.recipient_asked").fields["role"] == "operator"
    assert asking.decide(asked.id, approve=True, by=DECIDER).approved


def test_who_comes_back_in_another_role_has_that_role():
    added()
    dropped = asking.ask_to_drop(key_id(keys.STRANGER), by=ASKER)
    asking.decide(dropped.id, approve=True, by=DECIDER)
    asked = asking.ask_to_add(replace(NEW, role="recovery"), by=ASKER)
    asking.decide(asked.id, approve=True, by=DECIDER)

    assert recipients.active().get(key_id=key_id(keys.STRANGER)).role == "recovery"
