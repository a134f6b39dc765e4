"""A case from flag to close through its screens alone, as the people of the round would press the buttons."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from fallkonferenz import clock
from fallkonferenz.access.frame import acting_as
from fallkonferenz.cases.models import Case
from fallkonferenz.cases.words import State
from fallkonferenz.measures.models import Measure
from tests.audit import reading as audit_log
from tests.flagging import flag
from tests.given import ASKED
from tests.support import beyond_row_security

HEARD = {"worries": "Die Übergabe.", "heard": "no", "why_not_heard": "Nicht erreicht."}


def at(**ahead: float) -> str:
    return f"{timezone.localtime(clock.now() + timedelta(**ahead)):%Y-%m-%dT%H:%M}"


class Walk:
    """One case, many people; every press must lead on."""

    def __init__(self, client, cast) -> None:
        self.client, self.cast, self.pk = client, cast, None

    def press(self, person, name, thing=None, query=None, **typed):
        self.client.force_login(person)
        address = reverse(name, args=[thing or self.pk] if thing or self.pk else [], query=query)
        assert self.client.get(address).status_code in (200, 405), name
        response = self.client.post(address, {**ASKED, **typed})
        assert response.status_code == 302, (name, response.context and response.context["form"].errors)
        return response

    @property
    def case(self) -> Case:
        with beyond_row_security():
            return Case.objects.get(pk=self.pk)

    def flags(self) -> None:
        told = {
            "relationship": "former_partners",
            "grounds": ["visible_high_risk"],
            "firearms": "yes",
            "happened_at": at(hours=-3),
            "account": "Bedrohung mit Waffe nach der Trennung.",
            "source": "told",
            "person_knows": "yes",
            "children": "2",
            "release": "on",
            "release_given_by": "person",
            "release_form": "oral",
            "release_sections": ["incident", "risk", "victim"],
        }
        self.client.force_login(self.cast.biss)
        response = flag(self.client, **told)
        self.pk = response.url.split("/")[2]

    def is_convened(self) -> None:
        manager = self.cast.case_manager
        guests = [self.cast.biss.institution_id, self.cast.police.institution_id]
        convened = {"mode": "video", "starts_at": at(hours=2), "invited": guests, "naming": "by_name"}
        self.press(manager, "case-convene", **convened)

    def measure(self, responsible, **more) -> None:
        planned = {
            "what": "Ansprache.",
            "reveals": ["incident"],
            "due_kind": "time",
            "due_at": at(days=2),
            "responsible": responsible.institution_id,
            **more,
        }
        self.press(self.cast.case_manager, "measure-add", **planned)


@pytest.fixture
def walk(client, cast) -> Walk:
    return Walk(client, cast)


def test_a_case_runs_from_flag_to_close(walk, cast):
    manager = cast.case_manager
    walk.flags()
    walk.press(cast.biss, "assessment-add", level="high", reasons="Waffe, Trennung, Drohung.", **HEARD)
    walk.press(manager, "case-assess")
    assert walk.case.state == State.ASSESSED

    whom = {"institution": cast.police.institution_id}
    walk.press(
        manager, "admission-admit", query=whom, basis="police_transmission", reasons="Gefahr für Leib und Leben."
    )
    walk.is_convened()
    assert walk.case.state == State.CONFERENCE

    came = {f"came_{person.institution_id}": "on" for person in (cast.biss, cast.police)}
    walk.press(manager, "case-hold", heard="yes", **came)
    walk.measure(cast.police)
    walk.measure(cast.biss, tells_person="on")
    walk.press(manager, "case-agree_measures", lead=cast.biss.institution_id)
    assert walk.case.state == State.MEASURES

    with acting_as(manager):
        measures = list(Measure.objects.filter(case=walk.pk))
    for measure in measures:
        walk.press(manager, "measure-finish", measure.pk, outcome="Erledigt.")
    closing = {"why": "moved", "level": "not_raised", "reasons": "Die aufnehmende Region hat übernommen.", **HEARD}
    walk.press(manager, "case-close", **closing)
    assert walk.case.state == State.CLOSED
    assert walk.client.get(reverse("case-read", args=[walk.pk])).status_code == 200
    assert {"case.flag", "case.assess", "case.convene", "case.hold", "case.agree_measures", "case.close"} <= {
        entry.event for entry in audit_log.entries()
    }
