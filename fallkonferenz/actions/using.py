"""Who may use an instrument: kinds of institution; whether somebody is trained for it they say themselves."""

from django.utils.translation import gettext as _

from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.institutions.models import Institution
from risk.shape import Instrument


def why_not(instrument: Instrument, institution: Institution) -> str:
    """Why this institution is not offered the instrument; "" if it is."""
    kinds = instrument.guard.use_by
    if not kinds or institution.kind in kinds:
        return ""
    return _("It may be used only by: %(kinds)s.") % {"kinds": ", ".join(str(Kind(each).label) for each in kinds)}
