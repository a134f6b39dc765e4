"""The assessor's own judgement: the same in a long and in a short assessment, and never in parts.

Level, reasons and worries are the section on risk. How the person at risk sees it, or why nobody asked, are words of hers or
about her: the section on answers, in a table of their own.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from fallkonferenz import clock
from fallkonferenz.access.refusals import Denied, NotNow, Stale
from fallkonferenz.access.sight import Sight
from fallkonferenz.actions.flags import seen
from fallkonferenz.cases.models import Assessment, Hearing
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Level
from fallkonferenz.institutions.models import Person
from fallkonferenz.vault.sealing import CaseVault

# The web role may change no other columns.
JUDGED = ("judgement_level", "judged_at", "heard", "firearms", "author", "reasons", "worries", "firearms_note", "flags")


def must_be_as_seen(assessment: Assessment, seen: str | None) -> None:
    """Stale if somebody has judged since; ``seen`` is the mark of the judgement that the page showed, None asks nothing."""
    if seen is None:
        return
    now = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    if now.judgement_mark != seen:
        raise Stale(_("Somebody of your institution has judged meanwhile. Look at that judgement first."))


def enter(
    assessment: Assessment,
    *,
    by: Person,
    sight: Sight,
    level: str,
    reasons: str,
    worries: str,
    heard: bool | None,
    flags: Iterable[str] = (),
    firearms: str = "",
    person_view: str = "",
    why_not_heard: str = "",
    firearms_note: str = "",
) -> CaseVault:
    """Keep a whole judgement in an open assessment; NotNow if a part is missing. The vault of its case, opened.

    ``flags`` are red flags the assessor sees, whatever any instrument asks. An institution that does not write in the
    section on answers says only whether the person at risk was heard.
    """
    if level not in Level or not reasons.strip() or not worries.strip():
        raise NotNow(_("A judgement has a level, reasons and what worries most."))
    named = seen(flags)
    words = {"person_view": person_view} if heard else {"why_not_heard": why_not_heard}
    _must_say_how_she_sees_it(heard, sight, *words.values())
    vault = CaseVault.open(assessment.case_id)
    assessment.judgement_level, assessment.judged_at = level, clock.now()
    assessment.heard, assessment.firearms, assessment.author = heard, firearms, by
    vault.seal(assessment, reasons=reasons, worries=worries, firearms_note=firearms_note, flags=named)
    assessment.save(update_fields=JUDGED)
    if sight.contributes(Section.ANSWERS):
        _hear(assessment, vault, **words)
    return vault


def _must_say_how_she_sees_it(heard: bool | None, sight: Sight, words: str) -> None:
    if heard is None:
        raise NotNow(_("Say whether the person at risk was heard."))
    if sight.contributes(Section.ANSWERS):
        if not words.strip():
            raise NotNow(_("Say how the person at risk sees it, or why nobody asked."))
    elif words.strip():
        raise Denied(_("Your institution does not contribute to this section."))


def _hear(assessment: Assessment, vault: CaseVault, *, person_view: str = "", why_not_heard: str = "") -> None:
    held = Hearing.objects.filter(assessment=assessment).first()
    hearing = held or Hearing(assessment=assessment, case=assessment.case, institution=assessment.institution)
    vault.seal(hearing, person_view=person_view, why_not_heard=why_not_heard)
    hearing.save(update_fields=["person_view", "why_not_heard"] if held else None)
