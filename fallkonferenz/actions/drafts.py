"""Drafts: kept while somebody types, brought back, discarded; forgotten when their time is over.

The log says that a draft was begun, opened and discarded. How often somebody paused while typing is nobody's business:
further keeping of the same draft has no entry.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from fallkonferenz import clock
from fallkonferenz.access import scope
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.refusals import NotNow, NotVisible, Stale
from fallkonferenz.actions.background import Done, task
from fallkonferenz.actions.gate import action, reading
from fallkonferenz.cases.models import Exclusion, Participation
from fallkonferenz.drafts.models import KEPT, Draft
from fallkonferenz.institutions.models import Person
from fallkonferenz.vault.own_key import read_alone, seal_alone

MOST = 50
LARGEST = 256 * 1024  # characters; ten times what all fields of the largest form can hold
Fields = dict[str, list[str]]


@dataclass(frozen=True)
class Page:
    """The page with a form on which somebody types. ``names`` are its fields, with the labels of those that hold text."""

    draft: UUID
    form: str
    place: str
    in_case: UUID | None
    names: Mapping[str, str]

    def fields_of(self, typed: Mapping[str, list[str]]) -> Fields:
        return {name: list(typed[name]) for name in self.names if name in typed}


@dataclass(frozen=True)
class Opened:
    """A draft and what was typed; ``labels`` names the fields that hold text."""

    draft: Draft
    fields: Fields
    labels: dict[str, str]

    @property
    def texts(self) -> list[tuple[str, str]]:
        found = [(label, "\n".join(self.fields.get(name, []))) for name, label in self.labels.items()]
        return [(label, text) for label, text in found if text.strip()]


def mark(fields: Mapping[str, list[str]], names: Iterable[str]) -> str:
    """A short name of what stands in these fields: two pages that have seen the same have the same."""
    held = sorted((name, fields[name]) for name in names if name in fields)
    return sha256(json.dumps(held).encode()).hexdigest()[:16]


def size_of(fields: Fields) -> int:
    return sum(len(value) for values in fields.values() for value in values)


def keep(page: Page, fields: Fields, *, by: Person, seen: str | None = None) -> str:
    """Keep what stands on a page; the mark of what is kept now. Fields of other pages of the same draft stay.

    ``seen`` is the mark of what the page knows to be kept. Stale if another window has kept something else meanwhile.
    """
    if size_of(fields) > LARGEST:
        raise NotNow(_("This is more than fits into any form."))
    with acting_as(by):
        draft = scope.drafts_of(by).select_for_update(of=("self",)).filter(pk=page.draft).first()
        if draft is None:
            _must_not_have_ended(page, seen)
            begin(by=by, page=page, fields=fields, form=page.form)
        else:
            _keep_on(draft, page, fields, seen)
        return mark(fields, page.names)


@action("draft.keep", notes=("form",))
def begin(*, by: Person, page: Page, fields: Fields, form: str) -> Draft:
    """The first keeping of a draft. NotVisible if its case is not open to the person (any more)."""
    if page.in_case and not scope.cases_visible_to(by).filter(pk=page.in_case).exists():
        raise NotVisible
    if scope.drafts_of(by).count() >= MOST:
        raise NotNow(_("You have %(number)s drafts already. Send or discard one of them first.") % {"number": MOST})
    draft = Draft(pk=page.draft, person=by, form=form, place=page.place, in_case=page.in_case)
    _seal(draft, fields, dict(page.names))
    draft.save(force_insert=True)
    return draft


def _must_not_have_ended(page: Page, seen: str | None) -> None:
    """A page that has seen something kept, of which nothing is there any more: it was sent, or discarded, meanwhile."""
    if seen not in (None, mark({}, page.names)):
        raise Stale(_("In another window you have written something else here meanwhile."))


def _keep_on(draft: Draft, page: Page, fields: Fields, seen: str | None) -> None:
    before = _opened(draft)
    if seen is not None and seen != mark(before.fields, page.names):
        raise Stale(_("In another window you have written something else here meanwhile."))
    others = {name: values for name, values in before.fields.items() if name not in page.names}
    _seal(draft, others | fields, before.labels | dict(page.names))
    draft.place, draft.changed_at = page.place, clock.now()
    draft.save(update_fields=["body", "wrapped", "kek_id", "place", "changed_at"])


def _seal(draft: Draft, fields: Fields, names: dict[str, str]) -> None:
    labels = {name: label for name, label in names.items() if label}
    seal_alone(draft, body=json.dumps({"fields": fields, "labels": labels}))


def _opened(draft: Draft) -> Opened:
    return Opened(draft, **json.loads(read_alone(draft, "body")))


@reading("draft.list", shows=lambda drafts: {"drafts": [str(draft.pk) for draft in drafts]})
def drafts(*, by: Person) -> list[Draft]:
    return mine(by=by)


def mine(*, by: Person, place: str = "") -> list[Draft]:
    """Dates and forms of the own drafts, latest first; all of them, or those of one page. Opens none."""
    found = scope.drafts_of(by).defer("body", "wrapped")
    return list(found.filter(place=place) if place else found)


@reading("draft.read")
def read(draft: Draft, *, by: Person) -> Opened:
    return _opened(draft)


def fields_of(pk: UUID, *, by: Person) -> Fields:
    """What is kept of a draft that somebody is typing at; nothing if it has not been begun."""
    draft = scope.drafts_of(by).filter(pk=pk).first()
    return _opened(draft).fields if draft else {}


@action("draft.discard")
def discard(draft: Draft, *, by: Person) -> None:
    Draft.objects.filter(pk=draft.pk).delete()


def sent(pk: UUID, *, by: Person) -> None:
    """What was typed has become an act: the draft is not needed any more. In the transaction of the act."""
    with acting_as(by):
        scope.drafts_of(by).filter(pk=pk).delete()


def taken(pk: UUID, *, by: Person, seen: str) -> Fields:
    """All fields of a draft that is sent now, once: whoever presses at the same moment finds nothing any more.

    Stale if it is not what the page showed.
    """
    with acting_as(by):
        draft = scope.drafts_of(by).select_for_update(of=("self",)).filter(pk=pk).first()
        if draft is None:
            raise NotVisible
        fields = _opened(draft).fields
        if seen != mark(fields, fields):
            raise Stale
        Draft.objects.filter(pk=pk).delete()
        return fields


# What ends by itself ------------------------------------------------------------------------


def _over() -> QuerySet[Draft]:
    """Too old, of a closed account, or about a case that is closed to its author."""
    admitted = Participation.objects.live().filter(
        case=OuterRef("in_case"), institution=OuterRef("person__institution")
    )
    excluded = Exclusion.objects.filter(case=OuterRef("in_case"), person=OuterRef("person"))
    closed = Q(in_case__isnull=False) & (~Exists(admitted) | Exists(excluded))
    old = Q(changed_at__lt=clock.now() - KEPT)
    return Draft.objects.filter(old | closed | Q(person__is_active=False)).order_by()


def _due() -> Iterable[UUID]:
    return _over().values_list("pk", flat=True)


@task("forget_draft", event="draft.forget", due=_due)
def forget(pk: UUID) -> Done | None:
    """Remove a draft without opening it: the worker has no right to its text and none to its key."""
    if not _over().filter(pk=pk).exists():
        return None
    Draft.objects.filter(pk=pk).delete()
    return Done(f"draft {pk}")
