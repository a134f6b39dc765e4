"""Who sees what, in words: per institution why and which sections; the grounds of sharing; the history."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.actions.reading import Opened
from fallkonferenz.actions.seeing import GroundRow, SightPage, SightRow
from fallkonferenz.cases.models import Case, Ground
from fallkonferenz.cases.sections import Section
from fallkonferenz.institutions.kinds import BEARERS_OF_SECRETS, Kind
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.web.components import Act, Cell
from fallkonferenz.web.forms.admissions import VIEW_WORDS
from fallkonferenz.web.templatetags.words import day, moment


def listed(sections: list[Section]) -> str:
    return ", ".join(str(section.label) for section in sections)


def views_in_words(views: dict[Section, str]) -> list[tuple[object, object]]:
    """One line per kind of view, from wide to narrow; what does not exist is named last."""
    lines = [(VIEW_WORDS[letter], [section for section in Section if views[section] == letter]) for letter in "cro-"]
    return [(words, listed(sections)) for words, sections in lines if sections]


def ground_in_words(row: GroundRow) -> Cell:
    """Whether it opens anything now; if not, why not."""
    ground, now = row.ground, clock.now()
    if row.opens:
        return Cell(_("opens"), tone="success")
    if ground.withdrawn_at:
        return Cell(_("withdrawn"), tone="danger", note=moment(ground.withdrawn_at))
    if ground.expires_at and ground.expires_at <= now:
        return Cell(_("expired"), tone="neutral")
    if ground.given_at > now:
        return Cell(_("not yet valid"), tone="neutral")
    return Cell(_("opens nothing"), tone="neutral", note=_why_nothing(ground))


def _why_nothing(ground: Ground) -> object:
    if ground.discloser.kind not in BEARERS_OF_SECRETS:
        return _("Not needed: this institution is not bound to secrecy.")
    return _("The recipient does not read this section.")


class GroundsPresenter:
    columns = (_("Whose entries"), _("For whom"), _("Section"), _("Concerns"), _("Ground"), _("Valid"), _("Now"))

    def __init__(self, grounds: list[GroundRow]) -> None:
        self.grounds = grounds

    @property
    def rows(self) -> list[list[object]]:
        return [self._row(row) for row in self.grounds]

    def _row(self, row: GroundRow) -> list[object]:
        ground = row.ground
        form = f"{ground.get_given_by_display()}, {ground.get_form_display()}" if ground.given_by else ""
        until = (
            _("until %(day)s") % {"day": day(ground.expires_at)} if ground.expires_at else _("until it is withdrawn")
        )
        return [
            ground.discloser,
            ground.recipient,
            ground.get_section_display(),
            ground.concerns,
            Cell(ground.get_kind_display(), note=form or row.reasons),
            Cell(moment(ground.given_at), note=until),
            ground_in_words(row),
        ]


class InstitutionPresenter:
    """Why one institution can see this case, and what of it."""

    def __init__(self, row: SightRow, case: Case, by: Person) -> None:
        self.row, self.case, self.by = row, case, by

    @property
    def institution(self) -> Institution:
        return self.row.institution

    @property
    def line(self) -> list[object]:
        views = self.row.views
        return [
            Cell(self.institution, note=self.institution.get_kind_display()),
            listed([section for section in Section if views[section] in "cr"]) or "–",
            listed([section for section in Section if views[section] == "o"]) or "–",
            moment(self.row.participation.since),
            self._until,
        ]

    @property
    def _until(self) -> object:
        until = self.row.participation.until
        return moment(until) if until else _("as long as the case runs")

    @property
    def why(self) -> list[tuple[object, object]]:
        since = moment(self.row.participation.since)
        return [(_("Admitted since"), since), *self._admission(), (_("Until"), self._until)]

    def _admission(self) -> list[tuple[object, object]]:
        """By whom and on which ground; the flagging institution and the case management are admitted by the flag."""
        admission = self.row.admission
        if admission is None:
            return []
        by = admission.row.by or _("the system")
        ground = admission.row.get_basis_display()
        facts = [(_("Admitted by"), by), (_("On the ground"), Cell(ground, note=admission.texts["reasons"]))]
        return [*facts, (_("Referral"), _("flagged the case"))] if self.row.participation.flagging else facts

    @property
    def views(self) -> list[tuple[object, object]]:
        return views_in_words(self.row.views)

    @property
    def narrowed(self) -> str:
        return listed(self.row.narrowed)

    @property
    def people(self) -> str:
        return ", ".join(person.name for person in self.row.people)

    @property
    def opened_by(self) -> list[str]:
        """Which grounds open to it what institutions bound to secrecy wrote."""
        return [
            f"{row.ground.discloser}: {row.ground.get_section_display()}, {row.ground.concerns}"
            f" – {row.ground.get_kind_display()}"
            for row in self.row.opened_by
        ]

    @property
    def may_be_changed(self) -> bool:
        return self.institution.kind != Kind.CASE_MANAGEMENT

    @property
    def narrow_url(self) -> str:
        return reverse("admission-narrow", args=[self.case.pk, self.institution.pk])

    @property
    def withdraw_url(self) -> str:
        return reverse("admission-withdraw", args=[self.case.pk, self.institution.pk])


class SightPresenter:
    columns = (_("Institution"), _("Reads"), _("Reads only its own"), _("Admitted since"), _("Until"))
    history_columns = (_("When"), _("Institution"), _("What"), _("By whom"), _("Until"), _("Ground"))
    telling_columns = (_("When"), _("Institution"), _("Who was told"), _("Ground"))

    def __init__(self, page: SightPage, by: Person, acts: list[Act]) -> None:
        self.page, self.case, self.acts = page, page.case, acts
        self.institutions = [InstitutionPresenter(row, page.case, by) for row in page.rows]
        self.grounds = GroundsPresenter(page.grounds)

    @property
    def rows(self) -> list[list[object]]:
        """At a glance: who reads what, since when and how long."""
        return [each.line for each in self.institutions]

    @property
    def history(self) -> list[list[object]]:
        return [self._admission(opened) for opened in self.page.history]

    def _admission(self, opened: Opened) -> list[object]:
        row = opened.row
        return [
            moment(row.at),
            row.institution,
            row.get_act_display(),
            row.by.name if row.by else _("the system"),
            moment(row.until) or "–",
            Cell(row.get_basis_display() or "–", note=opened.texts["reasons"]),
        ]

    @property
    def tellings(self) -> list[list[object]]:
        return [
            [
                moment(opened.row.told_at),
                opened.row.institution,
                opened.row.person.name if opened.row.person else "–",
                Cell(opened.row.get_kind_display(), note=opened.texts["reasons"]),
            ]
            for opened in self.page.tellings
        ]
