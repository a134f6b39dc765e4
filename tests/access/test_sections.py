"""The table of section views against its second telling, and the arithmetic of narrowing."""

from itertools import product

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from fallkonferenz.access import grants
from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.sections import WITHIN, ceiling, codenames, narrowed, view_of
from fallkonferenz.access.sight import sight_of
from fallkonferenz.actions import admissions
from fallkonferenz.cases.models import CaseGroupRight, RegionNarrowing
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import GroundKind
from fallkonferenz.institutions.kinds import BEARERS_OF_SECRETS, NEVER_ADMITTED, Kind
from tests.views import BEARERS, EVERYBODY_AT_WORK, READERS, told

views = st.sampled_from("cro-")


@pytest.mark.parametrize("kind", list(Kind))
def test_each_row_is_as_it_was_agreed(kind):
    assert ceiling(kind) == {section: told(kind, section) for section in Section}


def test_the_second_telling_forgets_no_kind_and_invents_none():
    named = {kind for readers in READERS.values() for kinds in readers.values() for kind in kinds.split()}

    assert named == set(EVERYBODY_AT_WORK.split()) == set(Kind) - NEVER_ADMITTED
    assert set(BEARERS.split()) == BEARERS_OF_SECRETS


def test_nobody_reads_the_health_entries_of_another():
    assert {ceiling(kind)[Section.HEALTH] for kind in Kind} == {"o", "-"}


@pytest.mark.parametrize("closed", ["victim", "protection"])
def test_what_is_told_in_confidence_reaches_neither_police_nor_prosecution(closed):
    assert ceiling(Kind.POLICE)[Section(closed)] == ceiling(Kind.PROSECUTION)[Section(closed)] == "-"


@pytest.mark.parametrize("kind", sorted(NEVER_ADMITTED))
def test_a_court_and_the_equality_office_see_nothing(kind):
    assert set(ceiling(kind).values()) == {"-"}


def test_changing_what_was_asked_for_does_not_change_the_table():
    ceiling(Kind.POLICE)[Section.VICTIM] = "c"

    assert ceiling(Kind.POLICE)[Section.VICTIM] == "-"


@for_all(st.fixed_dictionaries(dict.fromkeys(Section, views)))
def test_codenames_and_letters_say_the_same(row):
    held = codenames(row)

    assert {section: view_of(held, section) for section in Section} == row


@for_all(views, views)
def test_narrowing_gives_nothing_that_either_side_lacks(one, other):
    result = narrowed(one, other)

    assert result in WITHIN[one]
    assert result in WITHIN[other]


@for_all(views, views)
def test_narrowing_is_the_same_from_both_sides(one, other):
    assert narrowed(one, other) == narrowed(other, one)


@for_all(views, views, views)
def test_narrowing_twice_does_not_depend_on_the_order(one, second, third):
    assert narrowed(narrowed(one, second), third) == narrowed(one, narrowed(second, third))


@for_all(views)
def test_narrowing_to_itself_or_to_the_widest_changes_nothing(view):
    assert narrowed(view, view) == narrowed(view, "c") == view


def test_reading_and_keeping_ones_own_have_nothing_in_common():
    assert narrowed("r", "o") == "-"


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "wished"), list(product([Kind.POLICE, Kind.HEALTH, Kind.PRISON], "cro-")))
def test_a_region_only_narrows(cast, kind, wished):
    region = cast.police.institution.region
    for section in Section:
        RegionNarrowing.objects.create(region=region, kind=kind, section=section, view=wished)

    for section, view in grants.views_in_region(region, kind).items():
        assert view in WITHIN[ceiling(kind)[section]]
        assert view in WITHIN[wished]


@pytest.mark.django_db
def test_a_region_narrows_neither_its_neighbour_nor_the_case_management(cast):
    region = cast.police.institution.region
    for kind in (Kind.POLICE, Kind.CASE_MANAGEMENT):
        RegionNarrowing.objects.create(region=region, kind=kind, section=Section.RISK, view="-")

    assert grants.views_in_region(cast.far_manager.institution.region, Kind.POLICE) == ceiling(Kind.POLICE)
    assert grants.views_in_region(region, Kind.CASE_MANAGEMENT) == ceiling(Kind.CASE_MANAGEMENT)


@pytest.mark.django_db
@pytest.mark.parametrize("wished", "cro-")
def test_a_case_only_narrows(cast, given, wished):
    case = given.case()

    everything = dict.fromkeys(Section, wished)
    admissions.narrow(case, by=cast.case_manager, institution=cast.police.institution, views=everything)

    with acting_as(cast.police):
        seen = sight_of(cast.police, case).views
    assert all(seen[section] in WITHIN[ceiling(Kind.POLICE)[section]] for section in Section)
    assert all(seen[section] in WITHIN[wished] for section in Section)


@pytest.mark.django_db
def test_a_narrowed_institution_gets_back_what_the_table_allows_and_no_more(cast, given):
    case = given.case()
    for letter in "-c":
        admissions.narrow(
            case, by=cast.case_manager, institution=cast.police.institution, views=dict.fromkeys(Section, letter)
        )

    with acting_as(cast.police):
        assert sight_of(cast.police, case).views == ceiling(Kind.POLICE)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [Kind.PRISON, Kind.COURT_SUPPORT, Kind.IMMIGRATION_AUTHORITY, Kind.PROSECUTION])
def test_who_flags_keeps_at_least_its_own_entry_on_the_incident(cast, given, kind):
    flagging = cast.of(kind)
    case = given.flagged(by=flagging)

    with acting_as(flagging):
        sight = sight_of(flagging, case)
        assert sight.contributes(Section.INCIDENT)
        assert sight.reads(Section.INCIDENT) == (ceiling(kind)[Section.INCIDENT] in "cr")


@pytest.mark.django_db
def test_narrowing_leaves_who_flagged_its_own_entry_on_the_incident(cast, given):
    flagging = cast.of(Kind.HEALTH)
    case = given.flagged(by=flagging)

    nothing = dict.fromkeys(Section, "-")
    admissions.narrow(case, by=cast.case_manager, institution=flagging.institution, views=nothing)

    with acting_as(flagging):
        assert sight_of(flagging, case).existing == [Section.INCIDENT]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(NEVER_ADMITTED))
def test_a_court_and_the_equality_office_are_never_admitted(cast, given, kind):
    case = given.case()
    institution = cast.of(kind).institution

    with acting_as(cast.case_manager), pytest.raises(grants.NeverAdmitted):
        grants.admit(case, institution, by=cast.case_manager, basis=GroundKind.PUBLIC_TASK)
    assert not CaseGroupRight.objects.filter(group=institution.pk).exists()
