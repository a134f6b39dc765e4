"""The nouns of a case file, one module each."""

from fallkonferenz.cases.models.admission import (
    Admission,
    CaseGroupRight,
    CaseUserRight,
    Exclusion,
    Participation,
    RegionNarrowing,
)
from fallkonferenz.cases.models.assessment import Assessment, Hearing
from fallkonferenz.cases.models.case import Case
from fallkonferenz.cases.models.dissent import Dissent
from fallkonferenz.cases.models.entry import Entry, Incident
from fallkonferenz.cases.models.firearms import FirearmsAnswer
from fallkonferenz.cases.models.ground import Ground, Telling
from fallkonferenz.cases.models.instrument import AssessmentInstrument, ItemAnswers
from fallkonferenz.cases.models.lowering import Lowering
from fallkonferenz.cases.models.party import OwnReference, Party, SafeContact
from fallkonferenz.cases.models.reassessment import Reassessment
from fallkonferenz.cases.models.referral import Referral

__all__ = [
    "Admission",
    "Assessment",
    "AssessmentInstrument",
    "Case",
    "CaseGroupRight",
    "CaseUserRight",
    "Dissent",
    "Entry",
    "Exclusion",
    "FirearmsAnswer",
    "Ground",
    "Hearing",
    "Incident",
    "ItemAnswers",
    "Lowering",
    "OwnReference",
    "Participation",
    "Party",
    "Reassessment",
    "Referral",
    "RegionNarrowing",
    "SafeContact",
    "Telling",
]
