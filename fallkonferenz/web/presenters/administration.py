"""Lists and acts of administration in words."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.cases.models import RegionNarrowing
from fallkonferenz.cases.sections import Section
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.institutions.models import Institution, Invitation, Person, Region
from fallkonferenz.web.components import Act, Cell, Column
from fallkonferenz.web.forms.administration import VIEWS
from fallkonferenz.web.templatetags.words import moment

REGION_COLUMNS = (
    _("Region"),
    Column(_("Level acute: longest wait"), numeric=True),
    Column(_("Level high: longest wait"), numeric=True),
    Column(_("Narrowed sections"), numeric=True),
)
INSTITUTION_COLUMNS = (_("Institution"), _("Kind"), _("Region"), _("Function mailbox"), _("Hours"), _("State"))
PERSON_COLUMNS = (_("Name"), _("User name"), _("Institution"), _("Role"), _("Function"), _("Account"))
NARROWING_COLUMNS = (_("Kind of institution"), _("Section"), _("at most"))


def region_rows(regions: Iterable[Region]) -> list[list[Cell | str]]:
    return [
        [
            Cell(region.name, reverse("region-change", args=[region.pk])),
            _t("%(count)s hours") % {"count": region.wait_hours_acute},
            _t("%(count)s days") % {"count": region.wait_days_high},
            Cell(region.narrowings.count(), reverse("region-narrow", args=[region.pk])),
        ]
        for region in regions
    ]


def narrowing_rows(region: Region) -> list[list[str]]:
    rows = RegionNarrowing.objects.filter(region=region)
    return sorted([str(Kind(row.kind).label), str(Section(row.section).label), str(VIEWS[row.view])] for row in rows)


def institution_rows(institutions: Iterable[Institution]) -> list[list[Cell | str]]:
    return [
        [
            Cell(house.name, reverse("institution-change", args=[house.pk])),
            house.get_kind_display(),
            house.region.name,
            house.mailbox,
            house.hours,
            Cell(_t("takes part"), tone="success") if house.active else Cell(_t("does not take part"), tone="neutral"),
        ]
        for house in institutions
    ]


def person_rows(people: Iterable[Person]) -> list[list[Cell | str]]:
    return [
        [
            Cell(person.name, reverse("person-change", args=[person.pk])),
            person.username,
            person.institution.name if person.institution else "–",
            person.get_role_display(),
            person.get_function_display(),
            account_state(person),
        ]
        for person in people
    ]


def person_facts(person: Person) -> list[tuple[str, str]]:
    return [
        (_t("Institution"), person.institution.name if person.institution else "–"),
        (_t("Role"), person.get_role_display()),
        (_t("Last signed in"), moment(person.last_login) if person.last_login else "–"),
    ]


def account_state(person: Person) -> Cell:
    """What an administrator has to know: can the person sign in, and if not, what is the matter?"""
    if not person.is_active:
        return Cell(_t("closed"), tone="neutral")
    if person.has_usable_password():
        return Cell(_t("open"), tone="success")
    invitation = next(iter(person.invitations.all()), None)
    return _invited(invitation) if invitation else Cell(_t("not invited yet"), tone="warning")


def _invited(invitation: Invitation) -> Cell:
    if invitation.expires_at <= clock.now():
        return Cell(_t("invitation ran out"), tone="warning")
    if invitation.sent_at is None:
        return Cell(_t("invitation could not be sent"), tone="danger")
    return Cell(_t("invited"), tone="info", note=_t("until %(when)s") % {"when": moment(invitation.expires_at)})


def person_acts(person: Person) -> list[Act]:
    again = person.has_usable_password()
    invite = Act(
        _t("Send a new invitation") if again else _t("Invite"),
        reverse("person-invite", args=[person.pk]),
        allowed=person.is_active,
        why_not="" if person.is_active else _t("This account is closed. Open it before you invite."),
        hint=_t("If the passphrase was forgotten.") if again else "",
        primary=not again,
    )
    if person.is_active:
        return [invite, Act(_t("Close the account"), reverse("person-lock", args=[person.pk]))]
    return [Act(_t("Open the account again"), reverse("person-unlock", args=[person.pk]), primary=True), invite]
