"""What the other lists show, in the cases that ``generate.fill`` made: measures, conferences, notices; in SQL again.

For the tests of plans; the benchmark's own databases stay without. Texts and keys have the shape of real ones and open
nothing. Of the test institutions of each size the first is responsible for measures, the second contributes to those of
others, the third does both, and the fourth has hardly any. Each also had measures in cases that it no longer sees.
"""

from typing import Any

from django.db import connection, transaction

from bench.generate import ALIKE, VISIBLE, login
from fallkonferenz.institutions.models import Person
from fallkonferenz.vault.fields import BLOCK
from fallkonferenz.vault.keys import WRAPPED_LENGTH

MEASURES = 1200  # of a test institution at most; two in five are open
GONE = 200  # in cases that it no longer sees
CONFERENCES, ITEMS = 500, 8
NOTICES = {20: 30, 500: 400, 5000: 3000}  # of the first person of each test institution
TRIGGERS = {"measures_measure": "measure_to_duties", "measures_contribution": "contribution_to_duties"}
SEALED = bytes([1]) + bytes(12 + BLOCK + 16)

# Who does what for whom: one measure in each case, and those of the test institutions.
DUTIES = """
CREATE TEMPORARY TABLE bench_duty ON COMMIT DROP AS
WITH test (id, number) AS (SELECT * FROM unnest(%(tests)s::int[], %(numbers)s::int[])),
     host AS (SELECT case_id, min(institution_id) AS id FROM cases_participation GROUP BY case_id),
     seen AS (SELECT p.case_id, t.*, row_number() OVER (PARTITION BY t.id ORDER BY p.id) AS rank
              FROM test t JOIN cases_participation p ON p.institution_id = t.id),
     gone AS (SELECT c.id AS case_id, t.*, row_number() OVER (PARTITION BY t.id ORDER BY md5(t.id || c.code)) AS rank
              FROM test t CROSS JOIN cases_case c WHERE NOT EXISTS (
                  SELECT 1 FROM cases_participation p WHERE p.case_id = c.id AND p.institution_id = t.id)),
     own AS (SELECT * FROM seen WHERE rank <= CASE WHEN number = 3 THEN 10 ELSE %(most)s END
             UNION ALL SELECT * FROM gone WHERE rank <= %(gone)s AND number < 3)
SELECT md5('measure ' || row_number() OVER ())::uuid AS id, floor(random() * 100) AS place, random() AS chance, *
FROM (
    SELECT case_id, id AS responsible, NULL::int AS contributing FROM host
    UNION ALL
    SELECT case_id, CASE WHEN contributes THEN host.id ELSE own.id END, CASE WHEN contributes THEN own.id END
    FROM own JOIN host USING (case_id) CROSS JOIN LATERAL (SELECT number = 1 OR (number = 2 AND rank %% 2 = 0)) how (contributes)
) duties
"""
PLANNED = """
INSERT INTO measures_measure (id, case_id, responsible_id, what, due_kind, due_at, tells_person, handling_mark,
                              made_by_id, made_at, agreed_at, state, state_since, lack)
SELECT id, case_id, responsible, %(sealed)s, 'time', due_at, false, false, %(by)s, due_at - interval '30 days',
       due_at - interval '30 days', state, due_at - interval '20 days', ''
FROM (
    SELECT *, CASE WHEN place < 4 THEN 'proposed' WHEN place < 20 THEN 'agreed' WHEN place < 36 THEN 'accepted'
                   WHEN place < 40 THEN 'refused' WHEN place < 80 THEN 'done' WHEN place < 88 THEN 'overtaken'
                   WHEN place < 92 THEN 'declined' WHEN place < 95 THEN 'not_undertaken'
                   WHEN place < 98 THEN 'no_capacity' ELSE 'dropped' END AS state,
           date_trunc('day', now()) + date_trunc('hour', CASE WHEN place >= 40 THEN chance * interval '-250 days'
                                                             ELSE (chance - 0.2) * interval '60 days' END) AS due_at
    FROM bench_duty
) due
"""
CONTRIBUTED = """
INSERT INTO measures_contribution (measure_id, institution_id)
SELECT id, contributing FROM bench_duty WHERE contributing IS NOT NULL
"""
LISTED = """
SELECT set_config('app.duties', 'on', true);
INSERT INTO measures_duty (institution_id, case_id, measure_id, responsible_id, state, due_at)
SELECT * FROM measures_obliged;
SELECT set_config('app.duties', '', true);
"""
REVEALED = "INSERT INTO measures_reveal (measure_id, section) SELECT id, 'measures' FROM bench_duty"
KEYS = """
INSERT INTO vault_casekey (case_id, wrapped, version, kek_id, made_at)
SELECT id, decode(repeat('00', %(length)s), 'hex'), 1, 'bench', opened_at FROM cases_case
"""
# One in five is still to come.
CONFERRED = """
INSERT INTO conferences_conference (id, region_id, kind, mode, starts_at, made_by_id, made_at, state)
SELECT md5('conference ' || n)::uuid, %(region)s, 'scheduled', 'video',
       now() + CASE WHEN n %% 5 = 0 THEN 1 ELSE -1 END * (n + 1) * interval '9 hours', %(by)s, now(),
       CASE WHEN n %% 5 = 0 THEN 'planned' WHEN n %% 5 = 1 THEN 'called_off' ELSE 'held' END
FROM generate_series(0, %(conferences)s - 1) n
"""
AGENDA = """
INSERT INTO conferences_agendaitem (id, conference_id, case_id, naming, outcome)
SELECT md5('item ' || place)::uuid, md5('conference ' || place / %(items)s)::uuid, case_id, 'by_name',
       CASE WHEN place / %(items)s %% 5 = 0 THEN 'open' ELSE 'heard' END
FROM (SELECT id AS case_id, row_number() OVER (ORDER BY md5(id::text)) - 1 AS place FROM cases_case) placed
WHERE place < %(items)s * %(conferences)s
"""
ATTENDED = """
INSERT INTO conferences_attendance (id, item_id, institution_id, answer)
SELECT md5(a.id::text || p.institution_id)::uuid, a.id, p.institution_id,
       CASE WHEN a.outcome = 'open' THEN 'invited' ELSE 'attended' END
FROM conferences_agendaitem a JOIN cases_participation p ON p.case_id = a.case_id
"""
# Of each case in turn, of those that the person sees and of one in ten that it does not.
TOLD = """
CREATE TEMPORARY TABLE bench_told ON COMMIT DROP AS
SELECT md5('message ' || r.person || ' ' || n)::uuid AS id, r.person, c.case_id, n
FROM unnest(%(people)s::uuid[], %(institutions)s::int[], %(wanted)s::int[]) r (person, institution, wanted)
CROSS JOIN LATERAL generate_series(1, r.wanted) n
JOIN (SELECT institution_id, case_id, row_number() OVER (PARTITION BY institution_id ORDER BY id) - 1 AS rank,
             count(*) OVER (PARTITION BY institution_id) AS alike FROM cases_participation) c
  ON c.institution_id = r.institution AND c.rank = n * 7919 %% c.alike
"""
MESSAGES = """
INSERT INTO outbox_message (id, kind, "case", written_at, due_at, attempts, delivered_at)
SELECT id, 'entry.add', case_id, now() - n * interval '13 minutes', now(), 1, now() FROM bench_told
"""
NOTICED = """
INSERT INTO outbox_notice (id, message_id, person_id, at, read_at, mailed_at)
SELECT md5(id::text)::uuid, id, person, now() - n * interval '13 minutes', CASE WHEN n % 20 > 0 THEN now() END, now()
FROM bench_told
"""


def fill() -> None:
    """In a database that ``generate.fill`` has filled, by a connection that row-level security does not bind."""
    people = list(
        Person.objects.filter(username__in=[login(seen, number) for seen in VISIBLE for number in range(ALIKE)])
    )
    by = people[0]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.42)")
        _write_measures(cursor, people, by)
        asked = {"region": by.own_institution.region_id, "by": by.pk, "conferences": CONFERENCES, "items": ITEMS}
        for statement in (CONFERRED, AGENDA, ATTENDED):
            cursor.execute(statement, asked)
        _write_notices(cursor, people)


def _write_measures(cursor: Any, people: list[Person], by: Person) -> None:
    tests = {person.institution_id: int(person.username.split("-")[2]) for person in people}
    asked = {"tests": list(tests), "numbers": list(tests.values()), "most": MEASURES, "gone": GONE}
    cursor.execute(DUTIES, asked)
    for table, trigger in TRIGGERS.items():
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    cursor.execute(PLANNED, {"sealed": SEALED, "by": by.pk})
    cursor.execute(CONTRIBUTED)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table that waits for a check cannot be altered
    for table, trigger in TRIGGERS.items():
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
    cursor.execute(LISTED)  # all at once is faster than each by its trigger
    cursor.execute(REVEALED)
    cursor.execute(KEYS, {"length": WRAPPED_LENGTH})


def _write_notices(cursor: Any, people: list[Person]) -> None:
    wanted = [NOTICES[int(person.username.split("-")[1])] for person in people]
    told = {"people": [each.pk for each in people], "institutions": [each.institution_id for each in people]}
    cursor.execute(TOLD, {**told, "wanted": wanted})
    cursor.execute(MESSAGES)
    cursor.execute(NOTICED)
