"""What the drills are made of: nobody else's machine, forms read as browsers read them, figures that can fall short."""

import pytest

from drill.figures import Figure, p95, printed
from drill.forms import FIRST, NoForm, form_in, links_in
from drill.visitor import NoAnswer, NotHere, Visitor

PAGE = """
<a href="/cases/?after=x&amp;state=measures">weiter</a>
<form action="/logout/"><input type="hidden" name="token" value="a"><button name="go">x</button></form>
<form>
  <input type="hidden" name="token" value="b">
  <input type="radio" name="section" value="incident"><input type="radio" name="section" value="risk">
  <input type="radio" name="nature" value="fact"><input type="radio" name="nature" value="assessment" checked>
  <input type="checkbox" name="reveals" value="incident"><input type="checkbox" name="marked" checked>
  <select name="who"><option value="">–</option><option value="7" selected>7</option></select>
  <textarea name="text">Anfang &amp; Ende</textarea>
  <input name="off" value="x" disabled>
</form>
"""


@pytest.mark.parametrize(
    "address",
    [
        "http://fallkonferenz.example:8000",
        "http://127.0.0.1.fallkonferenz.example:80",
        "http://localhost@10.0.0.1:80",
        "http://0.0.0.0:8000",
        "https://localhost:8000",
        "http://localhost",
        "",
    ],
)
def test_no_other_machine_is_put_under_load(address):
    with pytest.raises(NotHere):
        Visitor(address)


@pytest.mark.parametrize("address", ["http://localhost:8000", "http://127.0.0.1:8000"])
def test_this_machine_may_be(address):
    assert Visitor(address).port == 8000


def test_a_silent_server_is_no_answer(unused_port):
    with pytest.raises(NoAnswer):
        Visitor(f"http://127.0.0.1:{unused_port}").get("/")


def test_a_form_is_sent_as_a_browser_would():
    form = form_in(PAGE, holding="text")

    sent = form.filled(text="Satz", reveals=FIRST)

    assert sent == "token=b&nature=assessment&marked=on&who=7&text=Satz&section=incident&reveals=incident"


def test_what_stands_in_a_text_stays_unless_something_is_typed():
    assert form_in(PAGE, holding="text").values["text"] == ["Anfang & Ende"]


def test_a_page_without_the_form_says_so():
    with pytest.raises(NoForm, match="password"):
        form_in(PAGE, holding="password")


def test_links_are_read_with_their_entities():
    assert links_in(PAGE) == ["/cases/?after=x&state=measures"]


@pytest.mark.parametrize(
    ("figure", "line", "status"),
    [
        (Figure("errors", 0, at_most=0), "errors 0 <= 0 ok", 0),
        (Figure("errors", 2, at_most=0), "errors 2 <= 0 short", 1),
        (Figure("ratio", 1.254, at_most=1.1), "ratio 1.25 <= 1.10 short", 1),
        (Figure("gap", 3.456), "gap 3.46 -", 0),
        (Figure("writes", None), "writes none - short", 1),
        (Figure("ratio", None, at_most=3), "ratio none <= 3 short", 1),
    ],
)
def test_a_figure_is_a_line_and_what_falls_short_ends_with_one(figure, line, status, capsys):
    assert printed([figure]) == status
    assert capsys.readouterr().out.split() == line.split()


@pytest.mark.parametrize(("values", "expected"), [([], None), ([7.0], 7.0), (list(range(1, 101)), 95)])
def test_p95_is_what_95_of_100_do_not_exceed(values, expected):
    assert p95(values) == expected
