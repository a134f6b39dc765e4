"""Every form of the product: what was typed comes back when it does not fit, and when it is brought back as a draft."""

import pytest
from django.forms import BaseForm, CheckboxSelectMultiple, RadioSelect, Select

from tests.drafts.typing import FORM, hidden
from tests.leaks import pages
from tests.leaks.matrix import PEOPLE, TABLE

pytestmark = pytest.mark.django_db

SEARCH = ("case-list",)  # a filter that is sent, so that no address tells what was looked for
FORMS = [route for route in TABLE if {"GET", "POST"} <= {*route.methods} and route.name not in SEARCH]


def typed_into(form: BaseForm) -> dict[str, object]:
    """Something in every field, so that at least one of them does not fit: dates that are none, texts that are too long."""
    return {form.add_prefix(name): _value(field.widget) for name, field in form.fields.items()}


def _value(widget: object) -> object:
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple | Select):
        return [str(key) for key, _label in list(widget.choices)[-1:] if not isinstance(key, tuple)]
    return f"Kanarienvogel <b>{'x' * 5000}</b>"


def of(response) -> BaseForm | None:
    return response.context and response.context.get("form")


@pytest.fixture
def things(world):
    return pages.things_of(world)


@pytest.mark.parametrize("who", ["P", "B", "M", "A", "F"])
def test_nothing_typed_is_lost_by_a_form_that_does_not_fit(things, who):
    client = pages.signed_in(pages.people()[PEOPLE[who]])
    tried, lost = 0, {}
    for route in [route for route in FORMS if who in route.who]:
        url = things.address(route.name, route.about)
        page = client.get(url)
        if page.status_code != 200 or not isinstance(of(page), BaseForm) or not of(page).fields:
            continue
        typed = typed_into(of(page))
        answer = client.post(url, {**hidden_of(page), **typed})
        form = of(answer)
        if answer.status_code not in (409, 422) or form is None:
            continue
        tried += 1
        missing = [name for name, value in typed.items() if name in form.fields and not _stands(form, name, value)]
        if missing:
            lost[route.name] = missing
    assert lost == {}
    assert tried


def _stands(form: BaseForm, name: str, value: object) -> bool:
    held = form[name].value()
    return held in (value, True) or (isinstance(value, list) and (held == value or [str(held)] == value or not value))


def hidden_of(page) -> dict[str, str]:
    text = page.content.decode()
    return hidden(text) if FORM.search(text) else {}


@pytest.mark.parametrize("who", ["P", "M"])
def test_every_form_that_can_be_kept_is_brought_back_filled(things, who):
    client = pages.signed_in(pages.people()[PEOPLE[who]])
    wrong = {}
    for route in [route for route in FORMS if who in route.who and route.about != "flag"]:
        page = client.get(things.address(route.name, route.about))
        desk = page.status_code == 200 and page.context and page.context.get("desk")
        if not desk:
            continue
        typed = typed_into(of(page))
        kept = client.post("/drafts/keep/", {**hidden_of(page), **typed})
        back = client.get(
            f"{desk.page.place}{'' if str(desk.page.draft) in desk.page.place else f'?draft={desk.page.draft}'}"
        )
        if kept.status_code != 200 or back.status_code != 200:
            wrong[route.name] = (kept.status_code, back.status_code)
            continue
        form = of(back)
        missing = [name for name, value in typed.items() if not _stands(form, name, value)]
        if missing or form.is_bound:
            wrong[route.name] = missing
    assert wrong == {}
