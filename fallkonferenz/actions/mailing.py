"""A neutral mail to whoever has notices: it says that there is something, and nothing else."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPConnectError, SMTPServerDisconnected
from socket import gaierror
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from fallkonferenz import clock
from fallkonferenz.actions.background import Done, nothing, task
from fallkonferenz.institutions.models import Person
from fallkonferenz.outbox.models import Notice

SERVER_AWAY = (ConnectionError, TimeoutError, gaierror, SMTPConnectError, SMTPServerDisconnected)
REST = timedelta(seconds=30)
EVERYBODY = UUID(int=0)

# Until when no mail is tried: for everybody while the server is away, for one person whose mail was refused.
_resting: dict[UUID, datetime] = {}


def _rests(person: UUID) -> bool:
    return clock.now() < max(_resting.get(each, datetime.min.replace(tzinfo=UTC)) for each in (EVERYBODY, person))


def _rest(person: UUID) -> None:
    _resting[person] = clock.now() + REST


def _to_be_mailed() -> Iterable[UUID]:
    people = Notice.objects.filter(mailed_at=None).order_by().values_list("person", flat=True).distinct()
    return [person for person in people if not _rests(person)]


@task("mail", event="outbox.mail", due=_to_be_mailed, failed=_rest)
def mail(pk: UUID) -> Done | None:
    """One mail for all that is new for a person. It leaves at least once: the same mail has the same Message-ID."""
    waiting = Notice.objects.select_for_update(skip_locked=True).filter(person=pk, mailed_at=None)
    notices = list(waiting.order_by("at", "pk").values_list("pk", flat=True))
    if not notices or _rests(pk):
        return None
    Notice.objects.filter(pk__in=notices).update(mailed_at=clock.now())
    person = Person.objects.without_sign_in().get(pk=pk)
    letter = neutral_mail(to=person.email, key=notices[0])
    send = (lambda: _send(letter)) if person.is_active else nothing
    return Done(f"person {pk}", details={"notices": len(notices), "sent": person.is_active}, at_last=send)


def _send(letter: EmailMessage) -> None:
    try:
        letter.send()
    except SERVER_AWAY:
        _rest(EVERYBODY)
        raise


def neutral_mail(*, to: str, key: UUID) -> EmailMessage:
    """No name, no code, no case, no partner: only that there is something, and where."""
    sentence = _("There is something new for you. Please sign in.")
    return EmailMessage(
        subject=_("Something new"),
        body=f"{sentence}\n\n{settings.PUBLIC_ADDRESS}\n",
        to=[to],
        headers={"Message-ID": f"<{key}@{_domain()}>", "Auto-Submitted": "auto-generated"},
    )


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
