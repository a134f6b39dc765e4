"""What a help page says, and the sentences that many of them share."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Help(NamedTuple):
    """One screen: what it is for, what one does there in order, the way out, and who sees it."""

    title: object
    purpose: object
    steps: tuple[object, ...]
    trouble: object
    seen_by: object


# The way out
FORM = _("If something is missing, the page comes back with all you typed and says beside the field what it needs.")
NOT_YET = _("If the step is not possible yet, the page says what is missing; nothing you typed is lost.")
NOT_FOUND = _(
    "“Not found” means that the page does not exist or is not meant for you. Ask the case management if you expected it."
)
EMPTY = _("If the page is empty, nothing is waiting for you; it fills by itself.")
ASK_ADMINISTRATION = _("If it does not work, ask your system administration and say the time of day.")

# Who sees it
BY_SECTION = _("Whoever takes part in the case reads it as far as the section is open to the institution.")
MANAGEMENT_ONLY = _("Only the case management of the region sees this page. That you opened it is logged.")
ADMINISTRATORS = _(
    "Only the system administration sees this page. It holds no case, and no case can be reached from it."
)
EVERYBODY_IN_CASE = _("Everybody who takes part in the case can open it. That you opened it is logged.")
ONLY_YOU = _("Only you see this page.")
EVERYBODY = _("Anybody can see this page; it says nothing of any case.")
