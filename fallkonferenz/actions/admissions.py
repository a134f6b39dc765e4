"""Admissions to a case, by the case management: admit, narrow, end, exclude a person, include again."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from fallkonferenz.access import grants
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions.gate import action
from fallkonferenz.cases.models import Case, Exclusion, Participation
from fallkonferenz.cases.sections import Section
from fallkonferenz.institutions.kinds import NEVER_ADMITTED, Kind
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.outbox.queue import enqueue


@action("admission.admit", notes=("institution", "basis", "until", "narrow"))
def admit(
    case: Case,
    *,
    by: Person,
    institution: Institution,
    basis: str,
    reasons: str,
    until: datetime | None = None,
    narrow: Mapping[Section, str] | None = None,
) -> Participation:
    """Admit an institution on a ground (GroundKind) with reasons; ``narrow`` maps sections to a narrower view."""
    _must_be_admissible(case, institution)
    if institution.kind == Kind.CASE_MANAGEMENT and (narrow or until):
        raise NotNow(_("The case management follows the whole case; its sight is not narrowed."))
    participation = grants.admit(case, institution, by=by, basis=basis, reasons=reasons, narrow=narrow, until=until)
    enqueue("admission.admit", case=case.pk, about=participation.pk, by=by.pk)
    return participation


def _must_be_admissible(case: Case, institution: Institution) -> None:
    if institution.kind in NEVER_ADMITTED:
        raise NotNow(_("This kind of institution is never admitted to a case."))
    if institution.region_id != case.region_id or not institution.active:
        raise NotNow(_("This institution takes no part in your region."))
    if not institution.people.filter(is_active=True).exists():
        raise NotNow(_("Nobody of this institution has an open account."))


@action("admission.narrow", notes=("institution", "views"))
def narrow(case: Case, *, by: Person, institution: Institution, views: Mapping[Section, str]) -> Participation:
    """Let an admitted institution see less of this case than the table allows."""
    participation = _admitted(case, institution)
    if institution.kind == Kind.CASE_MANAGEMENT:
        raise NotNow(_("The case management follows the whole case; its sight is not narrowed."))
    grants.narrow(case, institution, views, by=by)
    enqueue("admission.narrow", case=case.pk, about=participation.pk, by=by.pk)
    return participation


@action("admission.withdraw", notes=("institution",))
def withdraw(case: Case, *, by: Person, institution: Institution) -> Case:
    """End an admission with the next request. The case management itself stays, and follows what the other leaves open."""
    _admitted(case, institution)
    if institution.kind == Kind.CASE_MANAGEMENT:
        raise NotNow(_("The case management cannot leave its own case."))
    grants.withdraw(case, institution, by=by)
    enqueue("admission.withdraw", case=case.pk, by=by.pk)
    return case


@action("admission.exclude", notes=("person",))
def exclude(case: Case, *, by: Person, person: Person) -> Exclusion:
    """Keep a person out of this case: conflict of interest. It wins over every right, from the next request."""
    if person == by:
        raise NotNow(_("Ask a colleague to exclude you: you would lock yourself out of this page."))
    if person.institution is None or not case.participations.filter(institution=person.institution).exists():
        raise NotNow(_("This person's institution takes no part in the case."))
    made, _is_new = Exclusion.objects.get_or_create(case=case, person=person, defaults={"by": by})
    return made


@action("admission.include", notes=("person",))
def include(case: Case, *, by: Person, person: Person) -> Case:
    case.exclusions.filter(person=person).delete()
    return case


def _admitted(case: Case, institution: Institution) -> Participation:
    admitted = Participation.objects.filter(case=case, institution=institution)
    participation: Participation | None = admitted.first()
    if participation is None:
        raise NotNow(_("This institution is not admitted to the case."))
    return participation
