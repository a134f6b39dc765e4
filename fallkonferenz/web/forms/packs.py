"""What administrators send of a pack: the file, whole."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from risk.plain_json import LARGEST_FILE


class PackFile(forms.FileField):
    """Its bytes; of a file that is too large just enough to say so."""

    def clean(self, data: Any, initial: Any = None) -> bytes:
        content: bytes = super().clean(data, initial).read(LARGEST_FILE + 1)
        return content


class PackForm(forms.Form):
    file = PackFile(
        label=_("Pack"),
        help_text=_("As the authority gave it to you. It is checked whole before anything of it is kept."),
    )
