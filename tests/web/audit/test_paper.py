"""A page as a PDF that screen readers can read, made in a process that fetches nothing and may not grow."""

import subprocess
from io import BytesIO, StringIO

import pytest
from django.template import engines
from django.utils.translation import override

from fallkonferenz.web import charts
from fallkonferenz.web.audit import paper, press

SMALL = '<html lang="de"><head><title>Bericht</title><link rel="stylesheet" href="fk/report.css"></head><body>%s</body>'
PLOTS = "{% load kern %}<main><h1>Bericht</h1>{% chart days %}{% bars names %}</main>"


@pytest.fixture(scope="module")
def pango():
    """Text is set by a library of the system; where it is missing, the page says how to print."""
    tried = subprocess.run([paper.sys.executable, "-c", "import weasyprint"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip("Pango is not installed")


def plots() -> str:
    with override("de"):
        days = charts.by_day("days", "Nach Tag", "Einträge", [(f"{day}.11.", day % 5) for day in range(1, 31)])
        names = charts.by_name("names", "Nach Haus", "Institution", "Einträge", [("Polizei", 7), ("BISS", 3)])
        return engines["django"].from_string(PLOTS).render({"days": days, "names": names})


def test_it_is_a_tagged_pdf_in_german_with_the_text_in_it(pango):
    pypdf = pytest.importorskip("pypdf")

    read = pypdf.PdfReader(BytesIO(paper.as_pdf(SMALL % plots())))

    root = read.trailer["/Root"]
    text = " ".join(page.extract_text() for page in read.pages)
    assert "Polizei" in text
    assert "Einträge: zusammen 60" in text
    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert read.metadata.title == "Bericht"


@pytest.mark.parametrize(
    "asked",
    [
        '<img src="https://example.org/x.png">',
        '<img src="file:///etc/passwd">',
        '<img src="/etc/passwd">',
        '<img src="fk/app.css">',
        '<img src="data:image/png;base64,AAAA">',
        '<link rel="stylesheet" href="https://packaged.invalid/../etc/passwd">',
        '<link rel="attachment" href="file:///etc/passwd">',
    ],
)
def test_nothing_is_fetched_but_what_came_with_the_application(pango, asked):
    from weasyprint.urls import FatalURLFetchingError

    with pytest.raises(FatalURLFetchingError, match="nothing is fetched from"):
        press.printed(f"<html><body>{asked}</body></html>", {})


def test_it_may_not_grow(pango, monkeypatch):
    def in_little_memory(command, **given):
        limited = f"import {press.__name__} as p; p.MEMORY = 64 * 2**20; raise SystemExit(p.main([]))"
        return real([command[0], "-c", limited], **given)

    real = subprocess.run
    monkeypatch.setattr(subprocess, "run", in_little_memory)

    with pytest.raises(paper.NoPress):
        paper.as_pdf(SMALL % "")


def test_a_file_that_is_missing_is_no_missing_library(pango, monkeypatch):
    def without_fonts(html, files):
        raise FileNotFoundError("FiraSans-Regular.woff2")

    monkeypatch.setattr(press, "printed", without_fonts)
    monkeypatch.setattr(press.resource, "setrlimit", lambda *limit: None)  # this process goes on
    monkeypatch.setattr(press.sys, "stdin", StringIO(""))

    with pytest.raises(FileNotFoundError):
        press.main([])


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (subprocess.CompletedProcess([], press.NO_PANGO, b"", b""), "Pango"),
        (subprocess.CompletedProcess([], -9, b"", b""), "ließ sich nicht machen"),
        (subprocess.CompletedProcess([], 0, b"no PDF", b""), "ließ sich nicht machen"),
    ],
)
def test_where_none_can_be_made_the_sentence_says_how_to_print(monkeypatch, answer, said):
    monkeypatch.setattr(subprocess, "run", lambda *asked, **given: answer)

    with override("de"), pytest.raises(paper.NoPress) as refused:
        paper.as_pdf("")

    assert said in refused.value.sentence
    assert "Browser" in refused.value.sentence


def test_it_does_not_wait_for_ever(monkeypatch):
    def slow(*asked, timeout, **given):
        raise subprocess.TimeoutExpired("press", timeout)

    monkeypatch.setattr(subprocess, "run", slow)

    with override("de"), pytest.raises(paper.NoPress, match="zu lange"):
        paper.as_pdf("")
