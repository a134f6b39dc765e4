"""Fills a database with cases, who is admitted to them, and their rights: in SQL, the same at every run.

What no figure opens is cheap: codes are counted up (their check characters are no real ones), no key is made and no
text sealed. The mix of states, four institutions per case and four rights per admission are those of a real country.
"""

import time
from collections.abc import Sequence
from itertools import product

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction

from bench.indexes import built_afterwards
from fallkonferenz.institutions.kinds import Kind, Role
from fallkonferenz.institutions.models import Institution, Person, Region

SEED = 0.42
VISIBLE = (20, 500, 5000)  # cases that a test institution may see
ALIKE = 4  # test institutions of each size
PER_CASE = 4  # institutions admitted to a case
CASES_PER_INSTITUTION = 800
PEOPLE = 10  # of an institution
RIGHTS = ("view_incident", "contribute_incident", "view_risk", "view_measures")
KINDS = (
    (Kind.CASE_MANAGEMENT, Role.CASE_MANAGER),
    *((kind, Role.PROFESSIONAL) for kind in ("police", "biss", "health")),
)
AT_TEST = (Kind.BISS, Role.PROFESSIONAL)
# Of all cases one in eight is active, of those that a test institution sees two in five.
SHARES = {"measures": 0.16, "assessed": 0.096, "conference": 0.08, "flagged": 0.064}

INSTITUTIONS = "CREATE TEMPORARY TABLE bench_institution (number int, id int, visible int, own int) ON COMMIT DROP"
# Of a thousand cases, 875 are closed. A case's rank is its place in a shuffled row of all cases of its state.
DRAWN = """
CREATE TEMPORARY TABLE bench_case AS
SELECT *, NULL::int AS lead,
       row_number() OVER (PARTITION BY state ORDER BY chance) - 1 AS rank, count(*) OVER (PARTITION BY state) AS alike
FROM (
    SELECT n, md5('bench ' || n)::uuid AS id, random() AS chance, floor(random() * %(pool)s)::int AS first,
           CASE WHEN place < 875 THEN 'closed' WHEN place < 925 THEN 'measures' WHEN place < 955 THEN 'assessed'
                WHEN place < 980 THEN 'conference' ELSE 'flagged' END AS state,
           now() - random() * CASE WHEN place < 875 THEN interval '300 days' ELSE interval '60 days' END
               - interval '1 hour' AS since
    FROM (SELECT n, n %% 1000 * 7919 %% 1000 AS place FROM generate_series(0, %(cases)s - 1) n) placed
) drawn
"""
# A test institution that has cases of its own flagged and leads so many closed ones of those that it sees.
LED = """
UPDATE bench_case c SET lead = i.id FROM bench_institution i
WHERE c.state = 'closed' AND (c.rank + i.number * 131) % c.alike < i.own
"""
CASES = """
INSERT INTO cases_case (id, code, region_id, relationship, recognised_by_id, lead_id, opened_at, state_since,
                        last_referral_at, repeats, must_confer, level, closing, state, confer_by)
SELECT c.id, upper(lpad(to_hex(n), 8, '0')) || '00', %(region)s, 'former_partners', i.id, c.lead,
       since - interval '9 days', since, since - interval '9 days', 0, false, 'high', CASE WHEN state = 'closed' THEN 'secured' ELSE '' END,
       state, CASE WHEN state IN ('flagged', 'assessed') THEN since + interval '14 days' END
FROM bench_case c JOIN bench_institution i ON i.number = c.first
"""
ADMITTED = """
INSERT INTO cases_participation (id, case_id, institution_id, flagging, leads, since, until, agreed_until, state, sort_at)
SELECT md5(i.id || ' in ' || c.n)::uuid, c.id, i.id, i.number = c.first OR i.id IS NOT DISTINCT FROM c.lead,
       i.id IS NOT DISTINCT FROM c.lead, c.since - interval '9 days',
       CASE WHEN c.state = 'closed' THEN now() + interval '30 days' END, NULL, c.state, c.since
FROM bench_case c
"""
FOUR_EACH = (
    f"CROSS JOIN generate_series(0, {PER_CASE - 1}) k JOIN bench_institution i ON i.number = (c.first + k) %% %(pool)s"
)
# As many of each state as its share says; closed ones fill up what is left.
AT_TEST_INSTITUTIONS = """
JOIN bench_quota q ON q.state = c.state JOIN bench_institution i ON i.id = q.institution
WHERE (c.rank + i.number * 131) %% c.alike < q.wanted
"""
QUOTAS = """
CREATE TEMPORARY TABLE bench_quota AS
WITH share (state, part) AS (SELECT * FROM unnest(%(states)s::text[], %(parts)s::float[])),
     alike AS (SELECT state, count(*) AS alike FROM bench_case GROUP BY state),
     active AS (
         SELECT i.id AS institution, state, least(round(i.visible * part), alike)::int AS wanted
         FROM bench_institution i CROSS JOIN share JOIN alike USING (state) WHERE i.visible IS NOT NULL
     )
SELECT * FROM active
UNION ALL SELECT i.id, 'closed', i.visible - coalesce((SELECT sum(wanted) FROM active WHERE institution = i.id), 0)
FROM bench_institution i WHERE i.visible IS NOT NULL
"""
GRANTED = """
INSERT INTO cases_casegroupright (content_object_id, group_id, permission_id)
SELECT p.case_id, p.institution_id, held FROM cases_participation p
JOIN bench_institution i ON i.id = p.institution_id CROSS JOIN unnest(%(rights)s::int[]) held
"""
# There are no measures yet that these could list.
LISTING = """
ALTER TABLE cases_participation {0} TRIGGER participations_to_duties;
ALTER TABLE cases_participation {0} TRIGGER participation_to_duties
"""
TABLES = ("cases_case", "cases_participation", "cases_casegroupright")
VACUUMS = 30


def fill(cases: int, own: Sequence[int] = ()) -> None:
    """Write ``cases`` cases; needs a connection that row-level security does not bind and that owns the tables.

    ``own``: how many cases each of the test institutions that are alike flagged and leads; none in the benchmark.
    Run ``settle()`` afterwards, outside of a transaction, or at least ANALYZE.
    """
    region = Region.objects.create(name="Bench")
    pool = _pool(cases)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSTITUTIONS)
        rows = _institutions(region, pool, cases, own)
        cursor.executemany("INSERT INTO bench_institution VALUES (%s, %s, %s, %s)", rows)
        cursor.execute("SELECT setseed(%s)", [SEED])
        cursor.execute(DRAWN, {"pool": pool, "cases": cases})
        cursor.execute(LED)
        cursor.execute(QUOTAS, {"states": list(SHARES), "parts": list(SHARES.values())})
        _write(cursor, region, pool)
        cursor.execute("DROP TABLE bench_case, bench_quota")


def _write(cursor, region: Region, pool: int) -> None:
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table that waits for a check cannot be altered
    with built_afterwards(cursor, "cases_participation", "cases_casegroupright", "measures_duty"):
        cursor.execute("ALTER TABLE cases_case DISABLE TRIGGER case_step_is_legal")  # they begin in every state
        cursor.execute(CASES, {"region": region.pk})
        cursor.execute("ALTER TABLE cases_case ENABLE ALWAYS TRIGGER case_step_is_legal")
        cursor.execute(LISTING.format("DISABLE"))
        cursor.execute(ADMITTED + FOUR_EACH, {"pool": pool})
        cursor.execute(ADMITTED + AT_TEST_INSTITUTIONS, {})
        cursor.execute(LISTING.format("ENABLE"))
        rights = Permission.objects.filter(content_type__model="case", codename__in=RIGHTS)
        cursor.execute(GRANTED, {"rights": [right.pk for right in rights]})
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def tidy(cursor) -> None:
    """Statistics and a whole visibility map: one VACUUM leaves pages out while any other connection is just coming up."""
    left_out = (
        "SELECT count(*) FROM pg_class "
        "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relallvisible < relpages"
    )
    for _attempt in range(VACUUMS):
        cursor.execute("VACUUM ANALYZE")
        cursor.execute(left_out)
        if cursor.fetchone() == (0,):
            return
        time.sleep(1)
    raise RuntimeError(f"{VACUUMS} times VACUUM left pages out: a transaction must be standing open.")


def settle() -> None:
    """Statistics, visibility map and warm pages, as a server has them that has been running for a while."""
    with connection.cursor() as cursor:
        tidy(cursor)
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
        cursor.execute(
            "SELECT sum(pg_prewarm(c.oid::regclass)) FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid "
            "WHERE coalesce(i.indrelid, c.oid) = ANY(%s::regclass[])",
            [list(TABLES)],
        )


def login(visible: int, number: int) -> str:
    """The user name of the first person of a test institution."""
    return f"bench-{visible}-{number}-0"


def _pool(cases: int) -> int:
    """How many institutions there are; a whole number of rounds of kinds, so that each case has one of each kind."""
    rounds = -(-cases * PER_CASE // CASES_PER_INSTITUTION // len(KINDS))
    return len(KINDS) * max(1, rounds)


def _institutions(
    region: Region, pool: int, cases: int, own: Sequence[int]
) -> list[tuple[int, int, int | None, int | None]]:
    """Makes them and their people; answers number, key and, for test institutions, how many cases they see and lead."""
    names = [f"bench-{number:05}" for number in range(pool)]
    tests = {f"bench-{visible}-{number}": visible for visible, number in product((0, *VISIBLE), range(ALIKE))}
    led = {f"bench-{visible}-{number}": cases for visible in VISIBLE for number, cases in enumerate(own)}
    groups = Group.objects.bulk_create([Group(name=name) for name in (*names, *tests)])
    standings = [KINDS[number % len(KINDS)] if number < pool else AT_TEST for number in range(len(groups))]
    made = [
        Institution(
            group=group, region=region, kind=kind, name=group.name, name_key=group.name, mailbox=_mail(group.name)
        )
        for group, (kind, _role) in zip(groups, standings, strict=True)
    ]
    Institution.objects.bulk_create(made)
    Person.objects.bulk_create(
        _person(f"{institution.name}-{number}", role, institution)
        for institution, (_kind, role) in zip(made, standings, strict=True)
        for number in range(PEOPLE)
    )
    return [
        (number, institution.pk, seen and min(seen, cases), led.get(institution.name))
        for number, institution in enumerate(made)
        for seen in [tests.get(institution.name)]
    ]


def _person(name: str, role: str, institution: Institution) -> Person:
    names = {"username": name, "name": name, "name_key": name, "email": _mail(name)}
    return Person(**names, role=role, institution=institution, password=UNUSABLE_PASSWORD_PREFIX)


def _mail(name: str) -> str:
    return f"{name}@example.org"
