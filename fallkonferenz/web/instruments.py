"""What risk instruments there are, and a page for the reader of each: what it measures, how well, and what not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fallkonferenz.access.check import require
from fallkonferenz.access.refusals import NotVisible
from fallkonferenz.actions import packs
from fallkonferenz.web.components import Crumb
from fallkonferenz.web.presenters.instruments import COLUMNS, InstrumentPresenter, rows
from risk.instruments import UnknownInstrument


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    found = packs.instruments(by=request.user)
    return render(request, "instruments/list.html", {"columns": COLUMNS, "rows": rows(found)})


@require_safe
def read(request: HttpRequest, key: str) -> HttpResponse:
    require(request.user, "instrument.read")
    try:
        found = packs.instrument(by=request.user, key=key)
    except UnknownInstrument as error:
        raise NotVisible from error
    it = InstrumentPresenter(found)
    crumbs = [Crumb(_("Risk instruments"), reverse("instrument-list")), Crumb(it.name)]
    return render(request, "instruments/read.html", {"it": it, "crumbs": crumbs})
