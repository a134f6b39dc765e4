"""The words for no. Each carries its sentence; a stranger is told nothing."""

from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """Something asked for is not done; ``sentence`` says why, in the reader's language."""

    sentence = _("This is not possible.")

    def __init__(self, sentence: object = "") -> None:
        self.sentence = str(sentence or self.sentence)
        super().__init__(self.sentence)


class NotVisible(Refusal):
    """What was asked for does not exist, or not for this person: the two are not told apart."""

    sentence = _("This page does not exist, or it is not meant for you.")


class Denied(Refusal):
    """Somebody asked for a right the table does not give them."""

    sentence = _("Your role does not include this.")


class NotNow(Refusal):
    """The right is there, but the state or a missing fact forbids it now."""


class Stale(NotNow):
    """Somebody else was faster: what the page showed is no longer true."""

    sentence = _("Somebody else has changed this meanwhile. Look at the present state and try again.")
