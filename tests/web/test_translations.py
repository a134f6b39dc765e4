"""The interface language is complete: every text of the sources has its German."""

import pytest
from django.core.management import CommandError, call_command

from fallkonferenz.management import catalogue


def test_every_text_of_the_sources_is_translated():
    assert catalogue.faults("de") == []


def test_texts_are_found_in_python_and_in_templates():
    found = {message.id for message in catalogue.messages_in_sources()}

    assert "Your role does not include this step." in found  # 403.html
    assert "happened %(when)s" in found  # a blocktranslate
    assert "Public prosecution" in found  # institutions/kinds.py


def test_a_missing_an_unused_and_an_empty_text_are_named(tmp_path, settings):
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid "Nobody says this"\nmsgstr "x"\n\nmsgid "Log in"\nmsgstr ""\n')
    settings.LOCALE_PATHS = [tmp_path]

    faults = catalogue.faults("de")

    assert "not in the catalogue: 'Log out'" in faults
    assert "no longer used: 'Nobody says this'" in faults
    assert "not translated or fuzzy: 'Log in'" in faults
    with pytest.raises(CommandError, match="no longer used"):
        call_command("translations", "--check")


def test_an_update_adds_what_is_new_and_keeps_what_is_there(tmp_path, settings):
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid "Log in"\nmsgstr "Anmelden"\n')
    settings.LOCALE_PATHS = [tmp_path]

    call_command("translations", "--update")

    messages = {message.id: message.string for message in catalogue.read("de")}
    assert messages["Log in"] == "Anmelden"
    assert messages["Log out"] == ""
