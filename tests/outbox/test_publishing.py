"""Celery makes it faster; without it, or without its broker, nothing is lost and nobody waits."""

from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from kombu.exceptions import OperationalError as BrokerAway

from fallkonferenz import tasks
from fallkonferenz.actions import background, delivery, rounds
from fallkonferenz.config.celery import app
from fallkonferenz.outbox.models import Message, Notice
from tests.outbox.working import due, told
from tests.support import as_worker


@pytest.fixture
def published(monkeypatch):
    """Ids that were handed to Celery."""
    handed = []
    monkeypatch.setattr(tasks, "_silent_until", 0.0)
    monkeypatch.setattr(
        tasks.deliver_message, "apply_async", lambda arguments, **how: handed.append((arguments[0], how))
    )
    return handed


@pytest.fixture
def broker_away(monkeypatch):
    tried = []

    def refuse(arguments, **how):
        tried.append(arguments)
        raise BrokerAway

    monkeypatch.setattr(tasks, "_silent_until", 0.0)
    monkeypatch.setattr(tasks.deliver_message, "apply_async", refuse)
    return tried


@pytest.mark.django_db(transaction=True)
def test_a_row_is_announced_after_its_commit_and_without_trying_twice(given, published):
    given.flagged()

    assert [pk for pk, _how in published] == [str(Message.objects.get().pk)]
    assert {how["retry"] for _pk, how in published} == {False}


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_is_not_announced(given, published):
    with transaction.atomic():
        given.flagged()
        transaction.set_rollback(True)

    assert published == []
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_costs_the_act_nothing_and_is_left_alone_for_a_while(given, broker_away):
    given.flagged()
    given.flagged()

    assert len(broker_away) == 1
    assert Message.objects.count() == 2


@pytest.mark.django_db
def test_celery_delivers_one_message_and_its_mail(cast, given, mailoutbox):
    given.flagged()

    with as_worker():
        tasks.deliver_message(str(Message.objects.get().pk))

    assert cast.case_manager in told("case.flag")
    assert cast.case_manager.email in [letter.to[0] for letter in mailoutbox]


@pytest.mark.django_db
def test_the_command_does_both_rounds(cast, given, capsys):
    given.flagged()

    with as_worker():
        call_command("deliver", "--once")

    assert cast.case_manager in told("case.flag")
    assert capsys.readouterr().out.startswith("done: ")


def test_beat_knows_tasks_that_exist():
    app.loader.import_default_modules()

    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= app.tasks.keys()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("do_round", [rounds.sweep, rounds.watch])
def test_a_round_ends_quietly_while_the_database_is_away(do_round, monkeypatch, caplog):
    monkeypatch.setattr("fallkonferenz.actions.rounds.work", away)

    assert do_round() == 0
    assert "OperationalError" in caplog.text


def away(task):
    raise OperationalError("host=… password=…")


@pytest.mark.django_db(transaction=True)
def test_only_one_process_watches_at_a_time(given):
    given.flagged()
    answers = []

    def watch():
        with as_worker():
            answers.append(rounds.watch())
        connection.close()

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [rounds.ONE_WATCHES])
    other = Thread(target=watch)
    other.start()
    other.join()

    assert answers == [0]


@pytest.mark.django_db(transaction=True)
def test_two_who_deliver_at_once_tell_everybody_once(given):
    for _each in range(6):
        given.flagged()
    ids, start, done = due(delivery.deliver), Barrier(2), []

    def deliver():
        start.wait()
        with as_worker():
            done.extend(pk for pk in ids if background.attempt(delivery.deliver, pk))
        connection.close()

    both = [Thread(target=deliver) for _each in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert sorted(done) == sorted(ids)
    told_of = list(Notice.objects.values_list("message", "person"))
    assert len(told_of) == len(set(told_of)) > 0


@pytest.mark.django_db(transaction=True)
def test_what_somebody_else_has_in_hand_is_passed_over(given):
    given.flagged()
    (pk,) = due(delivery.deliver)
    answers = []

    def try_it():
        with as_worker():
            answers.append(delivery.deliver(pk))
        connection.close()

    with as_worker(), transaction.atomic():
        Message.objects.select_for_update().get(pk=pk)
        other = Thread(target=try_it)
        other.start()
        other.join()

    assert answers == [False]
