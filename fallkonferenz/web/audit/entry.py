"""One entry: what it says of an act, and the proof that it stands in the log."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit.current import ENTRIES_PER_EPOCH
from audit.live import Live
from audit.question import Question
from audit.read import Opened, answers
from audit.source import Row
from fallkonferenz.access.refusals import NotNow, NotVisible
from fallkonferenz.actions import officers
from fallkonferenz.web.audit.names import Names
from fallkonferenz.web.audit.pages import shown
from fallkonferenz.web.audit.proofs import Proof, proof_of
from fallkonferenz.web.audit.reader import reader
from fallkonferenz.web.audit.unlock import Key, needs_key
from fallkonferenz.web.presenters.audit.entry import EntryPresenter


class OneRow(Live):
    """A source of one entry, opened as every other is."""

    def __init__(self, connection, row: Row) -> None:
        super().__init__(connection)
        self.row = row

    def rows(self):
        yield self.row


@require_safe
@needs_key
def read(request: HttpRequest, key: Key, epoch: UUID, counter: int) -> HttpResponse:
    opened, proof = _found(key, epoch, counter)
    officers.ask("log.entry", by=request.user, entry=[epoch.hex, counter])
    entry = EntryPresenter(opened, Names.of([opened]), proof)
    return shown(request, key, "audit/entry.html", {"title": _("Entry of the log"), "entry": entry})


@require_safe
@needs_key
def proof(request: HttpRequest, key: Key, epoch: UUID, counter: int) -> HttpResponse:
    """For a court or a person concerned: whoever knows the log's and the witnesses' keys can check it."""
    _opened, proof = _found(key, epoch, counter)
    officers.ask("log.proof", by=request.user, entry=[epoch.hex, counter])
    if proof is None or not proof.as_file:
        raise NotNow(_("There is no proof of this entry yet: it is not under a checkpoint."))
    name = f"entry-{proof.position}{'' if proof.is_witnessed else '-not-witnessed'}.tlog-proof"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(proof.as_file, content_type="application/octet-stream", headers=headers)


def _found(key: Key, epoch: UUID, counter: int) -> tuple[Opened, Proof | None]:
    if counter > ENTRIES_PER_EPOCH:
        raise NotVisible
    with reader() as connection:
        row = Live(connection).row(epoch, counter)
        if row is None:
            raise NotVisible
        opened = next(answers(OneRow(connection, row), key.seed, Question()), None)
        if opened is None:  # its header is none
            raise NotVisible
        return opened, proof_of(connection, row)
