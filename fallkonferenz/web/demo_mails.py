"""The mails of the demo: they never leave the machine, they lie in a folder, and this page shows them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fallkonferenz.access.refusals import NotVisible
from fallkonferenz.actions.gate import log

SHOWN = 50
BETWEEN = b"\n" + b"-" * 79 + b"\n"  # Django's line between two mails of a file


class Letter(NamedTuple):
    sent_at: datetime
    to: str
    subject: str
    body: str


@login_not_required  # who is invited has no account yet
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise NotVisible
    log("access.page", by=request.user if request.user.is_authenticated else None, details={"page": "demo-mails"})
    return render(request, "demo/mails.html", {"letters": list(islice(newest_first(), SHOWN))})


def newest_first() -> Iterator[Letter]:
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files:
        yield from reversed([_letter(content) for content in _contents(file)])


def _contents(file: Path) -> Iterator[bytes]:
    """A mail that is just being written ends without its line, and is shown the next time."""
    *complete, _rest = file.read_bytes().split(BETWEEN)
    return (content.lstrip(b"\n") for content in complete)


def _letter(content: bytes) -> Letter:
    message = message_from_bytes(content, _class=EmailMessage, policy=default)
    sent_at = parsedate_to_datetime(message["Date"]).replace(tzinfo=UTC)  # Django writes "-0000"
    return Letter(sent_at, message["To"], message["Subject"], message.get_content())
