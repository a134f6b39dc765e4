"""What a region takes away from all institutions of a kind, in running cases too.

Taking a narrowing back gives nothing back there: the case management decides that case by case.
"""

from collections.abc import Mapping
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, QuerySet

from fallkonferenz.access.grants import views_in_region
from fallkonferenz.access.sections import ceiling, codenames, narrowed
from fallkonferenz.cases.models import Admission, CaseGroupRight, Participation, RegionNarrowing
from fallkonferenz.cases.models.admission import AdmissionAct
from fallkonferenz.cases.sections import Section, contribute_right
from fallkonferenz.institutions.models import Person, Region

Pair = tuple[object, int]


def narrow_region(region: Region, kind: str, views: Mapping[str, str], *, by: Person) -> None:
    """Set the narrowings of ``kind`` to ``views`` (letters of the section table); a section left out is as wide as it can be."""
    RegionNarrowing.objects.filter(region=region, kind=kind).delete()
    widest = ceiling(kind)
    for section, view in views.items():
        to = narrowed(widest[Section(section)], view)
        if to != widest[Section(section)]:
            RegionNarrowing.objects.create(region=region, kind=kind, section=section, view=to)
    _take_back(region, kind, by=by)


def _take_back(region: Region, kind: str, *, by: Person) -> None:
    lost = _held(region, kind).exclude(_allowed(region, kind))
    pairs = list(lost.order_by("content_object_id", "group_id").values_list("content_object_id", "group_id").distinct())
    lost.delete()
    remaining = _remaining(region, kind)
    Admission.objects.bulk_create(
        Admission(
            case_id=case,
            institution_id=institution,
            act=AdmissionAct.NARROWED,
            by=by,
            rights=remaining.get((case, institution), []),
        )
        for case, institution in pairs
    )


def _held(region: Region, kind: str) -> QuerySet[CaseGroupRight]:
    """By the institution's region: it is the case's, and the cases themselves are not for an administrator to see."""
    return CaseGroupRight.objects.filter(group__institution__region=region, group__institution__kind=kind)


def _allowed(region: Region, kind: str) -> Q:
    """What the narrowed table gives; and its own incident to the institution that flagged."""
    flagging = Participation.objects.filter(
        case=OuterRef("content_object_id"), institution=OuterRef("group_id"), flagging=True
    )
    own = Q(permission__codename=contribute_right(Section.INCIDENT)) & Q(Exists(flagging))
    return Q(permission__codename__in=codenames(views_in_region(region, kind))) | own


def _remaining(region: Region, kind: str) -> dict[Pair, list[str]]:
    columns = ("content_object_id", "group_id", "permission__codename")
    rows = _held(region, kind).order_by(*columns).values_list(*columns)
    return {pair: [row[2] for row in rows_of_pair] for pair, rows_of_pair in groupby(rows, key=lambda row: row[:2])}
