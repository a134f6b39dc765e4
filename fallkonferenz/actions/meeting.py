"""Who a meeting needs, and when it can be recorded."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fallkonferenz import clock
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.conferences.models import Conference
from fallkonferenz.institutions.models import Institution

EARLY = timedelta(hours=12)  # a meeting may begin before its hour, on the same day


def must_be_two_kinds(invited: Iterable[Institution]) -> None:
    if len({institution.kind for institution in invited}) < 2:
        raise NotNow(_("Invite at least two institutions of different kinds."))


def must_have_begun(conference: Conference, *, heard: bool) -> None:
    """That a case will not be heard may be known before; that it was heard cannot."""
    if heard and conference.starts_at > clock.now() + EARLY:
        begins = date_format(timezone.localtime(conference.starts_at), "SHORT_DATETIME_FORMAT")
        raise NotNow(_("This conference begins on %(when)s. Record it when it has taken place.") % {"when": begins})
