"""What every judgement asks beside level and reasons: what worries most, and how the person at risk sees it."""

from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fallkonferenz.access.sight import sight_of
from fallkonferenz.actions import flags
from fallkonferenz.cases.sections import NOT_HERE, Section
from fallkonferenz.cases.words import Level
from fallkonferenz.web.forms.fields import AnyOf, FreeText, OneOf, asked
from fallkonferenz.web.forms.steps import StepForm
from risk.shape import RedFlag
from risk.words import FLAGS

YES, NO = "yes", "no"
YES_NO: Final = ((YES, _("yes")), (NO, _("no")))
NEVER_IN_REASONS = NOT_HERE[Section.RISK]
NEVER_IN_VIEW = NOT_HERE[Section.VICTIM]
WORDS = ("person_view", "why_not_heard")


def flag_choices() -> list[tuple[str, str]]:
    """Without firearms: they have a question of their own."""
    language = get_language() or "de"
    return [(str(flag), words.in_(language)) for flag, words in FLAGS.items() if flag != RedFlag.FIREARM]


class HearingForm(forms.Form):
    """The questions themselves; one who may not write in the section on answers is asked yes or no alone."""

    flags = AnyOf(
        label=_("Red flags that I see"),
        choices=flag_choices,
        required=False,
        help_text=_(
            "They stand at the head of the case whatever the level is. What your institution named last is ticked: take out what no longer holds."
        ),
    )
    worries = FreeText(label=_("What worries you most?"), never=NEVER_IN_REASONS, rows=3)
    heard = OneOf(label=_("Was the person at risk heard?"), choices=YES_NO)
    person_view = asked(
        _("if she or he was heard"),
        FreeText(label=_("How does the person at risk see it?"), never=NEVER_IN_VIEW, rows=3),
    )
    why_not_heard = asked(
        _("if not"), FreeText(label=_("Why was the person at risk not heard?"), never=NEVER_IN_VIEW, rows=2)
    )

    def clean(self) -> dict[str, Any]:
        """In the shape of the act: ``heard`` as True, False or, where it was left open, None; the words that go with it."""
        typed = super().clean() or {}
        heard = typed.get("heard")
        self._must_go_with(heard)
        if heard == YES:
            self.needs("person_view", _("Say in a few words how the person at risk sees it."))
        if heard == NO:
            self.needs("why_not_heard", _("Say why the person at risk was not heard."))
        kept = {
            "person_view": typed.get("person_view", "") if heard == YES else "",
            "why_not_heard": typed.get("why_not_heard", "") if heard == NO else "",
        }
        return typed | kept | {"heard": {YES: True, NO: False}.get(heard or "")}

    def _must_go_with(self, heard: str | None) -> None:
        """Words that would be dropped are asked about."""
        for name, other in (("person_view", NO), ("why_not_heard", YES)):
            if heard == other and self.cleaned_data.get(name):
                self.add_error(name, _("This does not go with the answer above. Empty it, or change the answer."))

    def needs(self, name: str, sentence: object) -> None:
        if name in self.fields and not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)


class ShortForm(HearingForm, StepForm):
    """An assessment in short, alone or within a step: the whole judgement on one page."""

    level = OneOf(label=_("Risk level"), choices=Level.choices)
    reasons = FreeText(label=_("Reasons"), help_text=_("What speaks for this level?"), never=NEVER_IN_REASONS)

    def narrow(self) -> None:
        self.initial["flags"] = flags.own_last(self.case, self.by)
        if not sight_of(self.by, self.case).contributes(Section.ANSWERS):
            for name in WORDS:
                del self.fields[name]
        self.order_fields(["level", "reasons", "flags", "worries", "heard", *WORDS])
