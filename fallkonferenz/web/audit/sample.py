"""A random sample of a month's reads to look through. Another officer draws the same; nobody chooses what is drawn."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.findings import Check
from audit.period import Period
from audit.read import Opened
from audit.sampling import Draw
from fallkonferenz.actions import reviewing
from fallkonferenz.actions.gate import log
from fallkonferenz.web.acting import UNPROCESSABLE
from fallkonferenz.web.audit import asking
from fallkonferenz.web.audit.names import Names
from fallkonferenz.web.audit.pages import shown
from fallkonferenz.web.audit.reader import reader
from fallkonferenz.web.audit.review import note_checks
from fallkonferenz.web.audit.unlock import Key, needs_key
from fallkonferenz.web.forms.review import CheckForm, SampleForm
from fallkonferenz.web.presenters.audit import entries as words
from fallkonferenz.web.presenters.audit.findings import checked_rows, names_of_checks

PATTERN = "sample"
# One that is kept, so that a colleague draws the same later: of a month that is over the first after it; of the present
# one the last a witness cosigned, else the first of an hour.
CHECKPOINT = """
    SELECT c.origin, c.size, c.root FROM audit_checkpoint c JOIN audit_origin o USING (origin)
    WHERE c.size = coalesce(%(size)s, (SELECT min(a.size) FROM audit_checkpoint a WHERE a.origin = o.origin AND a.at >= %(over)s),
        (SELECT max(w.size) FROM audit_cosignature w WHERE w.origin = o.origin),
        (SELECT min(e.size) FROM audit_checkpoint e WHERE e.origin = o.origin AND date_trunc('hour', e.at) =
            (SELECT max(date_trunc('hour', n.at)) FROM audit_checkpoint n WHERE n.origin = o.origin)))
    ORDER BY o.number DESC, c.size DESC LIMIT 1
"""


@dataclass(frozen=True)
class Sample:
    draw: Draw
    entries: list[Opened]
    checks: list[Check]
    is_by_hand: bool = False  # the checkpoint is another than the month itself leads to

    @property
    def id(self) -> str:
        """Stands in the entry that says it was checked, where a finding has its id."""
        return _name(self.draw)

    @property
    def closed(self) -> int:
        """How many of those drawn say nothing: erased, or not opened by this key."""
        return sum(not entry.is_readable for entry in self.entries)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_key
def sample(request: HttpRequest, key: Key) -> HttpResponse:
    form = SampleForm({**SampleForm.usual(), **request.GET.dict()})
    context: dict[str, Any] = {"title": _("Sample"), "form": form, "reset": reverse("audit-sample")}
    if not form.is_valid():
        log("access.form", by=request.user, details={"form": "log.sample"})
        return shown(request, key, "audit/sample.html", context, status=UNPROCESSABLE)
    reviewing.ask("log.sample", by=request.user, question=form.as_query)
    checkpoint = _checkpoint(form.cleaned_data["size"], form.period)
    if checkpoint is None:
        return _without(request, key, form, context)
    drawn = _drawn(form, key, checkpoint)
    note = CheckForm(request.POST or None)
    if request.method == "POST" and note.is_valid():
        reviewing.check(by=request.user, finding=drawn.id, pattern=PATTERN, note=note.cleaned_data["note"])
        messages.success(request, _("Marked as checked. The other officers see your note."))
        return redirect(_again(drawn.draw))
    context |= _page(drawn) | {"note": note}
    return shown(request, key, "audit/sample.html", context, status=UNPROCESSABLE if note.errors else 200)


def _without(request: HttpRequest, key: Key, form: SampleForm, context: dict[str, Any]) -> HttpResponse:
    """A log that has just begun has no checkpoint yet; a size that was typed may be wrong."""
    if form.cleaned_data["size"]:
        form.add_error("size", _("There is no checkpoint of this size."))
    status = UNPROCESSABLE if form.errors else 200
    return shown(request, key, "audit/sample.html", {**context, "is_too_early": not form.errors}, status=status)


def _drawn(form: SampleForm, key: Key, checkpoint: tuple[str, int, bytes]) -> Sample:
    period: Period = form.period
    what = Draw(*checkpoint, period.name, form.cleaned_data["number"])
    checks: dict[str, list[Check]] = {}
    note_checks(checks, key, period)
    is_by_hand = form.cleaned_data["size"] and _checkpoint(None, period) != checkpoint
    return Sample(what, asking.drawn(what, period, key=key), checks.get(_name(what), []), bool(is_by_hand))


def _name(what: Draw) -> str:
    return what.seed.hex()[:32]


def _checkpoint(size: int | None, period: Period) -> tuple[str, int, bytes] | None:
    with reader() as connection:
        asked = {"size": size, "over": period.until}
        return connection.execute(CHECKPOINT, asked, binary=True).fetchone()


def _again(what: Draw) -> str:
    """The address of this very sample, also when the log has grown."""
    return reverse("audit-sample", query={"month": what.month, "number": what.number, "size": what.size})


def _page(drawn: Sample) -> dict[str, Any]:
    what = drawn.draw
    return {
        "sample": drawn,
        "columns": words.COLUMNS,
        "rows": words.rows(drawn.entries, Names.of(drawn.entries)),
        "checks": checked_rows(drawn.checks, names_of_checks(drawn.checks)),
        "again": _again(what),
        "facts": [
            (_("Name of the log"), what.origin),
            (_("Checkpoint (size)"), str(what.size)),
            (_("Root of the tree"), what.root.hex()),
            (_("Month"), what.month),
            (_("How many reads"), str(what.number)),
            (_("Seed"), what.seed.hex()),
        ],
    }
