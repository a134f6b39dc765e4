"""Who a meeting needs, which case it can hear, and when it can be recorded."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fallkonferenz import clock
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.words import State
from fallkonferenz.conferences.lifecycle import ConferenceState
from fallkonferenz.conferences.models import AgendaItem, Attendance, Conference, ConferenceKind, ItemOutcome
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


def must_fit(case: Case, conference: Conference) -> None:
    if conference.state != ConferenceState.PLANNED or conference.region_id != case.region_id:
        raise NotNow(_("Choose a planned conference of your region."))
    if conference.kind == ConferenceKind.SCHEDULED and conference.starts_at < clock.now():
        raise NotNow(_("A scheduled conference lies ahead. Only an ad hoc one can be recorded afterwards."))
    waiting = case.state == State.ASSESSED
    waits_too_long = waiting and case.confer_by is not None and conference.starts_at > case.confer_by
    if conference.kind == ConferenceKind.SCHEDULED and waits_too_long:
        raise NotNow(_("At this risk level the case cannot wait that long: convene an ad hoc conference."))


def put_on_agenda(case: Case, conference: Conference, invited: list[Institution], naming: str) -> None:
    admitted = set(case.participations.live().values_list("institution", flat=True))
    strangers = [institution.name for institution in invited if institution.pk not in admitted]
    if strangers:
        raise NotNow(_("Not admitted to the case: %(who)s.") % {"who": ", ".join(strangers)})
    item, is_new = AgendaItem.objects.get_or_create(
        conference=conference, case=case, defaults={"cluster": case.cluster, "naming": naming}
    )
    if not is_new:
        item.outcome, item.naming, item.reason, item.recorded_at = ItemOutcome.OPEN, naming, None, None
        item.save()
    for institution in invited:
        Attendance.objects.get_or_create(item=item, institution=institution)
