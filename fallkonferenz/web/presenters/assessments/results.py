"""The result of one instrument in words: how sure it is, which rule decided, or why there is none."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fallkonferenz.cases.words import Level
from fallkonferenz.web.presenters.assessments.known import Known
from fallkonferenz.web.presenters.assessments.wording import in_language
from fallkonferenz.web.scales import Limit, Points, Span, span
from risk.shape import Band, Rule

Result = Mapping[str, Any]  # as risk.result.as_json writes it, without what names items for who may not read answers


def said(words: Mapping[str, str] | None) -> str:
    """Words kept in both languages, in the reader's."""
    if not words:
        return ""
    return words["de" if (get_language() or "de").startswith("de") else "en"]


class ResultPresenter:
    def __init__(self, row: Any, result: Result, known: Known) -> None:
        self.row, self.result, self.known = row, result, known

    @property
    def anchor(self) -> str:
        return f"result-{self.row.instrument}"

    @property
    def title(self) -> str:
        return self.known.name(self.row)

    @property
    def version(self) -> str:
        return _("Result of the instrument, version %(version)s") % {"version": self.row.version}

    @property
    def refused(self) -> str:
        """Why there is no result to show. Points of a pack that nobody verified would be read as one."""
        if self.result.get("refused"):
            return said(self.result["reason"])
        if self._is_trusted:
            return ""
        return _("The pack of this instrument is not verified: only answers and red flags are shown.")

    @property
    def _is_trusted(self) -> bool:
        """No pack, a verified one, or a band, which only a verified one gives."""
        known = self.known.exactly(self.row)
        verified = bool(known and known.pack and known.pack.verified)
        return verified or not self.row.pack_sha256 or bool(self.band)

    @property
    def band(self) -> str:
        return said((self.result.get("band") or {}).get("label"))

    @cached_property
    def told(self) -> list[tuple[str, object]]:
        """A level or an opinion that somebody came to elsewhere: recorded here, never scored."""
        return [(said(each["label"]), said(each["words"])) for each in self.result.get("told") or []]

    @property
    def refused_title(self) -> str:
        return _("Rated elsewhere, recorded here") if self.told else _("No result")

    @property
    def in_short(self) -> str:
        """One line in a table: what was told, the band, or the points, or that there is no result."""
        if self.told:
            return ", ".join(f"{label}: {words}" for label, words in self.told)
        if self.refused:
            return _("no result")
        score = self.result.get("score")
        points = "" if score is None else ngettext("%(score)s point", "%(score)s points", score) % {"score": score}
        return ", ".join(filter(None, [points, self.band])) or _("no band")

    @cached_property
    def span(self) -> Span | None:
        score, floor, ceiling = (self.result.get(name) for name in ("score", "floor", "ceiling"))
        if self.refused or score is None or floor is None or ceiling is None:
            return None
        bands = self.known.bands(self.row)
        limits = [Limit(band.lowest, in_language(band.label)) for band in bands if band.lowest is not None]
        title = _("How sure is the result?")
        instrument = self.known.instrument(self.row)
        extrapolated = score > floor and instrument is not None and instrument.rule is Rule.PRORATED
        points = Points(floor, score, ceiling, extrapolated)
        return span(self.anchor, title, points, top=_top(bands, ceiling), limits=limits)

    @property
    def facts(self) -> list[tuple[str, object]]:
        result = self.result
        rows: list[tuple[str, object]] = [*self.told]
        if self.band:
            rows.append((_("Band"), self.band))
        if self.sureness and not self.span:
            rows.append((_("How sure is the result?"), self.sureness))
        if result.get("lifts_to"):
            rows.append((_("Lifts the level to"), Level(result["lifts_to"]).label))
        rows += [(label, ", ".join(result[name])) for label, name in self._open_items() if result.get(name)]
        if result.get("refused") == "external":  # asked elsewhere
            return rows
        return [*rows, (_("Questions without an answer"), result.get("missing", 0))]

    @property
    def sureness(self) -> str:
        """Whether what is open could still decide otherwise; where there are no points, this is all there is to say."""
        if self.refused or self.result.get("settled") is None:
            return ""
        if self.result["settled"]:
            return _("It stays the same, whatever the open questions are.")
        ends = [said((self.result.get(name) or {}).get("label")) or _("no band") for name in ("lowest", "highest")]
        return _("With what is open it lies between “%(lowest)s” and “%(highest)s”.") % {
            "lowest": ends[0],
            "highest": ends[1],
        }

    def _open_items(self) -> tuple[tuple[str, str], ...]:
        return ((_("Unknown, by number"), "unknown"), (_("Not asked, by number"), "not_asked"))

    @property
    def reasons(self) -> list[str]:
        """By the items that decided, where answers may be read."""
        return self._sentences("named") or self._sentences("reasons")

    @property
    def notes(self) -> list[str]:
        return self._sentences("notes")

    def _sentences(self, name: str) -> list[str]:
        """They name points, so they follow the points: none of a pack that nobody verified."""
        hides_points = self.refused and not self.result.get("refused")
        return [] if hides_points else [said(each) for each in self.result.get(name) or []]

    @property
    def percent(self) -> str:
        """Never the bare number: with its sample and the base rate."""
        percent = self.result.get("percent")
        if not percent:
            return ""
        words = {"value": percent["value"], "sample": said(percent["label"])}
        sentence = _("%(value)s %% of those with such a score did it again (%(sample)s)") % words
        if percent.get("base_rate") is None:
            return sentence
        return sentence + _("; of all in the sample %(base)s %%") % {"base": percent["base_rate"]}

    @property
    def warning(self) -> str:
        return said((self.result.get("percent") or {}).get("warning"))


def _top(bands: tuple[Band, ...], ceiling: int) -> int:
    """The end of the scale: what is possible now, and at least the beginning of the last band."""
    return max([ceiling, *(band.lowest for band in bands if band.lowest is not None)])
