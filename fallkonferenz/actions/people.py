"""Accounts: made, changed, closed, opened and invited by administrators, who never choose a passphrase."""

from collections.abc import Callable
from functools import partial
from smtplib import SMTPException
from uuid import UUID

import structlog
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext as _

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.actions.gate import action, log, reading
from fallkonferenz.institutions import invitations
from fallkonferenz.institutions.kinds import Function, Role, roles_at
from fallkonferenz.institutions.models import Institution, Invitation, Person, folded

PAGE = 50
UNUSABLE = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
# What can be the matter with an account.
ACCOUNTS = {
    "open": Q(is_active=True) & ~UNUSABLE,
    "waiting": Q(is_active=True) & UNUSABLE,
    "closed": Q(is_active=False),
}


@reading("person.list", shows=lambda people: {"people": [str(person.pk) for person in people]})
def people(
    *, by: Person, institution: Institution | None = None, name: str = "", state: str = "", after: UUID | None = None
) -> list[Person]:
    """One page of the accounts by name, and one more if there is a next page. ``state`` is a key of ``ACCOUNTS``."""
    found = (
        Person.objects.select_related("institution__region").prefetch_related("invitations").order_by("name_key", "pk")
    )
    if institution is not None:
        found = found.filter(institution=institution)
    if name:
        found = found.filter(Q(name_key__contains=folded(name)) | Q(username__contains=name.lower()))
    if state:
        found = found.filter(ACCOUNTS[state])
    return list(_behind(found, after)[: PAGE + 1])


def _behind(found: QuerySet[Person], after: UUID | None) -> QuerySet[Person]:
    """Behind the account ``after``, asked for by the same statement; behind nobody if it is gone."""
    if after is None:
        return found
    name = Coalesce(Subquery(Person.objects.filter(pk=after).values("name_key")), Value(""))
    return found.filter(Q(name_key__gt=name) | Q(pk__gt=after), name_key__gte=name)


@action("person.add", notes=("role", "institution"))
def add(
    *,
    by: Person,
    username: str,
    email: str,
    name: str,
    role: str,
    institution: Institution | None = None,
    function: str = Function.REPRESENTATIVE,
) -> Person:
    """An account nobody can use yet: the passphrase comes with the invitation."""
    _must_fit(role, institution)
    _must_be_new(username=username, email=email)
    person = Person(
        username=username.lower(),
        email=email.lower(),
        name=name,
        role=role,
        institution=institution,
        function=function,
    )
    person.set_unusable_password()
    person.save()
    return person


@action("person.change", notes=("function",))
def change(person: Person, *, by: Person, name: str, email: str, function: str) -> Person:
    """Role and institution stay: who moves on gets a new account."""
    if email.lower() != person.email:
        _must_be_new(email=email)
        person.invitations.end()
        transaction.on_commit(partial(_tell_old_address, person.email))
    person.name, person.email, person.function = name, email.lower(), function
    person.save()
    return person


@action("person.invite")
def invite(person: Person, *, by: Person, link: Callable[[str], str]) -> Person:
    """Send a link for a new passphrase. It ends the sessions of the account and the links sent before.

    ``link`` turns the token into the address of the page.
    """
    if not person.is_active:
        raise NotNow(_("This account is closed. Open it before you invite."))
    if person == by:
        raise NotNow(_("Nobody invites themselves: change your own passphrase instead."))
    person.set_unusable_password()
    person.save()
    invitation, token = invitations.issue(person, by=by)
    transaction.on_commit(partial(_send, invitation, link(token)))
    return person


@action("person.lock")
def lock(person: Person, *, by: Person) -> Person:
    """Close the account; its sessions end with their next request."""
    if person.role == Role.ADMINISTRATOR:
        _must_leave_one(person)
    person.is_active = False
    person.invitations.end()
    person.save()
    return person


@action("person.unlock")
def unlock(person: Person, *, by: Person) -> Person:
    person.is_active = True
    person.save()
    return person


@action("person.prefer", notes=("language", "appearance"))
def prefer(*, by: Person, language: str, appearance: str) -> Person:
    """How one's own screen is set; nobody sets that of another."""
    by.language, by.appearance = language, appearance
    by.save(update_fields=["language", "appearance"])
    return by


def _must_fit(role: str, institution: Institution | None) -> None:
    fitting = roles_at(institution.kind if institution else None)
    if role not in fitting:
        words = ", ".join(str(each.label) for each in fitting)
        if institution is None:
            raise NotNow(_("Without an institution only these roles are possible: %(roles)s.") % {"roles": words})
        raise NotNow(_("At this kind of institution only this role is possible: %(roles)s.") % {"roles": words})


def _must_be_new(*, email: str, username: str = "") -> None:
    if username and Person.objects.filter(username__iexact=username).exists():
        raise NotNow(_("There is an account with this user name already."))
    if Person.objects.filter(email__iexact=email).exists():
        raise NotNow(_("There is an account with this e-mail address already."))


def _must_leave_one(person: Person) -> None:
    """All administrators are locked first, so that two who close each other's account cannot both succeed."""
    others = Person.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=person.pk)
    if not any(other.has_usable_password() for other in others):
        raise NotNow(_("This is the last account that can administer. Make another one first."))


def _tell_old_address(email: str) -> None:
    """Whoever takes an account over by its address cannot do it in silence."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("There is something new for you.")
        text = _("The e-mail address of your account was changed. If you did not expect it, ask your institution.")
    send_mail(subject, text, None, [email], fail_silently=True)


def _send(invitation: Invitation, url: str) -> None:
    """After the commit, so that no link leaves without its entry. A mail that fails shows in the list of accounts."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("There is something new for you.")
        text = _("There is something new for you. Please open this link within 24 hours; it works once.")
    try:
        send_mail(subject, f"{text}\n\n{url}\n", None, [invitation.person.email])
    except (OSError, SMTPException) as error:
        structlog.get_logger().error("invitation_not_sent", invitation=str(invitation.pk), error=type(error).__name__)
        return
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=clock.now())


def first_administrator(*, username: str, email: str, name: str) -> tuple[Person, str]:
    """The account with which everything begins, and the token of its invitation. NotNow if there is one already."""
    with acting_as(None):
        if Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists():
            raise NotNow(_("There is an account that can administer already."))
        _must_be_new(username=username, email=email)
        person = Person(username=username.lower(), email=email.lower(), name=name, role=Role.ADMINISTRATOR)
        person.set_unusable_password()
        person.save()
        _invitation, token = invitations.issue(person, by=None)
        log("person.add", by=None, thing=person, details={"role": person.role})
        return person, token
