"""The demo region: its institutions and the people who act for them, all invented.

Stories find people by their key: ``people()["biss"]`` is the Person who counsels at BISS, and her institution is
``people()["biss"].institution``. Deputies are ``people()["police_deputy"]`` and so on; all keys stand in ``PEOPLE``.
"""

from fallkonferenz.demo import invented  # noqa: F401 - refuses to load elsewhere

# isort: split
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import translation

from fallkonferenz.access.sections import ceiling
from fallkonferenz.actions import institutions as houses
from fallkonferenz.actions import people as accounts
from fallkonferenz.cases.sections import Section
from fallkonferenz.demo.passphrases import passphrases
from fallkonferenz.institutions.kinds import Function, Kind, Role, roles_at
from fallkonferenz.institutions.models import Institution, Person, Region

REGION = "Osnabrück"
MAIL = "osnabrueck.example"
CARRIER = "Schutz und Beratung e. V."  # one association, two institutions: neither confirms the other's lowering
OFFICE_HOURS = "Mo–Fr 8–16 Uhr"
ALWAYS = "rund um die Uhr"
CONTACT, DEPUTY, HEAD = Function.REPRESENTATIVE, Function.DEPUTY, Function.HEAD


class House(NamedTuple):
    key: str
    kind: Kind
    name: str
    mailbox: str
    hours: str = OFFICE_HOURS
    carrier: str = ""


class Account(NamedTuple):
    """``house`` is the key of the institution, or the role of somebody who works for none."""

    key: str
    login: str
    name: str
    house: str
    function: Function = CONTACT


# fmt: off
HOUSES = (
    House("management",       Kind.CASE_MANAGEMENT,         "Koordinierungsstelle Fallkonferenzen", "fallmanagement"),
    House("police",           Kind.POLICE,                  "Polizeiinspektion",                    "polizei", ALWAYS),
    House("biss",             Kind.BISS,                    "BISS-Beratungsstelle",                 "biss", carrier=CARRIER),
    House("shelter",          Kind.WOMENS_SHELTER,          "Frauenhaus",                           "frauenhaus", ALWAYS, CARRIER),
    House("mens_shelter",     Kind.MENS_SHELTER,            "Männerschutzwohnung",                  "schutzwohnung", ALWAYS),
    House("counselling",      Kind.COUNSELLING_CENTRE,      "Fachberatungsstelle",                  "fachberatung"),
    House("trafficking",      Kind.TRAFFICKING_COUNSELLING, "Fachberatung gegen Menschenhandel",    "menschenhandel"),
    House("victim_support",   Kind.VICTIM_SUPPORT,          "Opferhilfe",                           "opferhilfe"),
    House("court_support",    Kind.COURT_SUPPORT,           "Psychosoziale Prozessbegleitung",      "prozessbegleitung"),
    House("youth",            Kind.YOUTH_SERVICES,          "Jugendamt, Sozialer Dienst",           "jugendamt"),
    House("child_protection", Kind.CHILD_PROTECTION_CENTRE, "Kinderschutzzentrum",                  "kinderschutz"),
    House("prosecution",      Kind.PROSECUTION,             "Staatsanwaltschaft",                   "staatsanwaltschaft"),
    House("justice",          Kind.JUSTICE_SOCIAL_SERVICE,  "Ambulanter Justizsozialdienst",        "justizsozialdienst"),
    House("perpetrator_work", Kind.PERPETRATOR_WORK,        "Täterarbeit",                          "taeterarbeit"),
    House("addiction",        Kind.ADDICTION_SUPPORT,       "Suchtberatung",                        "suchtberatung"),
    House("clinic",           Kind.HEALTH,                  "Klinik, Sozialdienst",                 "klinik", ALWAYS),
    House("practice",         Kind.HEALTH,                  "Hausarztpraxis",                       "praxis"),
    House("psychiatry",       Kind.SOCIAL_PSYCHIATRY,       "Sozialpsychiatrischer Dienst",         "spdi"),
    House("social_services",  Kind.SOCIAL_SERVICES,         "Sozialamt, Wohnungshilfe",             "sozialamt"),
    House("school",           Kind.EDUCATION,               "Grundschule",                          "schule", "Mo–Fr 7–14 Uhr"),
    House("public_order",     Kind.PUBLIC_ORDER,            "Ordnungs- und Waffenbehörde",          "ordnungsamt"),
    House("immigration",      Kind.IMMIGRATION_AUTHORITY,   "Ausländerbehörde",                     "auslaenderbehoerde"),
    House("equality",         Kind.EQUALITY_OFFICE,         "Gleichstellungsbüro",                  "gleichstellung"),
)
PEOPLE = (
    Account("management",        "fallmanagement",     "Kerstin Albers",    "management"),
    Account("management_deputy", "fallmanagement-2",   "Tarek Yildiz",      "management", DEPUTY),
    Account("police",            "polizei",            "Jens Brandt",       "police"),
    Account("police_deputy",     "polizei-2",          "Sabine Voss",       "police", DEPUTY),
    Account("police_head",       "polizei-leitung",    "Harald Timm",       "police", HEAD),
    Account("biss",              "biss",               "Miriam Lorenz",     "biss"),
    Account("biss_deputy",       "biss-2",             "Anna Petrović",     "biss", DEPUTY),
    Account("shelter",           "frauenhaus",         "Ulrike Sommer",     "shelter"),
    Account("mens_shelter",      "schutzwohnung",      "Olaf Diekmann",     "mens_shelter"),
    Account("counselling",       "fachberatung",       "Stefan Krüger",     "counselling"),
    Account("trafficking",       "menschenhandel",     "Elena Dragan",      "trafficking"),
    Account("victim_support",    "opferhilfe",         "Petra Hoffmann",    "victim_support"),
    Account("court_support",     "prozessbegleitung",  "Judith Meyer",      "court_support"),
    Account("youth",             "jugendamt",          "Daniel Rehm",       "youth"),
    Account("youth_deputy",      "jugendamt-2",        "Fatma Aydın",       "youth", DEPUTY),
    Account("child_protection",  "kinderschutz",       "Lea Winkler",       "child_protection"),
    Account("prosecution",       "staatsanwaltschaft", "Gregor Pohl",       "prosecution"),
    Account("justice",           "justizsozialdienst", "Nadine Falk",       "justice"),
    Account("perpetrator_work",  "taeterarbeit",       "Markus Ebel",       "perpetrator_work"),
    Account("addiction",         "suchtberatung",      "Ines Kuhlmann",     "addiction"),
    Account("clinic",            "klinik",             "Renate Schilling",  "clinic"),
    Account("practice",          "praxis",             "Amir Rezai",        "practice"),
    Account("psychiatry",        "spdi",               "Birgit Thole",      "psychiatry"),
    Account("social_services",   "sozialamt",          "Kai Lindemann",     "social_services"),
    Account("school",            "schule",             "Martina Grote",     "school"),
    Account("public_order",      "ordnungsamt",        "Uwe Hagen",         "public_order"),
    Account("immigration",       "auslaenderbehoerde", "Sven Marquardt",    "immigration"),
    Account("equality",          "gleichstellung",     "Carola Niemann",    "equality"),
    Account("officer",           "datenschutz",        "Thomas Ohlrogge",   Role.OFFICER.value),
    Account("officer_deputy",    "datenschutz-2",      "Sigrid Bruns",      Role.OFFICER.value, DEPUTY),
    Account("administrator",     "systemverwaltung",   "Frank Oltmanns",    Role.ADMINISTRATOR.value),
)
# fmt: on

WITHOUT_CASES = {
    Role.COORDINATOR: "Zahlen der Region, nie einen Fall",
    Role.OFFICER: "das Zugriffsprotokoll, nie einen Fall",
    Role.ADMINISTRATOR: "Konten, Institutionen und Regionen, nie einen Fall",
}


class DemoOnly(RuntimeError):
    """Demo accounts exist in the demo only."""


def people() -> dict[str, Person]:
    """The people of the demo by key, with their institutions."""
    by_login = {person.username: person for person in Person.objects.select_related("institution__region")}
    return {account.key: by_login[account.login] for account in PEOPLE}


def make_demo_region() -> None:
    """Make what is missing, through the actions of the demo's administrator; a second call changes nothing."""
    _refuse_outside_the_demo()
    with transaction.atomic():
        administrator = _administrator()
        region = Region.objects.filter(name=REGION).first() or houses.add_region(by=administrator, name=REGION)
        made = {house.key: _house(house, region, by=administrator) for house in HOUSES}
        for account in PEOPLE:
            _person(account, made.get(account.house), by=administrator)
        _give_passphrases()


def listed() -> Iterator[dict[str, str]]:
    """What the demo prints: login, passphrase, role, institution, kind, and what the account may see."""
    _refuse_outside_the_demo()
    known = passphrases([account.login for account in PEOPLE])
    for person in people().values():
        house = person.institution
        yield {
            "login": person.username,
            "passphrase": known[person.username],
            "role": person.role,
            "institution": house.name if house else "",
            "kind": house.kind if house else "",
            "sees": _sees(person),
        }


def _refuse_outside_the_demo() -> None:
    if not settings.DEMO:
        raise DemoOnly("Demo accounts exist in the demo only (FALLKONFERENZ_DEMO).")


def _administrator() -> Person:
    found = Person.objects.filter(role=Role.ADMINISTRATOR).first()
    if found:
        return found
    login = next(account for account in PEOPLE if account.house == Role.ADMINISTRATOR)
    person, _token = accounts.first_administrator(username=login.login, email=_mail(login.login), name=login.name)
    return person


def _house(house: House, region: Region, *, by: Person) -> Institution:
    found = Institution.objects.filter(region=region, name=house.name).first()
    return found or houses.add(
        by=by,
        region=region,
        kind=house.kind,
        name=house.name,
        mailbox=_mail(house.mailbox),
        hours=house.hours,
        carrier=house.carrier,
    )


def _person(account: Account, institution: Institution | None, *, by: Person) -> None:
    if Person.objects.filter(username=account.login).exists():
        return
    role = roles_at(institution.kind)[0] if institution else account.house
    accounts.add(
        by=by,
        username=account.login,
        email=_mail(f"{account.login}.konto"),
        name=account.name,
        role=role,
        institution=institution,
        function=account.function,
    )


def _give_passphrases() -> None:
    """Nobody is invited by mail here. Argon2 is slow on purpose, and two at once are twice as fast."""
    without = [person for person in people().values() if not person.has_usable_password()]
    known = passphrases([account.login for account in PEOPLE])
    with ThreadPoolExecutor(2) as pool:
        hashed = pool.map(make_password, [known[person.username] for person in without])
    for person, password in zip(without, hashed, strict=True):
        person.password = password
        person.save(update_fields=["password"])


def _mail(name: str) -> str:
    return f"{name}@{MAIL}"


def _sees(person: Person) -> str:
    if person.institution is None or person.role == Role.COORDINATOR:
        return WITHOUT_CASES[Role(person.role)]
    views = ceiling(person.institution.kind)
    with translation.override("de"):
        reads = ", ".join(str(section.label) for section in Section if views[section] in "cr")
        own = ", ".join(str(section.label) for section in Section if views[section] == "o")
    return " · ".join(part for part in (reads and f"liest {reads}", own and f"nur Eigenes: {own}") if part)
