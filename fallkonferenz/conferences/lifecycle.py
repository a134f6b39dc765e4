"""The state machine of a conference: planned, held or called off."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition


class ConferenceState(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    CALLED_OFF = "called_off", _("called off")


class ConferenceLifecycle(models.Model):
    state = FSMField(_("state"), default=ConferenceState.PLANNED, choices=ConferenceState.choices, protected=True)

    class Meta:
        abstract = True

    @transition(state, source=ConferenceState.PLANNED, target=ConferenceState.HELD)
    def hold(self): ...

    @transition(state, source=ConferenceState.PLANNED, target=ConferenceState.CALLED_OFF)
    def call_off(self): ...
