"""Packs on the administrators' screen, and a page for the reader of each instrument."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.translation import override

from fallkonferenz.actions import packs
from risk.instruments import ALL
from risk.models import Pack
from risk.plain_json import LARGEST_FILE
from tests.risk.packing import EXAMPLE, EXAMPLES, LIST, STRANGER, pack

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def authority(settings):
    settings.RISK_PACK_KEYS = LIST


@pytest.fixture
def administrator(client, cast):
    client.force_login(cast.administrator)
    return client


def sent(client, file: bytes):
    return client.post(reverse("pack-load"), {"file": SimpleUploadedFile("pack.json", file)}, follow=True)


def test_an_administrator_loads_a_pack_sees_it_and_takes_it_out_of_use(administrator):
    page = sent(administrator, pack())
    row = Pack.objects.get()

    assert page.redirect_chain[-1][0] == reverse("pack-list")
    assert "Checklist (de)" in page.content.decode()
    assert row.sha256[:4] in page.content.decode()

    administrator.post(reverse("pack-retire", args=[row.pk]))

    assert not Pack.objects.get().active
    assert administrator.get(reverse("instrument-read", args=["checklist"])).status_code == 404


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (pack(by=STRANGER), "dem hier nicht vertraut wird"),
        (pack()[:-300], "nur halb geschrieben"),
        (pack().replace(b'"1": 3', b'"1": 4'), "nach dem Unterschreiben verändert"),
        (b"[" * LARGEST_FILE + b"[", "größer als 1024 KiB"),
        (b"[" * 9000, "Klammern"),
    ],
)
def test_what_is_no_pack_is_refused_beside_the_form_and_nothing_is_kept(administrator, file, sentence):
    page = sent(administrator, file)

    assert page.status_code == 409
    assert sentence in page.content.decode()
    assert not Pack.objects.exists()


def test_a_form_without_a_file_says_so(administrator):
    assert administrator.post(reverse("pack-load")).status_code == 422


@pytest.mark.parametrize("who", ["police", "case_manager", "coordinator", "officer"])
def test_packs_are_nobody_elses_business(client, cast, who):
    row = packs.load_as_operator(EXAMPLE.read_bytes())
    client.force_login(getattr(cast, who))

    for url in (reverse("pack-list"), reverse("pack-load"), reverse("pack-retire", args=[row.pk])):
        assert client.get(url).status_code == 403, url
    assert sent(client, pack()).status_code == 403
    assert Pack.objects.filter(active=True).count() == 1


@pytest.mark.parametrize("language", ["de", "en"])
def test_each_instrument_has_a_page_that_says_what_it_is_not_for(client, cast, language):
    client.force_login(cast.police)
    client.post(reverse("language-choose"), {"language": language})
    for path in EXAMPLES.glob("*.json"):
        packs.load_as_operator(path.read_bytes())

    for key, found in packs.loaded().items():
        page = client.get(reverse("instrument-read", args=[key])).content.decode()
        it = found.instrument
        wanted = [*it.not_for, *(what for what, _source in it.validity), *(item.label for item in it.items)]
        with override(language):
            missing = [each for each in wanted if escaped(each.in_(language)) not in page]
        assert missing == [], key


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("'", "&#x27;").replace("<", "&lt;").replace('"', "&quot;")


@pytest.mark.parametrize(
    ("language", "words"), [("de", "Schwelle bestätigt, Fragen nicht"), ("en", "threshold confirmed, items not")]
)
def test_of_dash_the_pages_say_that_only_its_threshold_is_confirmed(client, cast, language, words):
    cast.police.language = language
    cast.police.save()
    client.force_login(cast.police)

    for page in (reverse("instrument-list"), reverse("instrument-read", args=["dash"])):
        assert words in client.get(page).content.decode()


def test_of_an_unverified_pack_the_page_shows_no_band(client, cast):
    packs.load_as_operator(EXAMPLE.read_bytes())
    client.force_login(cast.police)

    page = client.get(reverse("instrument-read", args=["osnabrueck-checklist"])).content.decode()

    assert "Platzhalter 7" in page
    assert "erfunden)" not in page
    assert "nicht bestätigt" in page


def test_the_list_leads_to_each_instrument(client, cast):
    client.force_login(cast.coordinator)

    page = client.get(reverse("instrument-list")).content.decode()

    assert all(reverse("instrument-read", args=[key]) in page for key in ALL)


def test_the_command_loads_a_file_lists_it_and_says_what_is_wrong(capsys, tmp_path):
    call_command("risk_pack", "load", EXAMPLE)
    call_command("risk_pack", "list")

    line = "osnabrueck-checklist example-1  pack 1"
    assert capsys.readouterr().out.count(line) == 2
    (tmp_path / "half.json").write_bytes(pack()[:200])
    for wrong, sentence in ((tmp_path / "half.json", "JSON"), (tmp_path / "none", "none"), (EXAMPLE, "."), (None, ".")):
        with pytest.raises(CommandError, match=sentence):
            call_command("risk_pack", "load", *([wrong] if wrong else []))
