"""Packs of risk instruments: screens of administrators."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fallkonferenz.actions import packs
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.acting import form_page
from fallkonferenz.web.administration import FORM, kept, sent
from fallkonferenz.web.components import Crumb
from fallkonferenz.web.forms.administration import ConfirmForm
from fallkonferenz.web.forms.packs import PackForm
from fallkonferenz.web.presenters import packs as shown
from risk.models import Pack


@require_safe
def packs_list(request: HttpRequest) -> HttpResponse:
    found = packs.listed(by=request.user)
    people = {row.loaded_by for row in found if row.loaded_by}
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    return render(request, "packs/list.html", {"columns": shown.COLUMNS, "rows": shown.rows(found, names)})


@require_http_methods(FORM)
def load(request: HttpRequest) -> HttpResponse:
    title = _("Load a pack")

    def done(pack: Pack) -> str:
        messages.success(request, shown.loaded(pack))
        return reverse("pack-list")

    return form_page(
        request,
        right="pack.load",
        thing=None,
        form=PackForm(*((request.POST, request.FILES) if request.method == "POST" else ())),
        act=partial(packs.load, by=request.user),
        done=done,
        template="administration/form.html",
        context={"title": title, "submit": title, "crumbs": _crumbs(title), "cancel": reverse("pack-list")},
    )


@require_http_methods(FORM)
def retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    pack = kept(request, Pack, pk)
    title = _("Take out of use")

    def done(pack: Pack) -> str:
        messages.success(request, _("The pack is out of use."))
        return reverse("pack-list")

    return form_page(
        request,
        right="pack.retire",
        thing=pack,
        form=ConfirmForm(sent(request)),
        act=partial(packs.retire, pack, by=request.user),
        done=done,
        template="packs/retire.html",
        context={
            "title": title,
            "crumbs": _crumbs(title),
            "cancel": reverse("pack-list"),
            "facts": shown.facts(pack),
        },
    )


def _crumbs(here: str) -> list[Crumb]:
    return [Crumb(_("Packs"), reverse("pack-list")), Crumb(here)]
