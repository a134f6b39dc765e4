"""How moments, days and codes are written on the screen."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def moment(value: datetime | str | None) -> str:
    """22.11.2026, 14:30 in local time, readable by machines too; nothing for what a page does not have."""
    if not value:
        return ""
    local = timezone.localtime(value)
    written = _("%(day)s, %(time)s") % {"day": day_of(local), "time": date_format(local, "H:i")}
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), written)


@register.filter
def day(value: date | datetime | None) -> str:
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', local.strftime("%Y-%m-%d"), day_of(local))


def day_of(value: date) -> str:
    return date_format(value, "SHORT_DATE_FORMAT")


@register.filter
def spoken(code: str) -> SafeString:
    """A code in letters of one width, so that it can be read aloud and compared."""
    return format_html('<span class="fk-code">{}</span>', code)
