"""What the forms of a case offer to choose from. Only for cases that ``scope`` has handed out."""

from uuid import UUID

from django.db.models import QuerySet

from fallkonferenz.access.grants import views_in_region
from fallkonferenz.access.refusals import NotVisible
from fallkonferenz.access.relations import OF_REGION
from fallkonferenz.access.sight import sight_of
from fallkonferenz.cases.models import Case, Exclusion, Ground, Participation, Referral
from fallkonferenz.cases.sections import Section
from fallkonferenz.conferences.lifecycle import ConferenceState
from fallkonferenz.conferences.models import AgendaItem, Attendance, Conference, ItemOutcome
from fallkonferenz.institutions.kinds import NEVER_ADMITTED, Kind, Role
from fallkonferenz.institutions.models import Institution, Person

CHOICES = 50  # of planned conferences: a round of months


def admitted(case: Case) -> list[Institution]:
    """Who takes part in the case now: for the case management, which admitted them."""
    live = case.participations.live().select_related("institution").order_by("institution__name_key")
    return [each.institution for each in live]


def known_to(person: Person, case: Case) -> list[Institution]:
    """Whom a person may know to take part.

    Who reads what happened knows the round. Others know the case management and whom they sat at a table with:
    that a shelter takes part tells a school, or those who work with the endangering person, too much.
    """
    everybody = admitted(case)
    if person.role == Role.CASE_MANAGER or sight_of(person, case).reads(Section.INCIDENT):
        return everybody
    own_items = AgendaItem.objects.filter(case=case, attendances__institution=person.institution_id)
    met = set(Attendance.objects.filter(item__in=own_items).values_list("institution", flat=True))
    return [each for each in everybody if each.kind == Kind.CASE_MANAGEMENT or each.pk in {*met, person.institution_id}]


def can_be_invited(case: Case) -> list[Institution]:
    """The case management convenes; it is not among its own guests."""
    return [institution for institution in admitted(case) if institution.kind != Kind.CASE_MANAGEMENT]


def can_be_admitted(case: Case) -> list[Institution]:
    """Institutions of the region that take part in the work and not yet in this case."""
    return list(
        Institution.objects.filter(region=case.region_id, active=True)
        .exclude(kind__in=NEVER_ADMITTED)
        .exclude(pk__in=case.participations.live().values("institution"))
    )


def of_region(person: Person) -> QuerySet[Institution]:
    """Whoever takes part in the region and can be admitted: a public list, it tells nothing of any case."""
    own_region = Institution.objects.filter(region=person.own_institution.region_id, active=True)
    return own_region.exclude(kind__in=NEVER_ADMITTED)


def to_be_confirmed(case: Case, person: Person) -> QuerySet[Referral]:
    """What somebody else typed for this person's institution; for the case management, all of it."""
    waiting = case.referrals.filter(on_behalf=True, confirmed_at=None).select_related("institution")
    return waiting if person.role == Role.CASE_MANAGER else waiting.filter(institution=person.institution_id)


def views_possible(case: Case, institution: Institution) -> dict[Section, str]:
    """The widest views of this institution in this case: table and region."""
    return views_in_region(case.region, institution.kind)


def participation_or_404(case: Case, institution: int) -> Participation:
    taking_part = Participation.objects.live().filter(case=case, institution=institution)
    found: Participation | None = taking_part.select_related("institution").first()
    if found is None:
        raise NotVisible
    return found


def people_of(case: Case, institutions: list[Institution]) -> list[Person]:
    """Who can act in the case for one of ``institutions``: an open account and no exclusion."""
    excluded = Exclusion.objects.filter(case=case).values("person")
    people = Person.objects.filter(institution__in=institutions, is_active=True).exclude(pk__in=excluded)
    return list(people.select_related("institution").order_by("institution__name_key", "name_key"))


def people_of_region(person: Person) -> list[Person]:
    """Who can chair or write the minutes: whoever works at cases in the region."""
    at_cases = Person.objects.filter(role__in=(Role.PROFESSIONAL, Role.CASE_MANAGER), is_active=True)
    own_region = at_cases.filter(institution__region=person.own_institution.region_id)
    return list(own_region.select_related("institution").order_by("institution__name_key", "name_key"))


def conferences_planned(person: Person) -> list[Conference]:
    """The latest ones, in the order of time: what was planned long ago and never recorded is no choice any more."""
    planned = Conference.objects.filter(OF_REGION.holds(person), state=ConferenceState.PLANNED)
    return list(planned.order_by("-starts_at")[:CHOICES])[::-1]


def attendances_to_record(case: Case) -> list[Attendance]:
    """Who was invited to the item of this case that is still open."""
    waiting = Attendance.objects.filter(
        item__case=case,
        item__outcome=ItemOutcome.OPEN,
        item__conference__state__in=(ConferenceState.PLANNED, ConferenceState.HELD),
    )
    return list(waiting.select_related("institution", "item__conference"))


def grounds_in_force(case: Case, person: Person) -> list[Ground]:
    """What this person's institution may take back; for the case management, all of them."""
    grounds = case.grounds.in_force().select_related("discloser", "recipient")
    if person.role != Role.CASE_MANAGER:
        grounds = grounds.filter(discloser=person.institution_id)
    return list(grounds)


def excluded_or_404(case: Case, person: UUID) -> Person:
    found = case.exclusions.select_related("person").filter(person=person).first()
    if found is None:
        raise NotVisible
    return found.person
