"""The nouns of a case file, one module each."""

from fallkonferenz.cases.models.admission import (
    Admission,
    CaseGroupRight,
    CaseUserRight,
    Exclusion,
    Participation,
    RegionNarrowing,
)
from fallkonferenz.cases.models.assessment import Assessment
from fallkonferenz.cases.models.case import Case
from fallkonferenz.cases.models.entry import Entry, Incident
from fallkonferenz.cases.models.ground import Ground, Telling
from fallkonferenz.cases.models.party import OwnReference, Party, SafeContact
from fallkonferenz.cases.models.referral import Referral

__all__ = [
    "Admission",
    "Assessment",
    "Case",
    "CaseGroupRight",
    "CaseUserRight",
    "Entry",
    "Exclusion",
    "Ground",
    "Incident",
    "OwnReference",
    "Participation",
    "Party",
    "Referral",
    "RegionNarrowing",
    "SafeContact",
    "Telling",
]
