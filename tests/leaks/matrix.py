"""THE reviewed table of all addresses: what each is about, which methods it has, and who of the world may use it.

A route that is not in it fails ``test_matrix.py``. Everybody not named beside a route is refused: with 403 where they
see the thing, with 404 where for them it does not exist.

    P police · B biss (referred, leads) · M case management: take part in the case
    S counselling centre, admitted to nothing · T biss of side b, with a case of its own · F case management elsewhere
    X excluded deputy of the police · L school, left · R social services, ran out
    C coordinator · O officer · A administrator
"""

from dataclasses import dataclass

PEOPLE = {
    "P": "police-a",
    "B": "biss-a",
    "M": "case_management-a",
    "S": "counselling_centre-b",
    "T": "biss-b",
    "F": "other-region",
    "X": "police-a-deputy",
    "L": "education-a",
    "R": "social_services-a",
    "C": "equality_office-a",
    "O": "officer",
    "A": "administrator",
}
INSIDE = "PBM"  # for everybody else nothing of the case exists
AT_CASES = "PBMSTFXLR"  # professionals and case managers, wherever they stand
SHOWN = ("GET", "HEAD")
FORM = ("GET", "HEAD", "POST")
PRESSED = ("POST",)
SAFE = {"GET", "HEAD"}


@dataclass(frozen=True)
class Route:
    """``about`` names what the address leads to: nothing, or a kind of thing in ``pages.THINGS``."""

    name: str
    about: str
    methods: tuple[str, ...]
    who: str


# fmt: off
TABLE = (
    #     URL name                  about          methods  who may
    Route("start",                  "",            SHOWN,   "PBMSTFXLRCOA"),
    Route("rights-read",            "",            SHOWN,   "PBMSTFXLRCOA"),
    Route("case-list",              "",            FORM,    AT_CASES),
    Route("case-flag",              "",            FORM,    AT_CASES),
    Route("case-flag-step",         "flag",        FORM,    "P"),
    Route("case-read",              "case",        SHOWN,   "PBM"),
    Route("case-flagged",           "case",        SHOWN,   "PBM"),
    Route("case-sight",             "case",        SHOWN,   "M"),
    Route("case-assess",            "case",        FORM,    "M"),
    Route("case-dismiss",           "case",        FORM,    "M"),
    Route("case-not_high_risk",     "case",        FORM,    "M"),
    Route("case-ask_co_signature",  "case",        FORM,    "B"),
    Route("case-co_sign",           "case",        FORM,    "M"),
    Route("case-handle_alone",      "case",        FORM,    "B"),
    Route("case-convene",           "case",        FORM,    "M"),
    Route("case-call_off",          "case",        FORM,    "M"),
    Route("case-hold",              "case",        FORM,    "M"),
    Route("case-agree_measures",    "case",        FORM,    "M"),
    Route("case-follow_up",         "case",        FORM,    "M"),
    Route("case-close",             "case",        FORM,    "M"),
    Route("case-end_sharing",       "case",        FORM,    "M"),
    Route("case-reopen",            "case",        FORM,    "PBM"),
    Route("case-report_incident",   "case",        FORM,    "PBM"),
    Route("case-report_change",     "case",        FORM,    "PBM"),
    Route("incident-list",          "case",        SHOWN,   "PBM"),
    Route("case-confirm_referral",  "case",        FORM,    "PBM"),
    Route("case-flag_linked",       "case",        FORM,    "PBM"),
    Route("case-record_death",      "case",        FORM,    "M"),
    Route("case-close_pair",        "case",        FORM,    "M"),
    Route("case-freeze",            "case",        FORM,    "M"),
    Route("case-leave_uninformed",  "case",        FORM,    "M"),
    Route("assessment-add",         "case",        FORM,    "PBM"),
    Route("assessment-list",        "case",        SHOWN,   "PBM"),
    Route("assessment-begin",       "case",        FORM,    "PBM"),
    Route("assessment-read",        "assessment",  SHOWN,   "P"),
    Route("assessment-answer",      "questionnaire", FORM,  "P"),
    Route("assessment-add_instrument", "assessment", FORM,  "P"),
    Route("assessment-drop_instrument", "questionnaire", PRESSED, "P"),
    Route("assessment-judge",       "assessment",  FORM,    "P"),
    Route("assessment-complete",    "assessment",  PRESSED, "P"),
    Route("assessment-discard",     "assessment",  PRESSED, "P"),
    Route("level-ask_lower",        "case",        FORM,    "PBM"),
    Route("level-read_lower",       "lowering",    SHOWN,   "PBM"),
    Route("level-confirm_lower",    "lowering",    PRESSED, "BM"),
    Route("level-refuse_lower",     "lowering",    FORM,    "BM"),
    Route("level-dissent",          "case",        FORM,    "PBM"),
    Route("entry-add",              "case",        FORM,    "PBM"),
    Route("entry-correct",          "entry",       FORM,    "P"),
    Route("party-add",              "case",        FORM,    "PBM"),
    Route("contact-set",            "case",        FORM,    "PBM"),
    Route("reference-set",          "case",        FORM,    "PBM"),
    Route("admission-admit",        "case",        FORM,    "M"),
    Route("admission-narrow",       "admission",   FORM,    "M"),
    Route("admission-withdraw",     "admission",   FORM,    "M"),
    Route("admission-exclude",      "case",        FORM,    "M"),
    Route("admission-include",      "exclusion",   PRESSED, "M"),
    Route("ground-list",            "case",        SHOWN,   "PBM"),
    Route("ground-record",          "case",        FORM,    "PBM"),
    Route("ground-withdraw",        "case",        FORM,    "PBM"),
    Route("ground-decide",          "case",        FORM,    "M"),
    Route("identity-tell",          "case",        FORM,    "M"),
    Route("measure-list",           "",            SHOWN,   AT_CASES),
    Route("measure-propose",        "case",        FORM,    "PB"),
    Route("measure-add",            "case",        FORM,    "M"),
    Route("measure-read",           "measure",     SHOWN,   "PBM"),
    Route("measure-agree",          "measure",     PRESSED, "M"),
    Route("measure-drop",           "measure",     FORM,    "M"),
    Route("measure-accept",         "measure",     PRESSED, "PM"),
    Route("measure-refuse",         "measure",     FORM,    "PM"),
    Route("measure-finish",         "measure",     FORM,    "PM"),
    Route("measure-overtake",       "measure",     FORM,    "PM"),
    Route("measure-decline",        "measure",     FORM,    "PM"),
    Route("measure-not_undertake",  "measure",     FORM,    "PM"),
    Route("measure-lack_capacity",  "measure",     FORM,    "PM"),
    Route("measure-renew",          "measure",     FORM,    "M"),
    Route("measure-ask",            "measure",     FORM,    "PBM"),
    Route("conference-list",        "",            SHOWN,   AT_CASES),
    Route("conference-plan",        "",            FORM,    "MF"),
    Route("conference-read",        "conference",  SHOWN,   "PBM"),
    Route("conference-show",        "item",        SHOWN,   "M"),
    Route("conference-answer",      "attendance",  FORM,    "P"),
    Route("conference-contribute",  "attendance",  FORM,    "P"),
    Route("notice-list",            "",            SHOWN,   AT_CASES),
    Route("notice-read",            "notice",      PRESSED, "P"),
    Route("draft-list",             "",            SHOWN,   AT_CASES + "A"),
    Route("draft-keep",             "",            PRESSED, AT_CASES + "A"),
    Route("draft-read",             "draft",       SHOWN,   "P"),
    Route("draft-discard",          "draft",       PRESSED, "P"),
    Route("figures-read",           "",            SHOWN,   "C"),
    Route("keys-read",              "",            SHOWN,   "O"),
    Route("audit-state",            "",            SHOWN,   "O"),
    Route("audit-unlock",           "",            FORM,    "O"),
    Route("audit-lock",             "",            PRESSED, "O"),
    Route("audit-timeline",         "",            FORM,    "O"),
    Route("audit-entry",            "log entry",   SHOWN,   "O"),
    Route("audit-proof",            "log entry",   SHOWN,   "O"),
    Route("audit-case",             "",            FORM,    "O"),
    Route("audit-person",           "",            FORM,    "O"),
    Route("audit-findings",         "",            SHOWN,   "O"),
    Route("audit-finding",          "finding",     FORM,    "O"),
    Route("audit-sample",           "",            FORM,    "O"),
    Route("audit-report",           "",            SHOWN,   "O"),
    Route("audit-report_pdf",       "",            SHOWN,   "O"),
    Route("audit-recipients",       "",            SHOWN,   "O"),
    Route("audit-ask_add",          "",            FORM,    "O"),
    Route("audit-ask_drop",         "log key",     FORM,    "O"),
    Route("audit-decide",           "log request", PRESSED, "O"),
    Route("region-list",            "",            SHOWN,   "A"),
    Route("region-add",             "",            FORM,    "A"),
    Route("region-change",          "region",      FORM,    "A"),
    Route("region-narrow",          "region",      FORM,    "A"),
    Route("institution-list",       "",            SHOWN,   "A"),
    Route("institution-add",        "",            FORM,    "A"),
    Route("institution-change",     "institution", FORM,    "A"),
    Route("person-list",            "",            SHOWN,   "A"),
    Route("person-add",             "",            FORM,    "A"),
    Route("person-change",          "person",      FORM,    "A"),
    Route("person-invite",          "person",      FORM,    "A"),
    Route("person-lock",            "person",      FORM,    "A"),
    Route("person-unlock",          "person",      FORM,    "A"),
    Route("pack-list",              "",            SHOWN,   "A"),
    Route("pack-load",              "",            FORM,    "A"),
    Route("pack-retire",            "pack",        FORM,    "A"),
    Route("instrument-list",        "",            SHOWN,   "PBMSTFXLRCA"),
    Route("instrument-read",        "instrument",  SHOWN,   "PBMSTFXLRCA"),
    Route("person-prefer",          "",            FORM,    "PBMSTFXLRCOA"),
)

# Addresses that are open to whoever comes; each has tests of its own in tests/web.
OPEN = (
    "account_login",
    "account_logout",
    "account_change_password",
    "locked",
    "invitation-accept",
    "language-choose",
    "help-list",
    "help-read",
    "public-imprint",
    "public-privacy",
    "public-accessibility",
    "policy-report",
    "healthz",
    "readyz",
    "metrics",
)
# fmt: on

OF_THE_CASE = (
    "case",
    "assessment",
    "questionnaire",
    "lowering",
    "entry",
    "measure",
    "conference",
    "item",
    "attendance",
    "admission",
    "exclusion",
    "notice",
    "draft",
    "flag",
)
# Who of those inside sees a part of the case at all; the others are told that it does not exist.
SEES = {"assessment": "P", "questionnaire": "P", "attendance": "P", "notice": "P", "draft": "P", "flag": "P"}


def sees(who: str, route: Route) -> bool:
    """Whether the thing exists for this person."""
    if route.about not in OF_THE_CASE:
        return True
    return who in SEES.get(route.about, INSIDE)
