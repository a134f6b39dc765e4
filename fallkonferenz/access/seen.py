"""Which entries, assessments and measures a person sees: one Q object each, the same for one row and for a list.

What is hidden and what does not exist are asked by the same query, so that not even their number differs.
"""

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat

from fallkonferenz.access.relations import NEVER, live
from fallkonferenz.access.sections import ceiling
from fallkonferenz.cases.models import Assessment, CaseGroupRight, Ground
from fallkonferenz.cases.models.ground import Grounds
from fallkonferenz.cases.sections import Section, contribute_right
from fallkonferenz.cases.words import PartyRole
from fallkonferenz.institutions.kinds import BEARERS_OF_SECRETS
from fallkonferenz.institutions.models import Person
from fallkonferenz.measures.models import Contribution, Reveal


def entries_seen_by(person: Person) -> Q:
    """The own institution's entries, and those that a view right opens together with a ground."""
    if person.institution is None:
        return NEVER
    section = OuterRef("section")
    readable = Q(section__in=_ceiling(person)) & _holds(person, "case", section)
    independent = ~(Q(section__in=(Section.RISK, Section.ANSWERS)) & is_assessing(person, "case"))
    others = readable & _opened(person, section) & independent
    return live(person, "case") & (_wrote(person) | others)


def assessments_seen_by(person: Person) -> Q:
    """The same for completed assessments, which are the section on risk."""
    return _judgements_seen_by(person) & Q(completed_at__isnull=False)


def assessment_is_open_to(person: Person) -> Q:
    """An assessment that is being made is its institution's own, whatever others may read."""
    if person.institution is None:
        return NEVER
    return live(person, "case") & Q(institution=person.institution, completed_at=None)


def lowerings_seen_by(person: Person) -> Q:
    """Requests to lower a level are judgements of the risk, like assessments."""
    return _judgements_seen_by(person)


def dissents_seen_by(person: Person) -> Q:
    return _judgements_seen_by(person)


def _judgements_seen_by(person: Person) -> Q:
    """The own institution's; those of others with the section on risk, a ground, and not while one is assessing oneself."""
    if person.institution is None:
        return NEVER
    own, risk = Q(institution=person.institution), Value(Section.RISK.value)
    readable = _holds(person, "case", risk) if Section.RISK in _ceiling(person) else NEVER
    return live(person, "case") & (own | (readable & _opened(person, risk) & ~is_assessing(person, "case")))


def is_assessing(person: Person, case: str = "pk") -> Q:
    """The own institution has an open assessment of the case: until it is complete it does not see those of others.

    Independent means independent. ``case`` is the way to the case.
    """
    open_one = Assessment.objects.open().filter(case=OuterRef(case), institution=person.institution_id)
    return Q(Exists(open_one))


def answers_seen_by(person: Person) -> Q:
    """Single answers and what the person at risk said: of completed assessments, and of the own institution's open one.

    Asked of what belongs to an ``assessment``; the section on answers, which the assessing institution keeps to itself and the
    case management reads on a ground.
    """
    if person.institution is None:
        return NEVER
    own, answers = Q(institution=person.institution), Value(Section.ANSWERS.value)
    readable = _holds(person, "case", answers) if Section.ANSWERS in _ceiling(person) else NEVER
    others = Q(completed_at__isnull=False) & readable & _opened(person, answers) & ~is_assessing(person, "case")
    return live(person, "case") & (own | others)


def measures_seen_by(person: Person) -> Q:
    """Measures that oblige the institution, and those it may read together with every section they reveal."""
    if person.institution is None:
        return NEVER
    obliged = is_obliged(person)
    reveals = Reveal.objects.filter(measure=OuterRef("pk"))
    hidden = reveals.exclude(Q(section__in=_ceiling(person)) & _holds(person, "measure__case", OuterRef("section")))
    readable = _holds(person, "case", Value(Section.MEASURES.value)) if Section.MEASURES in _ceiling(person) else NEVER
    return live(person, "case") & (obliged | (readable & ~Q(Exists(hidden))))


def is_obliged(person: Person) -> Q:
    """The own institution is responsible for the measure or contributes to it."""
    contribution = Contribution.objects.filter(measure=OuterRef("pk"), institution=person.institution_id)
    return Q(responsible=person.institution_id) | Q(Exists(contribution))


def contacts_seen_by(person: Person) -> Q:
    """How the person at risk is reached: the section on protection, with a ground like every confidence."""
    if person.institution is None:
        return NEVER
    protection = Value(Section.PROTECTION.value)
    readable = _holds(person, "case", protection) if Section.PROTECTION in _ceiling(person) else NEVER
    return live(person, "case") & (Q(institution=person.institution) | (readable & _opened_at_risk(person, protection)))


def firearms_seen_by(person: Person) -> Q:
    """What was answered about firearms: the section on risk, hidden while the own institution assesses by itself."""
    if person.institution is None:
        return NEVER
    risk = Value(Section.RISK.value)
    readable = _holds(person, "case", risk) if Section.RISK in _ceiling(person) else NEVER
    readable &= _opened_at_risk(person, risk) & ~is_assessing(person, "case")
    return live(person, "case") & (_wrote(person) | readable)


def _wrote(person: Person) -> Q:
    """The own institution's, and what somebody of it typed for another one: it was told to them."""
    return Q(institution=person.institution) | Q(author__institution=person.institution)


def referral_is_opened_to(person: Person) -> Q:
    """That somebody referred is seen with the section on incidents; what was said in it needs a ground too."""
    own = Q(institution=person.institution_id)
    return own | _opened_at_risk(person, Value(Section.INCIDENT.value))


def risk_is_read_by(person: Person, case: str = "pk") -> Q:
    """What follows from the section on risk, its dates too, is for those who read it; ``case`` is the way to the case."""
    if person.institution is None or Section.RISK not in _ceiling(person):
        return NEVER
    return _holds(person, case, Value(Section.RISK.value))


def risk_is_written_by(person: Person, case: str = "pk") -> Q:
    """Whoever may go on with an assessment of the own institution."""
    return _may(person, case, Value(contribute_right(Section.RISK)))


def _ceiling(person: Person) -> list[str]:
    """Sections that the kind of the own institution can read at all."""
    return [section.value for section, view in ceiling(person.own_institution.kind).items() if view in "cr"]


def _holds(person: Person, case: str, section: Combinable) -> Q:
    """The own institution holds the right to view ``section`` in the case that ``case`` leads to."""
    return _may(person, case, Concat(Value("view_"), section))


def _may(person: Person, case: str, codename: Combinable) -> Q:
    held = CaseGroupRight.objects.filter(
        content_object=OuterRef(case), group=person.institution_id, permission__codename=codename
    )
    return Q(Exists(held))


def _opened(person: Person, section: Combinable) -> Q:
    """The discloser is no bearer of secrets, or a ground stands for discloser x recipient x section x person."""
    return _is_free() | Q(Exists(_grounds(person, section).filter(concerns=OuterRef("concerns"))))


def _opened_at_risk(person: Person, section: Combinable) -> Q:
    """The same for what always concerns the person at risk."""
    return _is_free() | Q(Exists(_grounds(person, section).filter(concerns__role=PartyRole.AT_RISK)))


def _is_free() -> Q:
    return ~Q(institution__kind__in=BEARERS_OF_SECRETS)


def _grounds(person: Person, section: Combinable) -> Grounds:
    return Ground.objects.in_force().filter(
        case=OuterRef("case"), discloser=OuterRef("institution"), recipient=person.institution_id, section=section
    )
