"""Regions and institutions, kept by administrators: who takes part, within which limits, with which narrowings."""

from collections.abc import Mapping
from uuid import uuid4

from django.contrib.auth.models import Group
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from fallkonferenz.access.narrowing import narrow_region
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions.gate import action, reading
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.institutions.models import Institution, Person, Region, folded

PAGE = 50


@reading("region.list")
def regions(*, by: Person) -> list[Region]:
    found = Region.objects.prefetch_related("narrowings")
    return sorted(found, key=lambda region: folded(region.name))


@action("region.add", notes=("name",))
def add_region(*, by: Person, name: str, **settings: int | str) -> Region:
    _must_be_new_region(name)
    return Region.objects.create(name=name, **settings)


@action("region.change", notes=("name",), notes_changes=True)
def change_region(region: Region, *, by: Person, name: str, **settings: int | str) -> Region:
    """Limits, and the words of the public pages; the log keeps which of them changed, not what they say."""
    if name != region.name:
        _must_be_new_region(name)
    region.name = name
    for setting, value in settings.items():
        setattr(region, setting, value)
    region.save()
    return region


@action("region.narrow", notes=("kind", "views"))
def narrow(region: Region, *, by: Person, kind: str, views: Mapping[str, str]) -> Region:
    """What institutions of ``kind`` see in this region, at most; it holds for running cases at once."""
    if kind == Kind.CASE_MANAGEMENT:
        raise NotNow(_("The case management cannot be narrowed: it has to see what it follows."))
    narrow_region(region, kind, views, by=by)
    return region


@reading("institution.list")
def institutions(
    *, by: Person, region: Region | None = None, kind: str = "", name: str = "", after: int | None = None
) -> list[Institution]:
    """One page, and one more if there is a next one; each with the number of its open accounts, as ``accounts``."""
    found = Institution.objects.select_related("region").order_by("region__name", "name_key", "pk")
    found = found.annotate(accounts=Count("people", filter=Q(people__is_active=True)))
    if region is not None:
        found = found.filter(region=region)
    if kind:
        found = found.filter(kind=kind)
    return list(_behind(found.filter(name_key__contains=folded(name)), after)[: PAGE + 1])


def _behind(found: QuerySet[Institution], after: int | None) -> QuerySet[Institution]:
    last = Institution.objects.select_related("region").filter(pk=after).first() if after else None
    if last is None:
        return found
    same_region = Q(region__name=last.region.name)
    same_name = same_region & Q(name_key=last.name_key)
    return found.filter(
        Q(region__name__gt=last.region.name)
        | (same_region & Q(name_key__gt=last.name_key))
        | (same_name & Q(pk__gt=after))
    )


@action("institution.add", notes=("region", "kind", "name", "carrier"))
def add(
    *, by: Person, region: Region, kind: str, name: str, mailbox: str, hours: str = "", carrier: str = ""
) -> Institution:
    """Its group of rights is made along with it: the group's id is the institution's id."""
    _must_be_new(region, name)
    group = Group.objects.create(name=f"institution {uuid4()}")
    return Institution.objects.create(
        group=group, region=region, kind=kind, name=name, mailbox=mailbox, hours=hours, carrier=carrier
    )


@action("institution.change", notes=("name", "carrier", "active"))
def change(
    institution: Institution,
    *,
    by: Person,
    name: str,
    mailbox: str,
    hours: str = "",
    carrier: str = "",
    active: bool = True,
) -> Institution:
    """Region and kind stay: rights were given because of them."""
    if name != institution.name:
        _must_be_new(institution.region, name)
    if institution.active and not active:
        _must_leave_a_management(institution)
    institution.name, institution.mailbox, institution.hours = name, mailbox, hours
    institution.carrier, institution.active = carrier, active
    institution.save()
    return institution


def _must_be_new_region(name: str) -> None:
    if Region.objects.filter(name__iexact=name).exists():
        raise NotNow(_("There is a region of this name already."))


def _must_be_new(region: Region, name: str) -> None:
    if Institution.objects.filter(region=region, name__iexact=name).exists():
        raise NotNow(_("There is an institution of this name in the region already."))


def _must_leave_a_management(institution: Institution) -> None:
    others = Institution.objects.filter(region=institution.region, kind=Kind.CASE_MANAGEMENT, active=True)
    if institution.kind == Kind.CASE_MANAGEMENT and not others.exclude(pk=institution.pk).exists():
        raise NotNow(_("A region needs a case management that takes part."))
