"""Telling people that something is new: a notice in the application, and a neutral mail that says nothing else."""

from collections.abc import Iterable
from datetime import timedelta
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils.translation import gettext as _

from fallkonferenz import clock
from fallkonferenz.access.recipients import recipients
from fallkonferenz.actions.background import Done, nothing, task
from fallkonferenz.institutions.models import Person
from fallkonferenz.outbox.models import Message, Notice
from fallkonferenz.outbox.queue import undelivered

LONGEST_PAUSE = timedelta(hours=1)
MOST_DOUBLINGS = 12


def _undelivered() -> Iterable[UUID]:
    return undelivered().values_list("pk", flat=True)


def _later(pk: UUID) -> None:
    """Wait longer after each failure, but never give up: a reminder may not be lost."""
    message = Message.objects.get(pk=pk)
    pause = min(LONGEST_PAUSE, timedelta(seconds=2 ** min(message.attempts, MOST_DOUBLINGS)))
    Message.objects.filter(pk=pk, delivered_at=None).update(attempts=F("attempts") + 1, due_at=clock.now() + pause)


@task("deliver", event="outbox.deliver", due=_undelivered, failed=_later)
def deliver(pk: UUID) -> Done | None:
    """Give everybody who is told of a message one notice; nothing if somebody else has it in hand."""
    message = undelivered().select_for_update(skip_locked=True).filter(pk=pk).first()
    if message is None:
        return None
    told = list(recipients(message).values_list("pk", flat=True))
    notices = [Notice(message=message, person_id=person, at=message.written_at) for person in told]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    message.delivered_at = clock.now()
    message.save(update_fields=["delivered_at"])
    details = {"kind": message.kind, "told": sorted(str(person) for person in told)}
    return Done(f"message {message.pk}", message.case, details)


def _to_be_mailed() -> Iterable[UUID]:
    return Notice.objects.filter(mailed_at=None).order_by().values_list("person", flat=True).distinct()


@task("mail", event="outbox.mail", due=_to_be_mailed)
def mail(pk: UUID) -> Done | None:
    """One mail for all that is new for a person. It leaves at least once: the same mail has the same Message-ID."""
    waiting = Notice.objects.select_for_update(skip_locked=True).filter(person=pk, mailed_at=None)
    notices = list(waiting.order_by("at", "pk").values_list("pk", flat=True))
    if not notices:
        return None
    Notice.objects.filter(pk__in=notices).update(mailed_at=clock.now())
    person = Person.objects.get(pk=pk)
    send = neutral_mail(to=person.email, key=notices[0]).send if person.is_active else nothing
    return Done(f"person {pk}", details={"notices": len(notices), "sent": person.is_active}, at_last=send)


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
