"""Every form of the product: what was typed comes back when it does not fit, and when it is brought back as a draft."""

import pytest
from django.forms import BaseForm, CheckboxSelectMultiple, RadioSelect, Select

from fallkonferenz.web.keeping import NOT_KEPT, way_back
from tests.drafts.typing import FORM, hidden
from tests.leaks import pages
from tests.leaks.matrix import TABLE
from tests.scenes import opened

pytestmark = pytest.mark.django_db

ACCEPTED = 302
# Filters that are sent, so that no address tells what was looked for.
SEARCH = {"case-list", "audit-timeline", "audit-case", "audit-person"}
FILES = {"audit-unlock", "audit-ask_add", "pack-load"}  # a file has to be chosen again, and a passphrase typed
NOTES = {"audit-finding", "audit-sample"}  # officers have no drafts: what they note is sealed into the log
CONFIRMED = {  # pages with a button and nothing to type
    "case-ask_co_signature",
    "case-co_sign",
    "admission-withdraw",
    "audit-ask_drop",
    "measure-decline",
    "person-invite",
    "person-lock",
    "person-unlock",
    "pack-retire",
}
CHOSEN = {"admission-admit"}  # one choice that leads to the page where one types
KEPT_NOWHERE = {right.replace(".", "-") for right in NOT_KEPT}
ALL = [route for route in TABLE if {"GET", "POST"} <= {*route.methods} and route.name not in SEARCH | FILES | NOTES]
FORMS = [route for route in ALL if route.name not in CONFIRMED | CHOSEN]
KEPT = [route for route in FORMS if route.name not in KEPT_NOWHERE]


def typed_into(form: BaseForm) -> dict[str, object]:
    """Something in every field, so that at least one of them does not fit: dates that are none, texts that are too long."""
    return {form.add_prefix(name): _value(field.widget) for name, field in form.fields.items()}


def _value(widget: object) -> object:
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple | Select):
        return [str(key) for key, _label in list(widget.choices)[-1:] if not isinstance(key, tuple)]
    return f"Kanarienvogel <b>{'x' * 5000}</b>"


def of(response) -> BaseForm | None:
    return response.context and response.context.get("form")


@pytest.mark.parametrize("route", FORMS, ids=lambda route: route.name)
def test_nothing_typed_is_lost_by_a_form_that_does_not_fit(route, world):
    client, url, page = opened(route, route.who[0], pages.things_of(world, route.about), world, fits=has_fields)
    typed = typed_into(of(page))
    answer = client.post(url, {**hidden_of(page), **typed})
    if answer.status_code == ACCEPTED:
        return  # it fitted after all: nothing was left to lose
    assert answer.status_code in (403, 409, 422)  # refused beside the form, or it does not fit
    form = of(answer)
    assert [name for name, value in typed.items() if name in form.fields and not _stands(form, name, value)] == []


def _stands(form: BaseForm, name: str, value: object) -> bool:
    held = form[name].value()
    return held in (value, True) or (isinstance(value, list) and (held == value or [str(held)] == value or not value))


def has_fields(page) -> bool:
    return isinstance(of(page), BaseForm) and bool(of(page).fields)


def hidden_of(page) -> dict[str, str]:
    text = page.content.decode()
    return hidden(text) if FORM.search(text) else {}


@pytest.mark.parametrize("route", KEPT, ids=lambda route: route.name)
def test_a_form_that_was_kept_is_brought_back_filled(route, world):
    client, _url, page = opened(route, route.who[0], pages.things_of(world, route.about), world, fits=has_fields)
    typed, at = typed_into(of(page)), page.context["desk"].page

    kept = client.post("/drafts/keep/", {**hidden_of(page), **typed})
    back = client.get(way_back(at.draft, at.place))

    assert (kept.status_code, back.status_code) == (200, 200)
    assert not of(back).is_bound
    assert [name for name, value in typed.items() if not _stands(of(back), name, value)] == []


@pytest.mark.parametrize("route", [route for route in ALL if route.name in CONFIRMED], ids=lambda route: route.name)
def test_a_page_to_confirm_has_nothing_to_type(route, world):
    _client, _url, page = opened(route, route.who[0], pages.things_of(world, route.about), world)

    assert not of(page).fields
