"""A world for leak tests: a case in which everybody has said something everywhere, each time with a word of its own.

It is built once for all tests of a run (``tests/worlds.py``). ``World.words`` says of each word where it stands;
``World.sees`` is the oracle that says who may read it, and knows nothing of the application.
"""

from dataclasses import asdict, dataclass, field
from hashlib import sha256

from fallkonferenz.cases.words import PartyRole
from fallkonferenz.institutions.kinds import Kind
from fallkonferenz.institutions.models import Person
from tests.views import ADMISSIBLE, keeps_secrets, reads

OWN = "own"  # stands in no section: for who wrote it, and for the case management
SHARED, OTHER = "shared", "other"  # everybody of side a is admitted; biss and police of side b alone
LEFT, RAN_OUT = Kind.EDUCATION, Kind.SOCIAL_SERVICES  # wrote, and then left
EXCLUDED = tuple(f"{kind}-a-deputy" for kind in (Kind.POLICE, Kind.BISS, Kind.CASE_MANAGEMENT))
MANAGEMENTS = ("case_management a", "case_management b")  # of the region: take part in every case


@dataclass(frozen=True)
class Spot:
    """Where a word stands: ``by`` is the institution's name, ``about`` the role of the person concerned."""

    case: str
    by: str
    section: str  # several, with blanks between, for a measure
    what: str
    about: str = str(PartyRole.AT_RISK)

    @property
    def kind(self) -> str:
        return self.by.rpartition(" ")[0]

    @property
    def word(self) -> str:
        """A word that stands nowhere else, and that no page contains by accident."""
        return "kanari" + sha256(repr(self).encode()).hexdigest()[:12]


@dataclass
class World:
    """What was written and shared. ``rows`` are entries, assessments and measures by their keys."""

    cases: dict[str, str] = field(default_factory=dict)
    words: dict[str, Spot] = field(default_factory=dict)
    rows: dict[str, Spot] = field(default_factory=dict)
    released: set[tuple[str, str, str, str]] = field(default_factory=set)  # discloser, recipient, section, about

    def takes_part(self, person: Person, case: str) -> bool:
        """Admitted now and not excluded."""
        if person.institution is None or not person.is_active:
            return False
        name, kind = person.institution.name, person.institution.kind
        if case == SHARED and (person.username in EXCLUDED or kind in (LEFT, RAN_OUT)):
            return False
        around = [f"{kind} a" for kind in ADMISSIBLE] if case == SHARED else ["biss b", "police b"]
        return name in (*around, *MANAGEMENTS)

    def may_view(self, person: Person, spot: Spot) -> bool:
        """What the second lock knows of: who takes part, whose it is, the section table; nothing of grounds."""
        if not self.takes_part(person, spot.case):
            return False
        name, kind = person.institution.name, person.institution.kind
        if spot.what.startswith("measure"):
            obliged = name == spot.by or name in MANAGEMENTS
            return obliged or all(reads(kind, section) for section in ("measures", *spot.section.split()))
        return name == spot.by or reads(kind, spot.section)

    def sees(self, person: Person, spot: Spot) -> bool:
        """The whole answer: a secret of a bearer needs a release as well, what is one's own is for few."""
        if not self.takes_part(person, spot.case):
            return False
        name = person.institution.name
        if spot.section == OWN:
            return name == spot.by or (name in MANAGEMENTS and spot.what != "reference")
        released = (spot.by, name, spot.section, spot.about) in self.released
        secret = keeps_secrets(spot.kind) and spot.what.startswith(("entry", "assessment", "why"))
        return self.may_view(person, spot) and (name == spot.by or not secret or released)

    def hidden_from(self, person: Person) -> set[str]:
        return {word for word, spot in self.words.items() if not self.sees(person, spot)}

    def shown_to(self, person: Person) -> set[str]:
        return self.words.keys() - self.hidden_from(person)

    def as_data(self) -> dict:
        data = asdict(self)
        return {**data, "released": sorted(data["released"])}

    @classmethod
    def of_data(cls, data: dict) -> "World":
        spots = {name: {key: Spot(**spot) for key, spot in data[name].items()} for name in ("words", "rows")}
        return cls(data["cases"], **spots, released={tuple(each) for each in data["released"]})
