"""20,000 cases in the regions of ``drill.people``: everything sealed as the application seals it, so that files open.

Rows with texts are copied in; who is admitted to them and with which rights is put together in SQL. Nothing of it is
due, so that the background has no more to do than what the people at work give it.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Model

from drill import people
from drill.load import admitting
from fallkonferenz import clock
from fallkonferenz.cases.models import Assessment, Case, Entry, Party, Referral
from fallkonferenz.cases.sections import Section
from fallkonferenz.cases.words import Level, Nature, PartyRole, ReferralGround, Relationship, Source, State
from fallkonferenz.institutions.models import Institution, Person
from fallkonferenz.measures.lifecycle import MeasureState
from fallkonferenz.measures.models import Measure, Reveal
from fallkonferenz.vault.codes import new_code
from fallkonferenz.vault.keys import KEY_LENGTH, KeyBytes, key_encrypting_keys
from fallkonferenz.vault.models import CaseKey
from fallkonferenz.vault.sealing import CaseVault

CASES = 20_000
AT_ONCE = 1_000
SEED = 42
# Closed cases stay readable for a time; most of what is listed is over.
MIX = {State.FLAGGED: 6, State.ASSESSED: 8, State.CONFERENCE: 8, State.MEASURES: 18, State.CLOSED: 60}
SECTIONS = (Section.INCIDENT, Section.RISK, Section.ENDANGERING, Section.CHILDREN)
SENTENCE = "Beobachtung aus dem Gespräch von heute; es bleibt bei der Einschätzung. "
FORBIDS = "ALTER TABLE cases_case {} TRIGGER case_step_is_legal"

Rows = dict[type[Model], list[Model]]


def prepare(folder: Path) -> None:
    """The rule that a case begins as flagged rests meanwhile, and nobody asks whether each key leads somewhere."""
    people.prepare(folder)
    people.act_as("")
    generate(CASES)
    _run("VACUUM ANALYZE")


def generate(cases: int) -> None:
    """In the houses there are; as the cluster's superuser."""
    _run("SET session_replication_role = replica")
    _run(FORBIDS.format("DISABLE"))
    _generate(cases, random.Random(SEED))
    _run(FORBIDS.format("ENABLE ALWAYS"))


def _generate(cases: int, chance: random.Random) -> None:
    houses = [house for house in Institution.objects.all() if house.kind in admitting.KINDS_THAT_FLAG]
    authors = {person.institution_id: person for person in Person.objects.exclude(institution=None)}
    for done in range(0, cases, AT_ONCE):
        rows: Rows = defaultdict(list)
        for _case in range(min(AT_ONCE, cases - done)):
            house = chance.choice(houses)
            _write_case(rows, house, authors[house.pk], chance)
        with transaction.atomic():
            _copy(rows)
    admitting.admit()


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _write_case(rows: Rows, house: Institution, author: Person, chance: random.Random) -> None:
    state = chance.choices(list(MIX), list(MIX.values()))[0]
    since = clock.now() - timedelta(minutes=chance.randrange(60 * 24 * 300))
    case = Case(
        code=new_code(),
        region_id=house.region_id,
        relationship=Relationship.FORMER_PARTNERS,
        recognised_by=house,
        state=state,
        opened_at=since,
        state_since=since,
        last_referral_at=since,
        level="" if state == State.FLAGGED else Level.HIGH,
    )
    rows[Case].append(case)
    vault = _vault(rows, case)
    at_risk, other = (
        Party(case=case, role=role, code=new_code()) for role in (PartyRole.AT_RISK, PartyRole.ENDANGERING)
    )
    rows[Party] += [at_risk, other]
    rows[Referral].append(_referral(case, author, since))
    rows[Entry] += _entries(vault, case, at_risk, author, since, chance)
    if state != State.FLAGGED:
        rows[Assessment].append(_assessment(vault, case, at_risk, author, since))
    if state == State.MEASURES:
        _measure(rows, vault, case, author)


def _vault(rows: Rows, case: Case) -> CaseVault:
    """A key of its own, wrapped as ``CaseVault.make`` does it, but stored with the others."""
    key = KeyBytes(random.SystemRandom().randbytes(KEY_LENGTH))
    stored = CaseKey(case_id=case.pk)
    stored.wrapped, stored.kek_id = key_encrypting_keys().wrap(key, case.pk, stored.version)
    rows[CaseKey].append(stored)
    return CaseVault(case.pk, key)


def _referral(case: Case, author: Person, at: datetime) -> Referral:
    return Referral(
        case=case,
        institution_id=author.institution_id,
        grounds=[ReferralGround.JUDGEMENT],
        happened_at=at,
        entered_at=at,
        entered_by=author,
        person_knows=True,
    )


def _entries(
    vault: CaseVault, case: Case, party: Party, author: Person, since: datetime, chance: random.Random
) -> Iterator[Entry]:
    for number in range(chance.randint(2, 8)):
        entry = Entry(
            case=case,
            section=SECTIONS[number % len(SECTIONS)],
            institution_id=author.institution_id,
            author=author,
            concerns=party,
            happened_at=since + timedelta(hours=number),
            entered_at=since + timedelta(hours=number),
            source=Source.TOLD,
            nature=Nature.FACT,
        )
        vault.seal(entry, text=SENTENCE * chance.randint(1, 6))
        yield entry


def _assessment(vault: CaseVault, case: Case, party: Party, author: Person, at: datetime) -> Assessment:
    when = {"begun_at": at, "judged_at": at, "completed_at": at, "at": at}
    said = {"judgement_level": Level.HIGH, "level": Level.HIGH, "heard": False}
    assessment = Assessment(
        case=case, institution_id=author.institution_id, author=author, concerns=party, **when, **said
    )
    vault.seal(assessment, reasons=SENTENCE)
    return assessment


def _measure(rows: Rows, vault: CaseVault, case: Case, author: Person) -> None:
    measure = Measure(
        case=case,
        responsible_id=case.recognised_by_id,
        due_at=clock.now() + timedelta(days=30),
        made_by=author,
        agreed_at=case.state_since,
        state=MeasureState.ACCEPTED,
    )
    vault.seal(measure, what=SENTENCE)
    rows[Measure].append(measure)
    rows[Reveal].append(Reveal(measure=measure, section=Section.INCIDENT))


def _copy(rows: Rows) -> None:
    for model, things in rows.items():
        fields = [field for field in model._meta.concrete_fields if field.get_internal_type() != "BigAutoField"]
        columns = ", ".join(f'"{field.column}"' for field in fields)
        with (
            connection.cursor() as cursor,
            cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy,
        ):
            for thing in things:
                copy.write_row([field.get_db_prep_save(getattr(thing, field.attname), connection) for field in fields])
