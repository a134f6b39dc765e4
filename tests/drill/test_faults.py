"""Disk full, broker gone or silent, mail server gone, database restarted, ten kills: honest errors, and nothing is lost.

One installation as in production suffers them all, one after the other; at the end everything is counted.
"""

import os
import random
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from uuid import uuid4

import pytest

from drill.installation import Installation, free_port, installed
from drill.kills.course import authors, figures, kill_each, start_writing, stop, until_somebody_writes
from drill.kills.victims import BACKEND
from drill.kills.writers import FAULT, REDIRECT, Author, Notes
from drill.mailbox import Mailbox
from drill.proxy import Proxy

LIMIT = 60.0
QUICK = ("fsync=off",)  # a kill spares what the kernel was given; a commit must have been given to it
TEN = (*["worker"] * 3, *["Valkey"] * 2, *["PostgreSQL"] * 2, *[BACKEND] * 2, "deliver")
UNTOLD = "SELECT count(*) FROM outbox_message WHERE delivered_at IS NULL"
MEASURES = "SELECT count(*) FROM measures_measure"


class Situation:
    """An installation, whom to ask to write in it, and what it stands on."""

    def __init__(self, installation: Installation) -> None:
        self.installation, self.notes = installation, Notes()
        self.proxy, self.mailbox = Proxy(installation.services.valkey.port), Mailbox(free_port())
        self.authors = authors(installation, self.notes)

    @property
    def author(self) -> Author:
        return self.authors[0]

    def writes(self, text: str, step: str = "entry-add") -> int:
        return self.author.write(f"Satz {text}", step).status

    @contextmanager
    def writing(self) -> Iterator[tuple[Installation, Notes]]:
        """As long as this lasts, everybody writes."""
        ended = Event()
        writers = start_writing(self.authors, ended)
        until_somebody_writes(self.installation, self.notes)
        yield self.installation, self.notes
        stop(writers, ended)

    def can_write_again(self, text: str, step: str = "entry-add") -> bool:
        """Each attempt has words of its own: what was answered with an error may have happened all the same."""
        return self.installation.wait_for(lambda: self.writes(f"{text} {uuid4()}", step) == REDIRECT, seconds=LIMIT)


@pytest.fixture
def situation() -> Iterator[Situation]:
    folder = Path(tempfile.mkdtemp(prefix="fk-"))
    with installed(
        folder, slot="test-faults", prepare="drill.kills.cases.prepare", postgres_settings=QUICK
    ) as installation:
        situation = Situation(installation)
        broker = installation.services.valkey
        installation.given = {
            "REDIS_URL": broker.url().replace(f":{broker.port}/", f":{situation.proxy.port}/"),
            "EMAIL_URL": f"smtp://127.0.0.1:{situation.mailbox.port}",
        }
        installation.start_processes()
        yield situation
        situation.mailbox.close()
        situation.proxy.end()
    shutil.rmtree(folder)


def test_every_fault_is_answered_honestly_and_loses_nothing(situation, subtests):
    for fault in (disk_full, broker_gone, broker_silent, mail_server_gone, database_restarted, killed_ten_times):
        with subtests.test(fault.__name__):
            fault(situation)

    counted = figures(situation.notes, situation.installation)
    assert [str(figure) for figure in counted if figure.is_short] == []


def disk_full(situation: Situation) -> None:
    assert situation.writes("vor der vollen Platte") == REDIRECT
    with no_space_for("measures_measure", situation.installation):
        assert situation.can_write_again("vor der Maßnahme")
        answer = situation.author.write("Satz ohne Platz", "measure-propose")
        assert answer.status >= FAULT
        assert "Satz ohne Platz" not in answer.text
        assert situation.installation.ask(MEASURES) == [(0,)]
        assert "No space left on device" in situation.installation.children["PostgreSQL"].log.read_text()
        assert situation.can_write_again("daneben")  # what fits is still written
    assert situation.can_write_again("mit Platz", "measure-propose")


def broker_gone(situation: Situation) -> None:
    with situation.installation.without("Valkey"):
        situation.proxy.cut()
        assert situation.writes("ohne Broker") == REDIRECT
        assert situation.installation.wait_for(lambda: situation.installation.ask(UNTOLD) == [(0,)], seconds=LIMIT)
        newcomer = situation.authors[1].sign_in().status
        assert newcomer == REDIRECT or newcomer >= FAULT


def broker_silent(situation: Situation) -> None:
    situation.proxy.hang()
    assert situation.writes("bei stummem Broker") == REDIRECT
    situation.proxy.flow()


def mail_server_gone(situation: Situation) -> None:
    """Until now there was none: people had their notices, and no mail was lost. Letters say nothing of it."""
    told = situation.installation.ask("SELECT count(DISTINCT person_id) FROM outbox_notice WHERE mailed_at IS NULL")
    assert told > [(0,)]
    situation.mailbox.open()
    os.kill(situation.installation.children["deliver"].pid, signal.SIGKILL)  # it would wait half a minute
    assert situation.installation.settle(seconds=LIMIT)
    assert len(situation.mailbox.letters) == told[0][0]
    assert not any("Satz" in letter for letter in situation.mailbox.letters)


def database_restarted(situation: Situation) -> None:
    """As when it is updated, and as when it falls."""
    with situation.writing() as (installation, notes):
        for by in (signal.SIGINT, signal.SIGKILL):
            with installation.without("PostgreSQL", by=by):
                installation.wait(0.5)
            until_somebody_writes(installation, notes)


def killed_ten_times(situation: Situation) -> None:
    with situation.writing() as (installation, notes):
        kill_each(random.sample(TEN, len(TEN)), installation, notes)


@contextmanager
def no_space_for(table: str, installation: Installation) -> Iterator[None]:
    """The kernel itself answers ENOSPC to whatever the server writes into the file of this table, which is still empty."""
    ((name,),) = installation.ask(f"SELECT pg_relation_filepath('{table}')")
    file = installation.services.postgres.data / name
    with installation.without("PostgreSQL", by=signal.SIGINT):
        assert file.stat().st_size == 0
        file.unlink()
        file.symlink_to("/dev/full")
    assert installation.wait_for(lambda: installation.ask("SELECT 1"), seconds=LIMIT)
    yield
    with installation.without("PostgreSQL", by=signal.SIGINT):
        file.unlink()
        file.touch(mode=0o600)
        shutil.chown(file, installation.services.home.owner.uid, installation.services.home.owner.gid)
