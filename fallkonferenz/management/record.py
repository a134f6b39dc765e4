"""The record of processing activities (Art. 30 GDPR), as far as the code knows it.

Who is responsible, on which legal basis and under which law of the Land stands in ``docs/operations/record.md``, which
each operator completes.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db import models

from fallkonferenz.access.sections import TABLE as SECTION_TABLE
from fallkonferenz.actions.events import PURPOSES
from fallkonferenz.cases.sections import HINTS, Section
from fallkonferenz.institutions.kinds import BEARERS_OF_SECRETS, Kind

Table = Callable[[Sequence[str], Iterable[Sequence[object]]], str]

IN_A_CASE = "people at risk, endangering people, children and others in a case"
WITH_AN_ACCOUNT = "people with an account"
# Whose data an app of ours holds.
DATA_SUBJECTS = {
    "cases": f"{IN_A_CASE}; {WITH_AN_ACCOUNT} (who wrote, when)",
    "conferences": f"{IN_A_CASE}; {WITH_AN_ACCOUNT} (who took part)",
    "drafts": f"{IN_A_CASE}; {WITH_AN_ACCOUNT} (whose draft)",
    "institutions": WITH_AN_ACCOUNT,
    "measures": f"{IN_A_CASE}; {WITH_AN_ACCOUNT} (who is responsible)",
    "outbox": f"{WITH_AN_ACCOUNT} (who is told, when)",
    "risk": f"nobody; {WITH_AN_ACCOUNT} (who loaded a pack)",
    "vault": "nobody: wrapped keys",
}
MEASURES = (
    ("texts of cases", "AES-256-GCM under a key per case, wrapped by keys outside the database", "adr/0011-keys.md"),
    ("identity", "codes instead of names; no field for names, addresses, birth dates, telephone numbers", "sharing.md"),
    ("need to know", "a row of the table of rights, an admission per case, a view per section, a ground", "rights.md"),
    ("second lock", "row-level security, roles that own nothing", "database-rights.md"),
    ("every look and change", "an entry sealed for the data protection officers, in the same transaction", "adr/0012-log-first-half.md"),
    ("backups", "without keys; keys apart; brought back and compared", "adr/0022-backups.md"),
    ("operation", "TLS, closed services, secrets as files, refusal of an unsafe start", "adr/0021-deployment.md"),
)  # fmt: skip


def activities(ours: Sequence[type[models.Model]], table: Table) -> Iterator[str]:
    """The parts of the page that come before the single fields."""
    yield "## Whose data\n\n" + table(("data", "people", "objects"), _subjects(ours))
    yield "## For what\n\n" + table(("events", "purpose"), sorted(PURPOSES.items()))
    yield (
        "## Who receives it\n\nInside a case, and only institutions that are admitted to it; a region or a case may"
        " narrow it. Entries of bearers of secrets (*) are read by others on a recorded ground only."
        " Nothing is transferred to third countries, and nothing leaves the installation by itself but neutral mails.\n\n"
        + table(("section", "what it holds", "read by", "contributed by"), map(_section, Section))
    )
    yield "## For how long\n\n" + table(("kept", "objects"), _retention(ours))
    yield "## How it is protected\n\n" + table(
        ("what", "how", "more"), [(what, how, f"[{page}]({page})") for what, how, page in MEASURES]
    )


def _subjects(ours: Sequence[type[models.Model]]) -> Iterator[tuple[str, str, str]]:
    names = _grouped(ours, lambda model: model._meta.app_label)
    return ((app, DATA_SUBJECTS[app], objects) for app, objects in names.items())


def _retention(ours: Sequence[type[models.Model]]) -> Iterable[tuple[str, str]]:
    return _grouped(ours, lambda model: model.Privacy.retention).items()


def _grouped(ours: Sequence[type[models.Model]], key: Callable[..., str]) -> dict[str, str]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for model in ours:
        found[key(model)].append(str(model._meta.object_name))
    return {name: ", ".join(objects) for name, objects in sorted(found.items())}


def _section(section: Section) -> tuple[str, str, str, str]:
    return (section.value, str(HINTS[section]), _kinds(section, "cr"), _kinds(section, "co"))


def _kinds(section: Section, views: str) -> str:
    found = [kind for kind in Kind if SECTION_TABLE[kind][section] in views]
    return ", ".join(kind.value + ("*" if kind in BEARERS_OF_SECRETS else "") for kind in found) or "–"
