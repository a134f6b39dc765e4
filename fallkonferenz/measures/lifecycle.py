"""The state machine of a measure: proposed, agreed, accepted or refused, and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition


class MeasureState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    AGREED = "agreed", _("agreed")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("not accepted")
    DONE = "done", _("done")
    OVERTAKEN = "overtaken", _("no longer needed or no longer possible")
    DECLINED = "declined", _("not wanted by the person at risk")
    NOT_UNDERTAKEN = "not_undertaken", _("not undertaken")
    NO_CAPACITY = "no_capacity", _("no capacity")
    DROPPED = "dropped", _("proposal not taken up")


S = MeasureState
# Refused goes back to the case management, so it is still open.
OPEN = (S.AGREED, S.ACCEPTED, S.REFUSED)
RENEWABLE = (S.REFUSED, S.OVERTAKEN, S.NOT_UNDERTAKEN, S.NO_CAPACITY)
IN_HAND = (S.AGREED, S.ACCEPTED)
UNSETTLED = (S.PROPOSED, *OPEN)


class MeasureLifecycle(models.Model):
    state = FSMField(_("state"), default=S.AGREED, choices=S.choices, protected=True)

    class Meta:
        abstract = True

    @transition(state, source=S.PROPOSED, target=S.AGREED)
    def agree(self): ...

    @transition(state, source=S.PROPOSED, target=S.DROPPED)
    def drop(self): ...

    @transition(state, source=S.AGREED, target=S.ACCEPTED)
    def accept(self): ...

    @transition(state, source=S.AGREED, target=S.REFUSED)
    def refuse(self): ...

    @transition(state, source=IN_HAND, target=S.DONE)
    def finish(self): ...

    @transition(state, source=OPEN, target=S.OVERTAKEN)
    def overtake(self): ...

    @transition(state, source=OPEN, target=S.DECLINED)
    def decline(self): ...

    @transition(state, source=IN_HAND, target=S.NOT_UNDERTAKEN)
    def not_undertake(self): ...

    @transition(state, source=IN_HAND, target=S.NO_CAPACITY)
    def lack_capacity(self): ...

    @transition(state, source=RENEWABLE, target=S.AGREED)
    def renew(self): ...


def what_is_missing(measure: MeasureLifecycle, step: str) -> str:
    """Why ``step`` does not follow from where the measure stands, or an empty string."""
    steps = measure._meta.get_field("state").get_all_transitions(type(measure))
    if any(found.name == step and found.source == measure.state for found in steps):
        return ""
    return _("This step does not follow from the state “%(state)s”.") % {"state": measure.get_state_display()}
