"""The state of the log in words: what is well, and what somebody must look at."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fallkonferenz.web.audit.standing import Standing
from fallkonferenz.web.components import Cell
from fallkonferenz.web.templatetags.words import moment

STILL_ALIVE = timedelta(minutes=1)  # the sequencer says so each second
WAITS_LONG = timedelta(minutes=1)
SEEN_LATELY = timedelta(minutes=10)  # the witness is asked each minute
SILENT_LONG = timedelta(hours=1)
# By the first word of what the sequencer or the witness left behind.
TROUBLE = {
    "tree": gettext_lazy("The tree in the database is not the one that was signed. Have the log verified at once."),
    "witness_contradicts": gettext_lazy(
        "The witness has seen another log than this one. Nothing is signed any more. Have the log verified at once."
    ),
    "witness": gettext_lazy(
        "The witness does not answer, or does not agree. Acts go on and are signed; erasures wait for it."
    ),
}


@dataclass(frozen=True)
class StatePresenter:
    standing: Standing
    now: datetime
    is_witness_named: bool

    @property
    def alarms(self) -> list[str]:
        """Each a sentence; none is the best there can be."""
        now = self.standing
        said = [
            (bool(now.trouble), _trouble(now.trouble)),
            (now.gaps > 0, _taken_out(now.gaps)),
            (not self._lately(now.beat_at, STILL_ALIVE), _("Nothing gives entries their position: the sequencer does not run.")),
            (now.waiting > 0 and not self._lately(now.waiting_since, WAITS_LONG), _("Entries have waited for a position for more than a minute.")),
            (not self.is_witness_named, _("No witness is named: whoever has the machine can write the log anew, and nobody sees it.")),
            (self._is_witness_silent, _("No witness has seen for more than an hour what was added to the log.")),
        ]  # fmt: skip
        return [sentence for is_so, sentence in said if is_so]

    @property
    def notes(self) -> list[str]:
        """What is to be known, and no alarm."""
        now = self.standing
        said = [
            (now.missing + now.unexplained > 0, _unexplained(now.missing + now.unexplained)),
            (now.never_closed > 0, _never_closed(now.never_closed)),
            (not self._is_unwatched and not self._lately(now.witnessed_at, SEEN_LATELY), _("No witness has seen the log within the last ten minutes.")),
        ]  # fmt: skip
        return [sentence for is_so, sentence in said if is_so]

    @property
    def _is_witness_silent(self) -> bool:
        """There was something to see; while nothing is written, no witness is asked."""
        since = self.standing.unwitnessed_since
        return self.is_witness_named and since is not None and not self._lately(since, SILENT_LONG)

    @property
    def _is_unwatched(self) -> bool:
        return not self.is_witness_named or self._is_witness_silent

    def _lately(self, at: datetime | None, within: timedelta) -> bool:
        return at is not None and self.now - at <= within

    @property
    def facts(self) -> list[tuple[object, object]]:
        now = self.standing
        return [
            (_("Entries in the tree"), now.size),
            (_("Last checkpoint"), moment(now.checkpoint_at) or _("none yet")),
            (_("Last seen by a witness"), self._witnessed()),
            (_("Entries waiting for a position"), now.waiting),
            (_("Gaps"), self._gaps()),
            (_("Last time stamp by an authority"), moment(now.timestamp_at) or _("none yet")),
            (_("Name of this log"), now.origin or "–"),
        ]

    def _gaps(self) -> Cell:
        """What was taken out, and what a killed process left open; the checker says at which positions."""
        unsure = self.standing.missing + self.standing.unexplained
        note = _("numbers of killed processes: %(count)s") % {"count": unsure} if unsure else ""
        return Cell(str(self.standing.gaps) if self.standing.gaps else _("none"), note=note)

    def _witnessed(self) -> Cell:
        now = self.standing
        if now.witnessed_at is None:
            return Cell(_("not yet"))
        seen = _("%(size)s entries, by %(who)s") % {"size": now.witnessed_size, "who": ", ".join(now.witnesses)}
        return Cell(moment(now.witnessed_at), note=seen)


def _trouble(word: str) -> str:
    said = TROUBLE.get(word) or TROUBLE.get(word.partition("_")[0], gettext_lazy("The sequencer reports trouble."))
    return f"{said} ({word})"


def _taken_out(count: int) -> str:
    return ngettext(
        "%(count)s entry was taken out of the log before it had a position. Have the log verified at once.",
        "%(count)s entries were taken out of the log before they had a position. Have the log verified at once.",
        count,
    ) % {"count": count}


def _unexplained(count: int) -> str:
    return ngettext(
        "A process was killed; of %(count)s number of its entries nobody knows whether it was ever written.",
        "A process was killed; of %(count)s numbers of its entries nobody knows whether they were ever written.",
        count,
    ) % {"count": count}


def _never_closed(count: int) -> str:
    return ngettext(
        "%(count)s process ended without closing its epoch; another one closes it within the hour.",
        "%(count)s processes ended without closing their epochs; another one closes them within the hour.",
        count,
    ) % {"count": count}
