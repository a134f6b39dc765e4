"""An entry of the log in words: what was done, by whom, where, about which case. Never what stands in the case."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import audit.events
from audit.read import Opened
from fallkonferenz.institutions.kinds import Role
from fallkonferenz.web.audit.names import Names
from fallkonferenz.web.components import Cell
from fallkonferenz.web.help import HELP
from fallkonferenz.web.templatetags.words import moment, spoken

COLUMNS = (
    gettext_lazy("When"),
    gettext_lazy("What"),
    gettext_lazy("Who"),
    gettext_lazy("Institution"),
    gettext_lazy("Case code"),
)
# Entries that have no row in the table of events: everybody can read them, or nobody any more.
OF_THE_LOG = {
    "log.epoch_closed": gettext_lazy("A process closed its epoch of the log."),
    "log.key_destroyed": gettext_lazy("A key was destroyed."),
    "log.erasure": gettext_lazy("The contents of old entries were erased."),
    "log.restored": gettext_lazy("The log was taken up again after a restore."),
    "log.erased": gettext_lazy("The content of this entry was erased."),
    "log.unreadable": gettext_lazy("This entry does not open with this key."),
}
# Where the table says only that something of a kind happened, the details say of which: a screen, never a text.
WHERE = {"access.form": "form", "access.page": "page", "access.denied": "what"}


def sentence(opened: Opened) -> str:
    where = _screen(opened)
    said = said_of(opened.event)
    return f"{said} ({where})" if where else said


def said_of(name: str) -> str:
    """What an event is called; one of a later version by its bare name."""
    if name in OF_THE_LOG:
        return str(OF_THE_LOG[name])
    try:
        return str(audit.events.get(name).sentence)
    except audit.events.UnknownEvent:
        return name


def _screen(opened: Opened) -> str:
    """The title of the screen's help, which is the same for everybody."""
    details = opened.fields.get("details")
    named = details.get(WHERE.get(opened.event, "")) if isinstance(details, dict) else None
    if not isinstance(named, str):
        return ""
    help_page = HELP.get(named.replace(".", "-", 1).replace("log-", "audit-"))
    return str(help_page.title) if help_page else ""


def role(opened: Opened) -> str:
    name = opened.fields.get("role", "")
    return str(Role(name).label) if name in Role.values else ""


def is_refused(opened: Opened) -> bool:
    return opened.fields.get("outcome") == "denied"


def entry_url(opened: Opened) -> str:
    return reverse("audit-entry", args=[opened.header.epoch, opened.header.counter])


def what(opened: Opened) -> Cell:
    return Cell(sentence(opened), entry_url(opened), note=_("refused") if is_refused(opened) else "")


def code(opened: Opened, names: Names) -> str:
    said = names.case(opened)
    return spoken(said) if said in names.codes.values() else said


def rows(entries: list[Opened], names: Names) -> list[list[object]]:
    return [
        [
            moment(opened.at),
            what(opened),
            Cell(names.who(opened), note=role(opened)),
            names.house(opened),
            code(opened, names),
        ]
        for opened in entries
    ]
