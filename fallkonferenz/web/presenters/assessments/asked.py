"""A request to lower the level, as the one who decides reads it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from fallkonferenz.access import second
from fallkonferenz.access.check import Standing
from fallkonferenz.actions.reading import Opened
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.components import Act
from fallkonferenz.web.presenters.assessments.wording import level_cell
from fallkonferenz.web.templatetags.words import moment


class AskedPresenter:
    def __init__(self, opened: Opened, standing: Standing, person: Person) -> None:
        self.row, self.standing, self.person = opened.row, standing, person
        self.reasons, self.refusal_reasons = opened.texts["reasons"], opened.texts["refusal_reasons"]

    @property
    def facts(self) -> list[tuple[str, object]]:
        row = self.row
        decided = [(_("Decided by"), row.decided_institution), (_("Decided on"), moment(row.decided_at))]
        return [
            (_("From level"), level_cell(row.from_level)),
            (_("To level"), level_cell(row.to_level)),
            (_("Who asks"), f"{row.institution}, {row.author}"),
            (_("Asked on"), moment(row.asked_at)),
            (_("State"), row.get_outcome_display()),
            *(decided if row.decided_institution else []),
        ]

    @property
    def assessment_url(self) -> str:
        return reverse("assessment-read", args=[self.row.assessment_id])

    @property
    def acts(self) -> list[Act]:
        """Both ways of deciding, or why not."""
        return [
            self._act("level.confirm_lower", _("I agree: lower the level"), primary=True, post=True),
            self._act("level.refuse_lower", _("I do not agree: the level stays")),
        ]

    def _act(self, right: str, label: str, *, primary: bool = False, post: bool = False) -> Act:
        why_not = self._why_not(right)
        url = "" if why_not else reverse(right.replace(".", "-"), args=[self.row.pk])
        return Act(label, url, allowed=not why_not, why_not=why_not, primary=primary, post=post)

    def _why_not(self, right: str) -> str:
        if why_not := second.why_not(self.row, self.person):
            return why_not
        if not self.row.can_be_decided:
            return _("This request is void: it was decided, the level moved, or seven days have passed.")
        return self.standing.why_not(right)
