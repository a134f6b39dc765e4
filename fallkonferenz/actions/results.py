"""What instruments found, as far as it lifts a level: of one, and the latest of each of several assessments."""

import json

from fallkonferenz.cases.levels import highest
from fallkonferenz.cases.models import AssessmentInstrument
from fallkonferenz.cases.models.assessment import Assessments
from fallkonferenz.vault.sealing import CaseVault


def lift_of(used: AssessmentInstrument, vault: CaseVault) -> str | None:
    """The level it lifts to, "" if it settled that it lifts to none; None where it found nothing.

    It found nothing where its result was refused, has no band, or could still be another one: what nobody answered is
    no answer, and takes back none that was given before.
    """
    result = json.loads(vault.read(used, "result") or "{}")
    if not result or result.get("refused"):
        return None
    if result["lifts_to"]:
        return str(result["lifts_to"])
    return "" if result.get("band") and result.get("settled") else None


def latest_lift(assessments: Assessments, vault: CaseVault) -> str:
    """The highest that the latest result of each instrument lifts to; "" if to nothing.

    An instrument takes back its own results alone: another one asks something else.
    """
    latest: dict[str, str] = {}
    for each in assessments.order_by("-at", "-entered_at").prefetch_related("instruments"):
        for used in each.instruments.all():
            if used.instrument not in latest and (lift := lift_of(used, vault)) is not None:
                latest[used.instrument] = lift
    found = list(filter(None, latest.values()))
    return highest(*found) if found else ""
