"""The words for no. Each carries its sentence; a stranger is told nothing."""

from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """Something asked for is not done; ``sentence`` says why, in the reader's language."""

    default: object = _("This is not possible.")

    def __init__(self, sentence: object = "") -> None:
        self.sentence = str(sentence or self.default)
        super().__init__(self.sentence)


class NotVisible(Refusal):
    """What was asked for does not exist, or not for this person: the two are not told apart."""

    default = _("This page does not exist, or it is not meant for you.")


class Denied(Refusal):
    """Somebody asked for a right the table does not give them."""

    default = _("Your role does not include this.")


class NotNow(Refusal):
    """The right is there, but the state or a missing fact forbids it now."""


class Stale(NotNow):
    """Somebody else was faster: what the page showed is no longer true."""

    default = _("Somebody else has changed this meanwhile. Look at the present state and try again.")


class TooMany(Refusal):
    """More than anybody needs in so short a time."""


class Unconfirmed(Refusal):
    """It was done and recorded, but the log has not confirmed the entry: nothing may be shown that depends on it."""

    default = _(
        "This was recorded, but the log has not confirmed it yet; until then nothing is shown."
        " Do not repeat it. Look again in a few minutes."
    )


class Unavailable(Refusal):
    """Something that must not be done without is out of order; nothing is done instead."""

    default = _("A service this needs does not answer. Please try again in a few minutes.")
