"""When a case is assessed anew: the higher the level, the sooner, and no level is exempt.

A level forgotten is how people died in cases rated low. The periods are those of the Spanish police system VioGén
(docs/adr/0034-rhythm-and-firearms.md); a region may shorten them and never make them longer.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

HOURS_ACUTE, DAYS_HIGH, DAYS_MEDIUM, DAYS_NOT_RAISED = 72, 7, 30, 60
# Hours, not days: 72 hours after a Friday evening is Monday evening.
LONGEST: Mapping[str, timedelta] = MappingProxyType(
    {
        "acute": timedelta(hours=HOURS_ACUTE),
        "high": timedelta(days=DAYS_HIGH),
        "medium": timedelta(days=DAYS_MEDIUM),
        "not_raised": timedelta(days=DAYS_NOT_RAISED),
    }
)


def due(level: str, since: datetime, longest: Mapping[str, timedelta] = LONGEST) -> datetime:
    """Until when a case at ``level`` is assessed anew after an assessment at ``since``. KeyError for an unknown level."""
    return since + longest[level]


def may_be(level: str, period: timedelta) -> bool:
    """Whether a region may set ``period`` for ``level``: shorter than the longest or the same, and some time at all."""
    return timedelta() < period <= LONGEST[level]
