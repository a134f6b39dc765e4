"""A draft on the screen: what it was begun for, when, and the way back to it. Never what it says."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from fallkonferenz.drafts.models import Draft
from fallkonferenz.web.keeping import way_back
from fallkonferenz.web.presenters.acts import RARE, SHARING, STEPS, WRITING

# fmt: off
TITLES = {
    **{act.right: act.label for act in (*STEPS, *WRITING, *SHARING, *RARE)},
    "case.flag":              _("Flag a case"),
    "case.hold":              _("Record the conference"),
    "case.confirm_referral":  _("Confirm a referral"),
    "entry.correct":          _("Correct an entry"),
    "admission.narrow":       _("Narrow the sight"),
    "admission.exclude":      _("Exclude a person"),
    "ground.record":          _("Record a ground of sharing"),
    "ground.withdraw":        _("Record a withdrawal"),
    "measure.add":            _("Enter an agreed measure"),
    "measure.refuse":         _("Do not accept the measure"),
    "measure.finish":         _("Report as done"),
    "measure.overtake":       _("No longer needed or no longer possible"),
    "measure.decline":        _("Not wanted by the person at risk"),
    "measure.not_undertake":  _("Not undertaken"),
    "measure.lack_capacity":  _("No capacity"),
    "measure.renew":          _("Agree it anew"),
    "measure.ask":            _("Write to those who see the measure"),
    "conference.plan":        _("Plan a conference"),
    "conference.answer":      _("Answer the invitation"),
    "conference.contribute":  _("Contribute in writing"),
}
# fmt: on
OTHERWISE = _("Form")


@dataclass(frozen=True)
class DraftPresenter:
    draft: Draft

    @property
    def title(self) -> object:
        return TITLES.get(self.draft.form, OTHERWISE)

    @property
    def url(self) -> str:
        return way_back(self.draft.pk, self.draft.place)
