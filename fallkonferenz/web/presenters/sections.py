"""The sections of a case file as one reader sees them: what was written, and what else belongs to each."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fallkonferenz.actions.reading import CaseFile, Opened
from fallkonferenz.cases.models import Entry
from fallkonferenz.cases.sections import HINTS, Section
from fallkonferenz.cases.words import Channel, ReferralGround, Weekday
from fallkonferenz.institutions.models import Person
from fallkonferenz.web.presenters.links import address
from fallkonferenz.web.templatetags.words import day_of

LATEST = 3  # assessments that are shown unfolded


def written(at: datetime) -> str:
    """A day within a sentence."""
    return day_of(timezone.localtime(at))


def _author(entry: Entry) -> object:
    """Typed for another institution it is not the word of who typed it."""
    typed = entry.author.institution_id != entry.institution_id
    return _("typed by %(person)s") % {"person": entry.author} if typed else entry.author


@dataclass(frozen=True)
class Statement:
    """One entry or assessment, in the words of the ``entry`` component."""

    text: str
    facts: dict[str, object]
    correct_url: str = ""
    read_url: str = ""  # of an assessment: what decided, how sure it is, its red flags


@dataclass(frozen=True)
class SectionView:
    section: Section
    own_only: bool
    statements: list[Statement] = field(default_factory=list)
    notes: list[tuple[object, object]] = field(default_factory=list)
    earlier: list[Statement] = field(default_factory=list)  # folded: the latest ones tell where the case stands
    all_url: str = ""  # of the page that has more of it

    @property
    def title(self) -> object:
        return self.section.label

    @property
    def hint(self) -> object:
        return HINTS[self.section]


class SectionsPresenter:
    """Only sections that exist for this reader, in the order of the screen."""

    def __init__(self, file: CaseFile, person: Person) -> None:
        self.file, self.person, self.case = file, person, file.case

    @cached_property
    def _sections(self) -> list[SectionView]:
        """Only sections that exist for this reader, in the order of the screen; measures have their own table."""
        return [self._section(section) for section in self.file.sight.existing if section is not Section.MEASURES]

    @property
    def filled(self) -> list[SectionView]:
        return [view for view in self._sections if view.statements or view.notes]

    @property
    def empty(self) -> list[tuple[object, object]]:
        """Named in a few lines, so that what there is can be found at once."""
        return [(view.title, view.hint) for view in self._sections if not view.statements and not view.notes]

    def _section(self, section: Section) -> SectionView:
        statements = [self._entry(opened) for opened in self.file.entries_of(section)]
        assessments = self._assessments if section is Section.RISK else []
        return SectionView(
            section,
            not self.file.sight.reads(section),
            [*assessments[:LATEST], *statements],
            self._notes(section),
            assessments[LATEST:],
            address("assessment-list", self.case.pk) if section is Section.RISK else "",
        )

    @property
    def _assessments(self) -> list[Statement]:
        """Latest first."""
        return [self._assessment(opened) for opened in reversed(self.file.assessments)]

    def _entry(self, opened: Opened) -> Statement:
        row = opened.row
        corrected = hasattr(row, "corrected_by")
        own = row.institution_id == self.person.institution_id and not corrected and self.case.frozen_at is None
        facts = {
            "institution": row.institution,
            "author": _author(row),
            "happened": row.happened_at,
            "entered": row.entered_at,
            "nature": row.get_nature_display(),
            "source": row.get_source_display(),
            "person": row.concerns.get_role_display() if row.concerns in self.file.parties else _("another person"),
            "late": row.is_late,
            "corrects": row.corrects_id is not None,
            "corrected": corrected,
        }
        return Statement(opened.texts["text"], facts, address("entry-correct", row.pk) if own else "")

    def _assessment(self, opened: Opened) -> Statement:
        row = opened.row
        label = _("Closing assessment: %(level)s") if row.closing else _("Risk level: %(level)s")
        facts = {
            "institution": row.institution,
            "author": row.author,
            "entered": row.at,
            "nature": label % {"level": row.get_level_display()},
        }
        return Statement(opened.texts["reasons"], facts, read_url=address("assessment-read", row.pk))

    def _notes(self, section: Section) -> list[tuple[object, object]]:
        """What else belongs to a section; a note without a text is no note."""
        notes = {
            Section.INCIDENT: self._referrals(),
            Section.RISK: [(self.closing, self.file.closing_reasons), *self._item_notes("dissent", "reason")],
            Section.VICTIM: self._item_notes("person_view"),
            Section.ENDANGERING: [(_("Why the endangering person is not informed"), self.file.uninformed_reasons)],
            Section.PROTECTION: self._contact(),
        }
        return [(label, text) for label, text in notes.get(section, []) if text]

    @property
    def closing(self) -> object:
        return _("Closed: %(why)s") % {"why": self.case.get_closing_display()}

    def _item_notes(self, *columns: str) -> list[tuple[object, object]]:
        labels = {
            "dissent": _("Conference of %(day)s: differing assessment"),
            "reason": _("Conference of %(day)s: not heard, because"),
            "person_view": _("Conference of %(day)s: view of the person at risk"),
        }
        return [
            (labels[column] % {"day": written(item.row.conference.starts_at)}, item.texts[column])
            for item in self.file.items
            for column in columns
        ]

    def _referrals(self) -> list[tuple[object, object]]:
        return [
            (_("Referral of %(day)s") % {"day": written(each.row.entered_at)}, self._told(each))
            for each in self.file.referrals
        ]

    def _told(self, opened: Opened) -> object:
        row = opened.row
        grounds = ", ".join(str(ReferralGround(ground).label) for ground in row.grounds)
        knows = _("the person knows of it") if row.person_knows else _("the person does not know of it")
        words = [str(row.institution), grounds, str(knows)]
        if opened.texts["why_not"]:
            words.append(opened.texts["why_not"])
        if not row.is_opened and not row.on_behalf:
            words.append(str(_("its account can be read once a ground of sharing is recorded")))
        if row.is_to_be_confirmed:
            words.append(str(_("typed for somebody else, confirmation open")))
        return " · ".join(words)

    def _contact(self) -> list[tuple[object, object]]:
        contact = self.file.contact
        if contact is None:
            return []
        days = ", ".join(str(each.label) for each in Weekday if each in contact["days"])
        never = ", ".join(str(each.label) for each in Channel if each in contact["never"])
        rows = [(_("Safe contact only through"), contact["through"]), (_("On these days"), days)]
        return [*rows, *([(_("Never by"), never)] if never else [])]
