"""Where one can go within the officers' workplace."""

from django.utils.translation import gettext_lazy as _

from fallkonferenz.web.components import Act
from fallkonferenz.web.presenters.links import address

# fmt: off
PLACES = (
    # URL name          label                           what it is for
    ("audit-timeline",  _("What happened, by time"),    _("All entries, narrowed as you like.")),
    ("audit-case",      _("Who has seen a case?"),      _("Also the list that a person concerned may ask for (Art. 15 GDPR).")),
    ("audit-person",    _("What has an account done?"), ""),
    ("audit-findings",  _("Findings"),                  _("What stands out, and what officers have said of it.")),
    ("audit-sample",    _("Sample"),                    _("Reads drawn by chance; a colleague draws the same.")),
    ("audit-report",    _("Monthly report"),            _("To print, or as a PDF.")),
    ("audit-recipients", _("Who can read the log"),     _("Its keys; ask for one to be added or dropped, and decide.")),
)
# fmt: on


def places() -> list[Act]:
    return [Act(str(label), address(name), hint=str(hint)) for name, label, hint in PLACES]
