"""A case of its own for each who writes during a drill, so that nobody waits for another; through the actions."""

import json
from pathlib import Path

from drill import people
from fallkonferenz import clock
from fallkonferenz.actions import cases, flagging
from fallkonferenz.cases.words import Firearms, Level, ReferralGround, Relationship
from fallkonferenz.institutions.kinds import Kind, Role
from fallkonferenz.institutions.models import Person

KINDS = (Kind.BISS, Kind.POLICE, Kind.WOMENS_SHELTER, Kind.YOUTH_SERVICES)


def prepare(folder: Path) -> None:
    """Adds the case to the account of each who writes, and leaves only those in the list of accounts."""
    people.prepare(folder)
    people.act_as("fk_web")
    path = folder / "people.json"
    accounts = {account["login"]: account for account in json.loads(path.read_text())}
    writers = Person.objects.filter(institution__kind__in=KINDS).select_related("institution__region")
    path.write_text(json.dumps([accounts[each.username] | {"case": _flagged(each)} for each in writers]))


def _flagged(by: Person) -> str:
    """Assessed, so that measures can be proposed too."""
    case = flagging.flag(
        by=by,
        relationship=Relationship.FORMER_PARTNERS,
        grounds=[ReferralGround.JUDGEMENT],
        happened_at=clock.now(),
        account="Bericht der Meldung.",
        person_knows=True,
    )
    managers = Person.objects.select_related("institution__region").filter(role=Role.CASE_MANAGER)
    manager = managers.filter(institution__region=by.region).first()
    judgement = {
        "reasons": "Nachstellung.",
        "worries": "Die Übergabe.",
        "heard": False,
        "why_not_heard": "Nicht erreicht.",
    }
    cases.assess(case, by=manager, level=Level.HIGH, **judgement, firearms=Firearms.NO)
    return str(case.pk)
