"""Regions and institutions: screens of administrators, and what those of accounts share with them."""

from functools import partial
from uuid import UUID

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from fallkonferenz.access.check import require
from fallkonferenz.access.grants import views_in_region
from fallkonferenz.access.refusals import NotVisible
from fallkonferenz.access.sections import ceiling
from fallkonferenz.actions import institutions as houses
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.institutions.models import Institution, Person, Region
from fallkonferenz.web.acting import UNPROCESSABLE, form_page
from fallkonferenz.web.components import Crumb
from fallkonferenz.web.forms import administration as forms
from fallkonferenz.web.presenters import administration as shown

FORM = ["GET", "HEAD", "POST"]
PLACES = {Region: "region-list", Institution: "institution-list", Person: "person-list"}


def kept(request: HttpRequest, model: type[Model], pk: object) -> Model:
    """Who does not keep this list is told so before anything is looked for."""
    require(request.user, f"{model._meta.model_name}.list")
    thing = model._default_manager.filter(pk=pk).first()
    if thing is None:
        raise NotVisible
    return thing


def sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _crumbs(model: type[Model], here: object) -> list[Crumb]:
    names = {Region: gettext("Regions"), Institution: gettext("Institutions"), Person: gettext("Persons")}
    return [Crumb(names[model], reverse(PLACES[model])), Crumb(str(here))]


def frame(model: type[Model], title: str, submit: str = "", **more: object) -> dict[str, object]:
    """What ``administration/form.html`` wants to know."""
    return {
        "title": title,
        "submit": submit or title,
        "crumbs": _crumbs(model, title),
        "cancel": reverse(PLACES[model]),
        **more,
    }


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    found = houses.regions(by=request.user)
    context = {"columns": shown.REGION_COLUMNS, "rows": shown.region_rows(found)}
    return render(request, "administration/regions.html", context)


@require_http_methods(FORM)
def add_region(request: HttpRequest) -> HttpResponse:
    return form_page(
        request,
        right="region.add",
        thing=None,
        form=forms.RegionForm(sent(request)),
        act=partial(houses.add_region, by=request.user),
        done=lambda region: reverse("region-list"),
        template="administration/form.html",
        context=frame(Region, gettext("Add a region")),
    )


@require_http_methods(FORM)
def change_region(request: HttpRequest, pk: UUID) -> HttpResponse:
    region = kept(request, Region, pk)
    return form_page(
        request,
        right="region.change",
        thing=region,
        form=forms.RegionForm(sent(request), instance=region),
        act=partial(houses.change_region, region, by=request.user),
        done=lambda region: reverse("region-list"),
        template="administration/region.html",
        context=frame(Region, gettext("Change a region"), gettext("Save"), region=region),
    )


@require_http_methods(FORM)
def narrow_region(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The kind stands in the address; without one it is the police."""
    region = kept(request, Region, pk)
    asked = forms.KindFilter(request.GET if "kind" in request.GET else {"kind": Kind.POLICE.value})
    kind = asked.cleaned_data["kind"] if asked.is_valid() else Kind.POLICE.value
    here = reverse("region-narrow", args=[region.pk], query={"kind": kind})
    return form_page(
        request,
        right="region.narrow",
        thing=region,
        form=forms.NarrowForm(sent(request), widest=ceiling(kind), now=views_in_region(region, kind)),
        act=partial(houses.narrow, region, by=request.user, kind=kind),
        done=lambda region: here,
        template="administration/narrow.html",
        context=frame(
            Region,
            gettext("Narrow section views"),
            gettext("Save"),
            region=region,
            filter=asked,
            kind=Kind(kind).label,
            here=here,
            columns=shown.NARROWING_COLUMNS,
            rows=shown.narrowing_rows(region),
        ),
    )


@require_safe
def institutions(request: HttpRequest) -> HttpResponse:
    form = forms.InstitutionFilter(request.GET)
    fits = form.is_valid()
    after = request.GET.get("after", "")
    found = houses.institutions(by=request.user, **form.cleaned_data, after=int(after) if after.isdecimal() else None)
    page, has_more = found[: houses.PAGE], len(found) > houses.PAGE
    narrowing = {name: request.GET[name] for name, value in form.cleaned_data.items() if value}
    context = {
        "form": form,
        "columns": shown.INSTITUTION_COLUMNS,
        "rows": shown.institution_rows(page),
        "first": reverse("institution-list", query=narrowing) if after else "",
        "next": reverse("institution-list", query={**narrowing, "after": page[-1].pk}) if has_more else "",
        "reset": reverse("institution-list"),
    }
    return render(request, "administration/institutions.html", context, status=200 if fits else UNPROCESSABLE)


@require_http_methods(FORM)
def add_institution(request: HttpRequest) -> HttpResponse:
    return form_page(
        request,
        right="institution.add",
        thing=None,
        form=forms.InstitutionForm(sent(request)),
        act=partial(houses.add, by=request.user),
        done=lambda institution: reverse("institution-list"),
        template="administration/form.html",
        context=frame(Institution, gettext("Add an institution")),
    )


@require_http_methods(FORM)
def change_institution(request: HttpRequest, pk: int) -> HttpResponse:
    institution = kept(request, Institution, pk)
    return form_page(
        request,
        right="institution.change",
        thing=institution,
        form=forms.InstitutionChangeForm(sent(request), instance=institution),
        act=partial(houses.change, institution, by=request.user),
        done=lambda institution: reverse("institution-list"),
        template="administration/form.html",
        context=frame(Institution, gettext("Change an institution"), gettext("Save"), name=institution.name),
    )
