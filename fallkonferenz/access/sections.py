"""THE table of section views: institution kind x section. It is the ceiling; a ground opens what lies below.

``c`` read and contribute, ``r`` read, ``o`` contribute and read one's own institution's entries, ``-`` does not exist.
"""

from fallkonferenz.cases.sections import Section, contribute_right, view_right
from fallkonferenz.institutions.kinds import Kind

# fmt: off
COLUMNS = tuple(Section)
VIEWS = {
    #                              incident risk answers victim children endangering protection health legal measures
    Kind.CASE_MANAGEMENT:         "c        c    c       c      c        c           c          o      c     c",
    Kind.POLICE:                  "c        c    o       -      o        c           -          -      c     r",
    Kind.BISS:                    "c        c    o       c      c        r           c          o      c     r",
    Kind.WOMENS_SHELTER:          "c        c    o       c      c        r           c          o      r     r",
    Kind.MENS_SHELTER:            "c        c    o       c      c        r           c          o      r     r",
    Kind.COUNSELLING_CENTRE:      "c        c    o       c      o        o           r          o      r     r",
    Kind.TRAFFICKING_COUNSELLING: "c        c    o       c      r        r           c          o      r     r",
    Kind.VICTIM_SUPPORT:          "c        r    -       c      -        -           r          -      r     r",
    Kind.COURT_SUPPORT:           "-        -    -       o      -        -           -          -      r     r",
    Kind.YOUTH_SERVICES:          "c        r    o       -      c        r           -          -      r     r",
    Kind.CHILD_PROTECTION_CENTRE: "c        r    o       -      c        -           -          o      -     r",
    Kind.PROSECUTION:             "r        r    -       -      -        r           -          -      c     r",
    Kind.JUSTICE_SOCIAL_SERVICE:  "c        r    -       -      -        c           -          -      r     r",
    Kind.PRISON:                  "-        -    -       -      -        o           -          -      o     o",
    Kind.PERPETRATOR_WORK:        "o        r    o       -      -        c           -          -      r     r",
    Kind.ADDICTION_SUPPORT:       "-        -    -       -      -        o           -          o      -     o",
    Kind.HEALTH:                  "o        r    o       o      o        -           -          o      -     r",
    Kind.SOCIAL_PSYCHIATRY:       "o        r    o       -      -        r           -          o      -     r",
    Kind.SOCIAL_SERVICES:         "o        -    -       o      -        -           -          -      -     o",
    Kind.EDUCATION:               "o        -    -       -      o        -           -          -      -     o",
    Kind.PUBLIC_ORDER:            "-        -    -       -      -        o           -          -      o     o",
    Kind.ASYLUM_AUTHORITY:        "-        -    -       o      -        -           -          -      o     o",
    Kind.IMMIGRATION_AUTHORITY:   "-        -    -       -      -        -           -          -      o     o",
    Kind.FAMILY_COURT:            "-        -    -       -      -        -           -          -      -     -",
    Kind.EQUALITY_OFFICE:         "-        -    -       -      -        -           -          -      -     -",
}
# fmt: on

TABLE = {kind: dict(zip(COLUMNS, row.split(), strict=True)) for kind, row in VIEWS.items()}

# From narrow to wide. ``r`` and ``o`` lie beside each other: neither contains the other.
WITHIN = {"c": "cro-", "r": "r-", "o": "o-", "-": "-"}


def ceiling(kind: str) -> dict[Section, str]:
    """The widest view an institution of ``kind`` can have, per section."""
    return dict(TABLE[Kind(kind)])


def narrowed(view: str, to: str) -> str:
    """The narrower of two views. What they have in common, where neither contains the other: nothing."""
    if to in WITHIN[view]:
        return to
    return view if view in WITHIN[to] else "-"


def codenames(views: dict[Section, str]) -> set[str]:
    """The rights that say ``views``: ``c`` is both, ``r`` to view, ``o`` to contribute."""
    wanted = {"c": (view_right, contribute_right), "r": (view_right,), "o": (contribute_right,), "-": ()}
    return {right(section.value) for section, view in views.items() for right in wanted[view]}


def view_of(held: set[str], section: str) -> str:
    """The letter that a set of codenames says for ``section``; the inverse of ``codenames``."""
    letters = {(True, True): "c", (True, False): "r", (False, True): "o", (False, False): "-"}
    return letters[view_right(section) in held, contribute_right(section) in held]
