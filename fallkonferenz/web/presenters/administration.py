"""Lists and acts of administration in words."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.cases.models import RegionNarrowing
from fallkonferenz.cases.sections import Section
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.institutions.models import Institution, Invitation, Person, Region, folded
from fallkonferenz.web.components import Act, Cell, Column
from fallkonferenz.web.forms.administration import VIEWS
from fallkonferenz.web.templatetags.words import moment

REGION_COLUMNS = (
    _("Region"),
    Column(_("Wait: acute"), numeric=True),
    Column(_("Wait: high"), numeric=True),
    Column(_("Narrowed"), numeric=True),
)
INSTITUTION_COLUMNS = (_("Institution"), _("Region"), _("Mailbox"), Column(_("Accounts"), numeric=True), _("State"))
PERSON_COLUMNS = (_("Name"), _("Institution"), _("Role"), _("Account"), _("Last signed in"))
NARROWING_COLUMNS = (_("Kind of institution"), _("Section"), _("at most"))


def region_rows(regions: Iterable[Region]) -> list[list[Cell | str]]:
    return [
        [
            Cell(region.name, reverse("region-change", args=[region.pk])),
            gettext("%(count)s hours") % {"count": region.wait_hours_acute},
            gettext("%(count)s days") % {"count": region.wait_days_high},
            Cell(region.narrowings.count(), reverse("region-narrow", args=[region.pk])),
        ]
        for region in regions
    ]


def narrowing_rows(region: Region) -> list[list[str]]:
    rows = RegionNarrowing.objects.filter(region=region)
    said = [[str(Kind(row.kind).label), str(Section(row.section).label), str(VIEWS[row.view])] for row in rows]
    return sorted(said, key=lambda words: [folded(word) for word in words])


def institution_rows(institutions: Iterable[Institution]) -> list[list[Cell | str]]:
    return [
        [
            Cell(house.name, reverse("institution-change", args=[house.pk]), note=_kind_and_carrier(house)),
            house.region.name,
            house.mailbox,
            Cell(house.accounts, reverse("person-list", query={"institution": house.pk})),
            Cell(gettext("takes part"), tone="success")
            if house.active
            else Cell(gettext("does not take part"), tone="neutral"),
        ]
        for house in institutions
    ]


def _kind_and_carrier(house: Institution) -> str:
    return " · ".join(filter(None, (house.get_kind_display(), house.carrier)))


def person_rows(people: Iterable[Person]) -> list[list[Cell | str]]:
    return [
        [
            Cell(person.name, reverse("person-change", args=[person.pk]), note=person.username),
            person.institution.name if person.institution else "–",
            person.get_role_display(),
            account_state(person),
            moment(person.last_login) or gettext("never"),
        ]
        for person in people
    ]


def person_facts(person: Person) -> list[tuple[str, str]]:
    return [
        (gettext("Institution"), person.institution.name if person.institution else "–"),
        (gettext("Role"), person.get_role_display()),
        (gettext("Last signed in"), moment(person.last_login) if person.last_login else "–"),
    ]


def account_state(person: Person) -> Cell:
    """What an administrator has to know: can the person sign in, and if not, what is the matter?"""
    if not person.is_active:
        return Cell(gettext("account closed"), tone="neutral")
    if person.has_usable_password():
        return Cell(gettext("account open"), tone="success")
    invitation = next(iter(person.invitations.all()), None)
    return _invited(invitation) if invitation else Cell(gettext("not invited yet"), tone="warning")


def _invited(invitation: Invitation) -> Cell:
    if invitation.expires_at <= clock.now():
        return Cell(gettext("invitation ran out"), tone="warning")
    if invitation.sent_at is None:
        return Cell(gettext("invitation could not be sent"), tone="danger")
    return Cell(gettext("invited"), tone="info", note=_until(invitation.expires_at))


def _until(when: datetime) -> SafeString:
    return format_html(gettext("until {when}"), when=moment(when))


def person_acts(person: Person) -> list[Act]:
    again = person.has_usable_password()
    invite = Act(
        gettext("Send a new invitation") if again else gettext("Invite"),
        reverse("person-invite", args=[person.pk]),
        allowed=person.is_active,
        why_not="" if person.is_active else gettext("This account is closed. Open it before you invite."),
        hint=gettext("If the passphrase was forgotten.") if again else "",
        primary=not again,
    )
    if person.is_active:
        return [invite, Act(gettext("Close the account"), reverse("person-lock", args=[person.pk]))]
    return [Act(gettext("Open the account again"), reverse("person-unlock", args=[person.pk]), primary=True), invite]
