"""Runs in processes of its own beside an instance under test: prepares it, acts on it, and says what is found in it.

``python -m tests.demo.client prepare | act | find``. One line of standard output per act that was acknowledged.
"""

import json
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - needs the apps
from django.core.management import call_command  # noqa: E402
from django.db import InterfaceError, OperationalError, connection  # noqa: E402
from django.db.models import QuerySet  # noqa: E402

from audit.log import AuditUnavailable  # noqa: E402
from fallkonferenz.access.recipients import recipients  # noqa: E402
from fallkonferenz.cases.models import Case, Entry  # noqa: E402
from fallkonferenz.cases.sections import Section  # noqa: E402
from fallkonferenz.outbox.models import Message, Notice  # noqa: E402
from tests import cast  # noqa: E402
from tests.audit import keys  # noqa: E402
from tests.audit import reading as audit_log  # noqa: E402
from tests.cast import Cast  # noqa: E402
from tests.given import Given  # noqa: E402

AWAY = (OperationalError, InterfaceError, AuditUnavailable)
BREATH = 0.02


def prepare() -> None:
    call_command("database_roles")
    connection.close()
    connection.settings_dict["OPTIONS"]["assume_role"] = "fk_owner"
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        keys.install(cursor)
    cast.install()


def act() -> None:
    """Act without pause until told to end; what is refused because something is away was not acknowledged."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    given = Given(Cast())
    case = until_done(given.flagged)
    for number in count():
        if number % 10 == 0:
            case = tried("case.flag", given.flagged) or case
        tried("entry.add", lambda case=case: given.entry(case, by=given.cast.biss, section=Section.VICTIM))
        time.sleep(BREATH)


def tried(kind: str, do: Callable[[], Any]) -> Any:
    try:
        made = do()
    except AWAY:
        connection.close()
        return None
    print(json.dumps([kind, str(made.pk)]), flush=True)
    return made


def until_done(do: Callable[[], Any]) -> Any:
    while not (made := tried("case.flag", do)):
        time.sleep(BREATH)
    return made


def find() -> None:
    """What stands in the database and the mail folder, as the cluster's superuser sees it."""
    messages = list(Message.objects.all())
    acts = Counter(subject(message) for message in messages)
    made = [*pairs("case.flag", Case.objects.all()), *pairs("entry.add", Entry.objects.filter(section=Section.VICTIM))]
    logged = Counter((entry.event, (entry.fields.get("object") or "").split()[-1]) for entry in audit_log.entries())
    print(
        json.dumps(
            {
                "made": [list(act) for act in made],
                "without message": [act for act in made if acts[act] != 1],
                "message without act": [act for act in acts if act not in {*made}],
                "not delivered": [str(message.pk) for message in messages if message.delivered_at is None],
                "told wrongly": list(told_wrongly(messages)),
                "logged not once": [act for act in made if logged[act] != 1],
                "logged without act": [
                    act for act in logged if act[0] in ("case.flag", "entry.add") and act not in {*made}
                ],
                "delivery logged not once": [
                    str(message.pk) for message in messages if logged[("outbox.deliver", str(message.pk))] != 1
                ],
                "never mailed": never_mailed(),
            }
        )
    )


def subject(message: Message) -> tuple[str, str]:
    return message.kind, str(message.about or message.case)


def pairs(kind: str, things: QuerySet) -> Iterator[tuple[str, str]]:
    return ((kind, str(pk)) for pk in things.values_list("pk", flat=True))


def told_wrongly(messages: list[Message]) -> Iterator[str]:
    """Exactly one notice per message and person: nobody left the case meanwhile."""
    for message in messages:
        told = Counter(message.notices.values_list("person", flat=True))
        if told != Counter(recipients(message).values_list("pk", flat=True)):
            yield str(message.pk)


def never_mailed() -> list[str]:
    """People with a notice and no mail at all in the folder."""
    letters = "".join(path.read_text() for path in Path(settings.EMAIL_FILE_PATH).iterdir())
    told = set(Notice.objects.values_list("person__email", flat=True))
    return [email for email in told if f"To: {email}\n" not in letters]


if __name__ == "__main__":
    {"prepare": prepare, "act": act, "find": find}[sys.argv[1]]()
