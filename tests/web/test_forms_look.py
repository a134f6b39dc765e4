"""Every form is drawn the same way: label, hint, field, error, tied together by ids."""

import re

import pytest
from django import forms
from django.utils.translation import override

from fallkonferenz.web.forms.fields import AnyOf, Code, Day, FreeText, Moment, OneOf


@pytest.fixture(autouse=True)
def _german():
    with override("de"):
        yield


class Everything(forms.Form):
    ground = OneOf(label="Meldegrund", choices=[("a", "Risiko"), ("b", "Häufung")], help_text="Was überwiegt?")
    kind = forms.ChoiceField(label="Beziehung", choices=[("", "–"), ("p", "Partnerschaft")])
    happened = Moment(label="Geschehen am", help_text="Ungefähr genügt.")
    again = Day(label="Wiedervorlage", required=False)
    code = Code(label="Fallkennung", required=False)
    text = FreeText(label="Was ist geschehen?")
    institutions = AnyOf(label="Institutionen", choices=[("1", "BISS")], required=False)
    sure = forms.BooleanField(label="Sie weiß davon.", help_text="Sonst: warum nicht?")
    hidden = forms.CharField(widget=forms.HiddenInput)


def test_every_described_by_and_every_link_of_the_summary_leads_somewhere():
    html = str(Everything({}))
    ids = set(re.findall(r' id="([^"]+)"', html))
    described = {name for names in re.findall(r'aria-describedby="([^"]+)"', html) for name in names.split()}
    links = set(re.findall(r'href="#([^"]+)"', html))

    assert described
    assert described <= ids
    assert links <= ids


def test_every_label_belongs_to_a_field():
    html = str(Everything())

    assert set(re.findall(r'<label[^>]* for="([^"]+)"', html)) <= set(re.findall(r' id="([^"]+)"', html))


def test_every_error_stands_in_the_summary_and_beside_its_field():
    form = Everything({})

    html = str(form)

    assert html.index("Bitte prüfen Sie Ihre Eingaben") < html.index("<legend")
    assert html.count("Dieses Feld ist zwingend erforderlich.") == 2 * len(form.errors) - 1  # a hidden one has no place


def test_without_errors_there_is_no_summary():
    assert "Bitte prüfen" not in str(Everything())


def test_what_may_be_left_empty_says_so():
    assert str(Everything()).count("– freiwillig") == 3


def test_a_free_text_says_what_must_not_stand_in_it():
    assert "Nicht hierher:</strong> Namen, Adressen" in str(Everything())


def test_a_field_in_error_is_marked_for_machines_and_for_eyes():
    html = str(Everything({})["text"].as_field_group())

    assert 'aria-invalid="true"' in html
    assert "kern-form-input__input--error" in html


def test_browsers_get_dates_in_their_own_notation():
    form = Everything(initial={"again": "2026-11-22"})

    assert 'type="date"' in str(form["again"])
    assert 'value="2026-11-22"' in str(form["again"])


def test_hints_are_escaped():
    class Hostile(forms.Form):
        field = forms.CharField(label="<b>", help_text="<script>")

    assert "<script>" not in str(Hostile())
