"""What stands in the frame of every page: who is here, where one can go, whether this is the demo."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from fallkonferenz import clock
from fallkonferenz.institutions.kinds import Appearance, Role
from fallkonferenz.web.components import Link
from fallkonferenz.web.help import HELP

AT_CASES = (Role.PROFESSIONAL, Role.CASE_MANAGER)
EVERYBODY = tuple(Role)

# fmt: off
PLACES = (
    # URL name          label                who
    ("start",            _("Start"),         EVERYBODY),
    ("case-list",        _("Cases"),         AT_CASES),
    ("conference-list",  _("Conferences"),   AT_CASES),
    ("measure-list",     _("Measures"),      AT_CASES),
    ("notice-list",      _("Notices"),       AT_CASES),
    ("figures-read",     _("Figures"),       (Role.COORDINATOR,)),
    ("audit-state",      _("Access log"),    (Role.OFFICER,)),
    ("keys-read",        _("Keys of the log"), (Role.OFFICER,)),
    ("institution-list", _("Institutions"),  (Role.ADMINISTRATOR,)),
    ("person-list",      _("Persons"),       (Role.ADMINISTRATOR,)),
    ("region-list",      _("Regions"),       (Role.ADMINISTRATOR,)),
    ("pack-list",        _("Packs"),         (Role.ADMINISTRATOR,)),
)
FOOT = (
    # URL name              label
    ("help-list",            _("Help")),
    ("rights-read",          _("Who may what?")),
    ("instrument-list",      _("Risk instruments")),
    ("public-imprint",       _("Imprint")),
    ("public-privacy",       _("Data protection")),
    ("public-accessibility", _("Accessibility")),
)
# What stands in the foot for some only; the rest is for whoever comes.
FOOT_FOR = {
    "rights-read": EVERYBODY,
    "instrument-list": (*AT_CASES, Role.COORDINATOR, Role.ADMINISTRATOR),
}
# fmt: on


def frame(request) -> dict:
    """Context processor. The places are a help only: who may what stands in ``access/table.py``."""
    person = request.user if getattr(request, "user", None) and request.user.is_authenticated else None
    return {
        "demo": settings.DEMO,
        "person": person,
        "navigation": navigation(person, request.path),
        "footer": foot(person),
        "help_url": help_on(request),
        "here": here(request),
        "theme": theme_of(person),
        "version": settings.AUDIT_SOFTWARE,
        "opened_at": clock.now(),
    }


def foot(person) -> list[Link]:
    open_to = {name for name, roles in FOOT_FOR.items() if person and person.role in roles}
    places = [(label, address(name)) for name, label in FOOT if name not in FOOT_FOR or name in open_to]
    return [Link(label, url) for label, url in places if url]


def help_on(request) -> str:
    """The page of help about this one, if there is one."""
    match = getattr(request, "resolver_match", None)
    return reverse("help-read", args=[match.url_name]) if match and match.url_name in HELP else ""


def here(request) -> str:
    """Where to come back to: this page; after a button that was refused, the page with the button."""
    if getattr(request, "resolver_match", None) is None:
        return ""
    return request.get_full_path() if request.method in ("GET", "HEAD") else request.headers.get("referer", "")


def theme_of(person) -> str:
    """Empty: KERN follows what the computer says."""
    return person.appearance if person and person.appearance != Appearance.SYSTEM else ""


def navigation(person, path: str) -> list[Link]:
    if person is None:
        return []
    places = [(label, address(name)) for name, label, roles in PLACES if person.role in roles]
    return [Link(label, url, current=is_current(url, path)) for label, url in places if url]


def address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def is_current(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
