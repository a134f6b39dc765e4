"""Components say in HTML what presenters decided, and escape everything."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

from fallkonferenz.web.components import Act, Cell, Column, Crumb, Stage

HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture(autouse=True)
def _german():
    with override("de"):
        yield


def shown(source: str, **context) -> str:
    return Template("{% load kern words %}" + source).render(Context(context))


HOLDERS = (
    "{% badge word 'danger' %}",
    "{% button word %}",
    "{% link_button word word %}",
    "{% post_button word word hidden=word %}",
    "{% alert 'info' word %}{{ word }}{% endalert %}",
    "{% card word hint=word %}{{ word }}{% endcard %}",
    "{% page_head word preline=word %}{{ word }}{% endpage_head %}",
    "{% emptystate word %}{{ word }}{% endemptystate %}",
    "{% more word %}{{ word }}{% endmore %}",
    "{% entry author=word institution=word nature=word source=word person=word %}{{ word }}{% endentry %}",
    "{{ word|spoken }}",
    "{% facts facts heading=word %}",
    "{% data_table word columns rows %}",
    "{% breadcrumb crumbs %}",
    "{% progress stages %}",
    "{% next_steps acts %}",
    "{% pager newer=word older=word newer_label=word %}",
)


@pytest.mark.parametrize("source", HOLDERS)
def test_what_is_shown_is_escaped(source):
    html = shown(
        source,
        word=HOSTILE,
        facts=[(HOSTILE, Cell(HOSTILE, url=HOSTILE, note=HOSTILE)), (HOSTILE, HOSTILE)],
        columns=[HOSTILE],
        rows=[[Cell(HOSTILE, tone="danger")]],
        crumbs=[Crumb(HOSTILE, HOSTILE), HOSTILE],
        stages=[Stage(HOSTILE, "done", HOSTILE)],
        acts=[Act(HOSTILE, HOSTILE, hint=HOSTILE), Act(HOSTILE, allowed=False, why_not=HOSTILE, hint=HOSTILE)],
    )

    assert "<script" not in html
    assert "&lt;script" in html


def test_the_content_of_a_block_keeps_its_own_markup():
    html = shown("{% page_head 'Fall' %} <em>{{ word }}</em> {% endpage_head %}", word="<b>")

    assert "<em>&lt;b&gt;</em>" in html


def test_a_step_that_may_not_be_taken_says_why():
    html = shown("{% next_steps acts %}", acts=[Act("Fall abschließen", allowed=False, why_not="Es fehlt etwas.")])

    assert "Noch nicht möglich:</strong> Es fehlt etwas." in html
    assert "<button" not in html
    assert "<a " not in html


def test_a_step_that_changes_something_at_once_is_sent_not_followed():
    html = shown("{% next_steps acts %}", acts=[Act("Absagen", "/x/", post=True)], csrf_token="token")

    assert '<form method="post" action="/x/"' in html
    assert 'name="csrfmiddlewaretoken" value="token"' in html


def test_a_table_names_the_column_in_every_cell_for_narrow_screens():
    html = shown(
        "{% data_table 'Fälle' columns rows %}", columns=["Fall", Column("Zahl", numeric=True)], rows=[["A", 3]]
    )

    assert html.count("fk-table__label") == 2
    assert "kern-table__cell--numeric" in html


def test_a_row_with_a_cell_too_few_is_refused():
    with pytest.raises(ValueError, match="zip"):
        shown("{% data_table 'Fälle' columns rows %}", columns=["Fall", "Stand"], rows=[["A"]])


def test_an_empty_table_says_so():
    assert "Noch nichts." in shown("{% data_table 'Fälle' columns rows empty='Noch nichts.' %}", columns=["A"], rows=[])


def test_the_present_state_is_marked_for_those_who_do_not_see_it():
    html = shown("{% progress stages %}", stages=[Stage("gemeldet", "done"), Stage("eingeschätzt", "current")])

    assert 'aria-current="step"' in html
    assert ", erledigt" in html


def test_moments_are_local_and_written_the_german_way():
    at_night = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)

    assert shown("{{ t|moment }}", t=at_night) == '<time datetime="2026-07-02T00:30+02:00">02.07.2026, 00:30</time>'
    assert shown("{{ t|day }}", t=date(2026, 11, 2)) == '<time datetime="2026-11-02">02.11.2026</time>'
    assert shown("{{ t|moment }}{{ t|day }}", t=None) == ""
