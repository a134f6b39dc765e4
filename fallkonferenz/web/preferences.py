"""How the screen is set for one person: language and appearance, on a page and at the foot of every page."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fallkonferenz.actions import people
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.acting import form_page
from fallkonferenz.web.forms.account import PreferenceForm


@require_http_methods(["GET", "HEAD", "POST"])
def prefer(request: HttpRequest) -> HttpResponse:
    person = request.user
    typed = request.POST if request.method == "POST" else None
    chosen = {"language": person.language, "appearance": person.appearance}
    return form_page(
        request,
        right="person.prefer",
        thing=None,
        form=PreferenceForm(typed, initial=chosen),
        act=partial(people.prefer, by=person),
        done=partial(_saved, request),
        template="account/preferences.html",
    )


def _saved(request: HttpRequest, person: Person) -> str:
    """Said in the language just chosen."""
    with translation.override(person.language):
        messages.success(request, _("Saved."))
    return reverse("person-prefer")
