"""What keeps a form from being lost: a signed note in it that says whose page this is, and its draft.

The note is made when the form is shown and can be used by its author alone. It carries no text: what was typed goes
sealed into a draft, or, where nobody is signed in any more, sealed into the hands of the browser (``parcels``).
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.core import signing
from django.db.models import Model
from django.forms import FileInput, Form, PasswordInput
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.datastructures import MultiValueDict

from fallkonferenz.access import scope
from fallkonferenz.access.check import case_of
from fallkonferenz.access.refusals import NotVisible
from fallkonferenz.actions import drafts
from fallkonferenz.actions.drafts import Fields, Page
from fallkonferenz.drafts.models import Draft
from fallkonferenz.institutions.models import Person

SALT: Final = "fallkonferenz.web.keeping"
LIFE: Final = timedelta(hours=12)  # longer than a session can be
LONGEST_PLACE: Final = Draft._meta.get_field("place").max_length or 0  # no address of ours is that long
NOTE, SEEN, DRAFT = "keeping", "kept", "draft"  # the names of the hidden fields, and of the query that brings back

# Forms whose fields are kept nowhere until they are sent, and why. Fields for passphrases and files are never kept.
NOT_KEPT: Final = {
    "person.add": "names and addresses of people with an account",
    "person.change": "names and addresses of people with an account",
    "person.prefer": "two choices, and nothing that was written",
}


@dataclass
class Desk:
    """One form on the desk of one person: the note in it, what of it is kept, and other drafts for the same page."""

    author: UUID
    page: Page
    seen: str
    offers: list[tuple[Draft, str]] = field(default_factory=list)
    began: Draft | None = None
    why_not: str = ""

    @property
    def note(self) -> str:
        page = self.page
        in_case = str(page.in_case) if page.in_case else ""
        told = [str(self.author), str(page.draft), page.form, page.place, in_case, dict(page.names)]
        return signing.dumps(told, salt=SALT, compress=True)

    @classmethod
    def of_note(cls, request: HttpRequest) -> "Desk | None":
        """Out of what was posted."""
        return cls.from_note(request.POST.get(NOTE, ""), request.POST.get(SEEN, ""))

    @classmethod
    def from_note(cls, note: str, seen: str = "") -> "Desk | None":
        """None if there is no note, a forged one, one whose time is over, or one of another version of this program."""
        try:
            author, draft, form, place, in_case, names = signing.loads(note, salt=SALT, max_age=LIFE)
            page = Page(UUID(draft), form, place, UUID(in_case) if in_case else None, dict(names))
            return cls(UUID(author), page, seen)
        except (signing.BadSignature, ValueError, TypeError, AttributeError):
            return None

    def typed(self, request: HttpRequest) -> Fields:
        return self.page.fields_of(dict(request.POST.lists()))

    def keep(self, fields: Fields, *, by: Person) -> None:
        """By its author only, and against what the page has seen."""
        if by.pk != self.author:
            raise NotVisible
        self.seen = drafts.keep(self.page, fields, by=by, seen=self.seen)


def place_of(request: HttpRequest) -> str:
    """The address of the page, without the word that brings a draft back."""
    query: QueryDict = request.GET.copy()
    query.pop(DRAFT, None)
    whole = f"{request.path}?{query.urlencode()}" if query else request.path
    return whole if len(whole) <= LONGEST_PLACE else request.path


def way_back(draft: UUID, place: str) -> str:
    """The address that brings a draft back; a page that is itself about the draft needs no further word."""
    if str(draft) in place:
        return place
    return f"{place}{'&' if '?' in place else '?'}{DRAFT}={draft}"


def address_of_draft(draft: str) -> str:
    """Where its text can be read whatever has become of its form; "" for what is no draft."""
    try:
        return reverse("draft-read", args=[draft])
    except NoReverseMatch:
        return ""


def desk_for(request: HttpRequest, form: Form, *, right: str, thing: Model | None, place: str = "") -> Desk | None:
    """The desk of a form that is shown or sent; None where nothing can be typed or nothing may be kept."""
    names = names_of(form)
    if right in NOT_KEPT or not names:
        return None
    case = case_of(thing)
    page = Page(uuid4(), right, place or place_of(request), case.pk if case else None, names)
    form.desk = _continued(request, page) or _brought_back(request, form, page) or _fresh(request, page)
    return form.desk


def names_of(form: Form) -> dict[str, str]:
    """Each field that can be kept, with its label if it holds text."""
    kept = {
        form.add_prefix(name): each
        for name, each in form.fields.items()
        if not isinstance(each.widget, PasswordInput | FileInput)
    }
    return {name: str(each.label or "") if type(each.widget).__name__ in TEXTS else "" for name, each in kept.items()}


TEXTS = ("Textarea", "TextInput")


def _continued(request: HttpRequest, page: Page) -> Desk | None:
    """The same desk as before, if the form was sent and is shown again."""
    desk = Desk.of_note(request) if request.method == "POST" else None
    if desk is None or (desk.author, desk.page.place) != (request.user.pk, page.place):
        return None
    return Desk(desk.author, Page(desk.page.draft, page.form, page.place, page.in_case, page.names), desk.seen)


def _brought_back(request: HttpRequest, form: Form, page: Page) -> Desk | None:
    """The fields filled with what a draft holds."""
    wanted = request.GET.get(DRAFT) if request.method != "POST" else None
    if not wanted:
        return None
    draft = scope.draft_or_404(request.user, _uuid(wanted))
    if draft.place != page.place:
        raise NotVisible
    opened = drafts.read(draft, by=request.user)
    lay_out(form, opened.fields)
    page = Page(draft.pk, page.form, page.place, page.in_case, page.names)
    return Desk(request.user.pk, page, drafts.mark(opened.fields, page.names), began=draft)


def _fresh(request: HttpRequest, page: Page) -> Desk:
    others = drafts.mine(by=request.user, place=page.place) if request.method != "POST" else []
    offers = [(draft, way_back(draft.pk, draft.place)) for draft in others]
    return Desk(request.user.pk, page, drafts.mark({}, page.names), offers)


def lay_out(form: Form, fields: Fields) -> None:
    """Fill a form that was not sent, without judging it yet."""
    typed = MultiValueDict(fields)
    values: dict[str, Any] = {
        name: each.widget.value_from_datadict(typed, {}, form.add_prefix(name)) for name, each in form.fields.items()
    }
    form.initial = {**form.initial, **values}


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotVisible from error
