"""Choosing further instruments for an assessment that was begun."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from fallkonferenz.web.forms.assessments import BeginForm
from risk.shape import Instrument


class AddForm(BeginForm):
    """As at the beginning; what was said of the pair then stands in it already, and ``held`` is part of it already."""

    def __init__(self, *args: Any, held: set[str], offered: list[tuple[Instrument, str]], **kwargs: Any) -> None:
        super().__init__(*args, offered=[each for each in offered if each[0].key not in held], **kwargs)
        self.fields["instruments"].label = _("Which instruments do you use besides?")
        self.fields["instruments"].required = self.data.get("go") != "show"
        self.fields["instruments"].help_text = _("Your own judgement stays as it is.")
