"""Red flags at the head of a case: each once, in one order, with who named it."""

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fallkonferenz.actions.flags import Raised
from fallkonferenz.web.presenters.sections import written
from risk.shape import RedFlag
from risk.words import FLAGS

Rows = list[tuple[object, object]]


def rows(raised: Iterable[Raised]) -> Rows:
    """The word of a flag, and by whom and when it was raised."""
    said: dict[str, list[str]] = {}
    for each in raised:
        said.setdefault(str(each.flag), []).append(_who(each))
    return [(_word(flag), "; ".join(said[flag])) for flag in RedFlag if flag in said]


def _word(flag: RedFlag) -> str:
    return FLAGS[flag].in_(get_language() or "de")


def _who(each: Raised) -> str:
    if each.institution is not None:
        return _("named by %(who)s on %(day)s") % {"who": each.institution, "day": written(each.at)}
    if each.flag == RedFlag.SEPARATION:
        return _("reported on %(day)s") % {"day": written(each.at)}
    return _("by the incidents that are recorded, the last of %(day)s") % {"day": written(each.at)}
