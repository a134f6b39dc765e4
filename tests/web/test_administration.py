"""Regions and institutions, kept by administrators on screens, and by nobody else."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from fallkonferenz.access.frame import acting_as
from fallkonferenz.access.grants import views_in_region
from fallkonferenz.access.refusals import NotNow
from fallkonferenz.access.sight import sight_of
from fallkonferenz.actions import institutions
from fallkonferenz.cases.models import Admission, CaseGroupRight, RegionNarrowing
from fallkonferenz.cases.models.admission import AdmissionAct
from fallkonferenz.cases.sections import Section
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.institutions.models import Institution, Region
from tests.audit import reading as audit_log
from tests.support import beyond_row_security

LIMITS = {
    "wait_hours_acute": 12,
    "wait_days_high": 7,
    "reassess_hours_acute": 48,
    "reassess_days_high": 5,
    "reassess_days_medium": 30,
    "reassess_days_not_raised": 60,
    "escalation_events": 3,
    "readable_months_management": 12,
    "readable_days_others": 14,
}


@pytest.fixture
def administrator(client, cast):
    client.force_login(cast.administrator)
    return client


@pytest.fixture
def home(cast):
    return cast.police.institution.region


def everything(cast) -> list[str]:
    person, region, institution = cast.police, cast.police.institution.region, cast.police.institution
    return [
        *(reverse(f"{noun}-{act}") for noun in ("region", "institution", "person") for act in ("list", "add")),
        reverse("region-change", args=[region.pk]),
        reverse("region-narrow", args=[region.pk]),
        reverse("institution-change", args=[institution.pk]),
        *(reverse(f"person-{act}", args=[person.pk]) for act in ("change", "invite", "lock", "unlock")),
    ]


def test_every_screen_opens_to_an_administrator(administrator, cast):
    for url in everything(cast):
        assert administrator.get(url).status_code == 200, url


@pytest.mark.parametrize("who", ["police", "case_manager", "coordinator", "officer"])
def test_no_screen_opens_to_anybody_else(client, cast, who):
    client.force_login(getattr(cast, who))
    for url in everything(cast):
        assert client.get(url).status_code == 403, url
        assert client.post(url).status_code in (403, 405), url
        assert audit_log.last().event == "access.denied"


def test_without_the_right_what_exists_looks_like_what_does_not(client, cast):
    client.force_login(cast.police)

    there = client.get(reverse("institution-change", args=[cast.biss.institution.pk]))
    not_there = client.get(reverse("institution-change", args=[987654]))

    assert there.status_code == not_there.status_code == 403
    assert masked(there) == masked(not_there)


def masked(response) -> str:
    return re.sub('name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())


def test_the_log_knows_which_list_was_looked_at(administrator):
    administrator.get(reverse("institution-list"))

    assert audit_log.last().event == "institution.list"


def test_accounts_are_found_by_name_and_by_what_is_the_matter(administrator, cast):
    def found(**narrowing) -> list[str]:
        rows = administrator.get(reverse("person-list"), narrowing).context["rows"]
        return [row[0].note for row in rows]

    assert found(name="EDUCATION-a") == ["education-a", "education-a-deputy"]
    assert "education-a" not in found(name="education", state="closed")
    assert found(name="education-b", institution=cast.school.institution.pk) == []


def test_institutions_are_found_by_name_and_kind(administrator, cast):
    def found(**narrowing) -> list[str]:
        return [row[0].text for row in administrator.get(reverse("institution-list"), narrowing).context["rows"]]

    assert found(kind=Kind.POLICE) == ["police a", "police b"]
    assert found(kind=Kind.POLICE, name="B") == ["police b"]
    assert found(name="nowhere") == []


def test_a_region_is_added_and_changed(administrator):
    administrator.post(reverse("region-add"), {"name": "Emsland", **LIMITS})
    made = Region.objects.get(name="Emsland")
    administrator.post(
        reverse("region-change", args=[made.pk]), {"name": "Emsland Süd", **LIMITS, "wait_days_high": 10}
    )

    made.refresh_from_db()
    assert (made.name, made.wait_days_high, made.wait_hours_acute) == ("Emsland Süd", 10, 12)
    assert audit_log.last("region.change").fields["object"] == f"region {made.pk}"


def test_a_second_region_of_the_same_name_is_refused_beside_the_form(administrator):
    response = administrator.post(reverse("region-add"), {"name": "osnabrück", **LIMITS})

    assert response.status_code == 409
    assert 'value="osnabrück"' in response.content.decode()
    assert audit_log.last("access.denied")


def test_a_wait_of_no_time_is_no_limit(administrator):
    assert administrator.post(reverse("region-add"), {"name": "X", **LIMITS, "wait_days_high": 0}).status_code == 422


@pytest.mark.parametrize(
    ("setting", "longest"),
    [("hours_acute", 72), ("days_high", 7), ("days_medium", 30), ("days_not_raised", 60)],
)
def test_the_next_assessment_can_be_asked_for_sooner_and_never_later(administrator, home, setting, longest):
    """VioGén's periods are the longest; the database refuses what the form would let through."""
    name, address = f"reassess_{setting}", reverse("region-change", args=[home.pk])
    home.refresh_from_db()

    for value, status in ((longest + 1, 422), (0, 422), (longest - 1, 302)):
        assert administrator.post(address, {"name": home.name, **LIMITS, name: value}).status_code == status
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.filter(pk=home.pk).update(**{name: longest + 1})


def test_an_institution_is_added_with_its_group_of_rights(administrator, home):
    facts = {"region": home.pk, "kind": Kind.BISS, "name": "BISS Süd", "mailbox": "biss.sued@example.org", "hours": ""}

    administrator.post(reverse("institution-add"), facts)

    made = Institution.objects.get(name="BISS Süd")
    assert made.group.pk == made.pk
    assert made.active
    assert audit_log.last("institution.add").fields["details"]["name"] == "BISS Süd"


def test_region_and_kind_of_an_institution_stay(administrator, cast, home):
    house = cast.biss.institution
    facts = {"name": "Neu", "mailbox": "neu@example.org", "active": "on", "kind": Kind.POLICE, "region": home.pk}

    administrator.post(reverse("institution-change", args=[house.pk]), facts)

    house.refresh_from_db()
    assert (house.name, house.kind) == ("Neu", Kind.BISS)


def test_the_carrier_of_an_institution_is_entered_shown_and_logged(administrator, cast):
    house = cast.biss.institution
    there = reverse("institution-change", args=[house.pk])
    facts = {"name": house.name, "mailbox": house.mailbox, "active": "on", "carrier": "Wegweiser e. V."}

    administrator.post(there, facts)

    for page in (there, reverse("institution-list")):
        assert "Wegweiser e. V." in administrator.get(page).content.decode()
    assert audit_log.last("institution.change").fields["details"]["carrier"] == "Wegweiser e. V."


@pytest.mark.parametrize(("spelt", "status"), [(str, 422), (str.upper, 409)])
def test_the_same_name_twice_in_a_region_is_refused(administrator, cast, home, spelt, status):
    name = spelt(cast.biss.institution.name)
    facts = {"region": home.pk, "kind": Kind.BISS, "name": name, "mailbox": "x@example.org"}

    assert administrator.post(reverse("institution-add"), facts).status_code == status


def test_the_last_case_management_of_a_region_stays(administrator, cast):
    one, other = (cast.of(Kind.CASE_MANAGEMENT, side).institution for side in "ab")

    def leave(house):
        facts = {"name": house.name, "mailbox": house.mailbox}
        return administrator.post(reverse("institution-change", args=[house.pk]), facts).status_code

    assert leave(one) == 302
    assert leave(other) == 409
    other.refresh_from_db()
    assert other.active


def narrowed(administrator, region, kind, **views):
    url = reverse("region-narrow", args=[region.pk], query={"kind": kind})
    return administrator.post(url, views)


def police_views(**less) -> dict[str, str]:
    views = {"incident": "c", "risk": "c", "answers": "o", "children": "o", "endangering": "c", "legal": "c"}
    return {**views, "measures": "r", **less}


def test_a_region_narrows_what_comes_and_what_runs(administrator, cast, given, home):
    case = given.case()
    narrowed(administrator, home, Kind.POLICE, **police_views(incident="r", children="-"))

    with acting_as(cast.police):
        views = sight_of(cast.police, case).views
    assert (views[Section.INCIDENT], views[Section.CHILDREN], views[Section.RISK]) == ("r", "-", "c")
    assert views_in_region(home, Kind.POLICE)[Section.INCIDENT] == "r"
    assert RegionNarrowing.objects.count() == 2
    with beyond_row_security():
        note = Admission.objects.get(case=case, act=AdmissionAct.NARROWED)
    assert "contribute_incident" not in note.rights
    assert "view_incident" in note.rights
    assert audit_log.last("region.narrow").fields["details"]["views"]["children"] == "-"


def test_other_kinds_and_other_regions_keep_their_views(administrator, cast, given):
    case = given.case()
    before = CaseGroupRight.objects.filter(content_object=case.pk).exclude(group=cast.police.institution_id).count()

    narrowed(administrator, cast.far_manager.institution.region, Kind.POLICE, **police_views(incident="-"))
    narrowed(administrator, cast.police.institution.region, Kind.WOMENS_SHELTER, incident="-")

    with acting_as(cast.police):
        assert sight_of(cast.police, case).views[Section.INCIDENT] == "c"
    after = CaseGroupRight.objects.filter(content_object=case.pk).exclude(group=cast.police.institution_id).count()
    assert after == before


def test_the_institution_that_flagged_keeps_its_own_incident(administrator, cast, given, home):
    case = given.flagged()
    everything_gone = dict.fromkeys(
        [
            "incident",
            "risk",
            "answers",
            "victim",
            "children",
            "endangering",
            "protection",
            "health",
            "legal",
            "measures",
        ],
        "-",
    )

    narrowed(administrator, home, Kind.BISS, **everything_gone)

    with acting_as(cast.biss):
        assert sight_of(cast.biss, case).views[Section.INCIDENT] == "o"


def test_nobody_is_given_more_than_the_table_allows(administrator, home):
    response = narrowed(administrator, home, Kind.POLICE, **police_views(children="c", victim="r"))

    assert response.status_code == 422
    assert not RegionNarrowing.objects.exists()


def test_taking_a_narrowing_back_gives_running_cases_nothing(administrator, cast, given, home):
    case = given.case()
    narrowed(administrator, home, Kind.POLICE, **police_views(incident="r"))
    narrowed(administrator, home, Kind.POLICE, **police_views())

    assert not RegionNarrowing.objects.exists()
    with acting_as(cast.police):
        assert sight_of(cast.police, case).views[Section.INCIDENT] == "r"


def test_the_case_management_is_never_narrowed(administrator, home, cast):
    with pytest.raises(NotNow):
        institutions.narrow(home, by=cast.administrator, kind=Kind.CASE_MANAGEMENT, views={"incident": "-"})
