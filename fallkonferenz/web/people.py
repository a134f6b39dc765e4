"""Accounts: screens of administrators."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from fallkonferenz.actions import people as accounts
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.acting import UNPROCESSABLE, form_page
from fallkonferenz.web.administration import FORM, frame, kept, sent
from fallkonferenz.web.forms import administration as forms
from fallkonferenz.web.invitations import address_of
from fallkonferenz.web.presenters import administration as shown


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    form = forms.PersonFilter(request.GET)
    fits = form.is_valid()
    found = accounts.people(by=request.user, **form.cleaned_data, after=_uuid(request.GET.get("after", "")))
    page, has_more = found[: accounts.PAGE], len(found) > accounts.PAGE
    narrowing = {name: request.GET[name] for name, value in form.cleaned_data.items() if value}
    context = {
        "form": form,
        "columns": shown.PERSON_COLUMNS,
        "rows": shown.person_rows(page),
        "newer": reverse("person-list", query=narrowing) if "after" in request.GET else "",
        "older": reverse("person-list", query={**narrowing, "after": page[-1].pk}) if has_more else "",
        "reset": reverse("person-list"),
    }
    return render(request, "administration/people.html", context, status=200 if fits else UNPROCESSABLE)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_http_methods(FORM)
def add_person(request: HttpRequest) -> HttpResponse:
    return form_page(
        request,
        right="person.add",
        thing=None,
        form=forms.PersonForm(sent(request)),
        act=partial(accounts.add, by=request.user),
        done=lambda person: reverse("person-invite", args=[person.pk]),
        template="administration/form.html",
        context=frame(Person, gettext("Add a person")),
    )


@require_http_methods(FORM)
def change_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = kept(request, Person, pk)
    return form_page(
        request,
        right="person.change",
        thing=person,
        form=forms.PersonChangeForm(sent(request), instance=person),
        act=partial(accounts.change, person, by=request.user),
        done=lambda person: reverse("person-list"),
        template="administration/person.html",
        context=frame(
            Person,
            gettext("Change an account"),
            gettext("Save"),
            person_shown=person,
            state=shown.account_state(person),
            facts=shown.person_facts(person),
            acts=shown.person_acts(person),
        ),
    )


@require_http_methods(FORM)
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _asked(
        request,
        pk,
        right="person.invite",
        act=partial(accounts.invite, link=address_of),
        title=gettext("Send an invitation"),
        said=gettext("The invitation is prepared. Whether it was sent, the list says."),
        follows=gettext(
            "The link in the mail works once, for 24 hours. The person sets the passphrase; nobody else knows it. "
            "Sessions and links there were before end now."
        ),
    )


@require_http_methods(FORM)
def lock(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _asked(
        request,
        pk,
        right="person.lock",
        act=accounts.lock,
        title=gettext("Close the account"),
        said=gettext("The account was closed."),
        follows=gettext(
            "Sessions end with their next request, links that were sent lead nowhere. It can be opened again."
        ),
    )


@require_http_methods(FORM)
def unlock(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _asked(
        request,
        pk,
        right="person.unlock",
        act=accounts.unlock,
        title=gettext("Open the account again"),
        said=gettext("The account was opened again."),
        follows=gettext("The passphrase is the one there was before. If it was forgotten, send an invitation."),
    )


def _asked(
    request: HttpRequest, pk: UUID, *, right: str, act: Any, title: str, said: str, follows: str
) -> HttpResponse:
    """One question, one button; then back to the list with a word on what was done."""
    person = kept(request, Person, pk)

    def done(result: Person) -> str:
        messages.success(request, said)
        return reverse("person-list")

    return form_page(
        request,
        right=right,
        thing=person,
        form=forms.ConfirmForm(sent(request)),
        act=partial(act, person, by=request.user),
        done=done,
        template="administration/confirm.html",
        context=frame(Person, title, person_shown=person, follows=follows),
    )
