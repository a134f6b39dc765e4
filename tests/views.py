"""Who sees which section, told a second time and differently: section by section, who reads, who keeps its own.

``fallkonferenz/access/sections.py`` says it kind by kind; tests compare the two and use this one as their oracle.
"""

from fallkonferenz.institutions.kinds import Kind

COUNSELLORS = "biss womens_shelter mens_shelter counselling_centre trafficking_counselling"
EVERYBODY_AT_WORK = (
    f"case_management police {COUNSELLORS} victim_support court_support youth_services child_protection_centre"
    " prosecution justice_social_service prison perpetrator_work addiction_support health social_psychiatry"
    " social_services education public_order asylum_authority immigration_authority"
)
BEARERS = (
    f"{COUNSELLORS} victim_support court_support youth_services child_protection_centre perpetrator_work"
    " addiction_support health social_psychiatry"
)

# section: {view: kinds}; for whoever is not named the section does not exist.
READERS = {
    "incident": {
        "c": f"case_management police {COUNSELLORS} victim_support youth_services child_protection_centre"
        " justice_social_service",
        "r": "prosecution",
        "o": "perpetrator_work health social_psychiatry social_services education",
    },
    "risk": {
        "c": f"case_management police {COUNSELLORS}",
        "r": "victim_support youth_services child_protection_centre prosecution justice_social_service"
        " perpetrator_work health social_psychiatry",
    },
    "answers": {
        "c": "case_management",
        "o": f"police {COUNSELLORS} youth_services child_protection_centre perpetrator_work health social_psychiatry",
    },
    "victim": {
        "c": f"case_management {COUNSELLORS} victim_support",
        "o": "court_support health social_services asylum_authority",
    },
    "children": {
        "c": "case_management biss womens_shelter mens_shelter youth_services child_protection_centre",
        "r": "trafficking_counselling",
        "o": "police counselling_centre health education",
    },
    "endangering": {
        "c": "case_management police justice_social_service perpetrator_work",
        "r": "biss womens_shelter mens_shelter trafficking_counselling youth_services prosecution social_psychiatry",
        "o": "counselling_centre prison addiction_support public_order",
    },
    "protection": {
        "c": "case_management biss womens_shelter mens_shelter trafficking_counselling",
        "r": "counselling_centre victim_support",
    },
    "health": {
        "o": f"case_management {COUNSELLORS} child_protection_centre addiction_support health social_psychiatry",
    },
    "legal": {
        "c": "case_management police biss prosecution",
        "r": "womens_shelter mens_shelter counselling_centre trafficking_counselling victim_support court_support"
        " youth_services justice_social_service perpetrator_work",
        "o": "prison public_order asylum_authority immigration_authority",
    },
    "measures": {
        "c": "case_management",
        "r": f"police {COUNSELLORS} victim_support court_support youth_services child_protection_centre prosecution"
        " justice_social_service perpetrator_work health social_psychiatry",
        "o": "prison addiction_support social_services education public_order asylum_authority immigration_authority",
    },
}
ADMISSIBLE = [Kind(kind) for kind in EVERYBODY_AT_WORK.split()]


def told(kind: str, section: str) -> str:
    """The letter of the table: ``c`` reads and contributes, ``r`` reads, ``o`` keeps its own, ``-`` nothing."""
    return next((view for view, kinds in READERS[section].items() if kind in kinds.split()), "-")


def reads(kind: str, section: str) -> bool:
    return told(kind, section) in "cr"


def writes(kind: str, section: str) -> bool:
    return told(kind, section) in "co"


def keeps_secrets(kind: str) -> bool:
    return kind in BEARERS.split()
