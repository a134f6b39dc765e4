"""A process of the administrator: the tables to write to, the peer's own, and epochs for writers that are no processes of ours."""

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from bench.log.sizes import FOR_A_ROUND, WRITERS
from fallkonferenz.database import WEB, as_role

TABLES = f"""
CREATE TABLE bench_plain (id uuid PRIMARY KEY, text text NOT NULL, count int NOT NULL);
CREATE TABLE bench_logged (LIKE bench_plain INCLUDING ALL);
CREATE TABLE bench_chain (n bigint PRIMARY KEY, payload bytea NOT NULL, hash bytea NOT NULL);
INSERT INTO bench_chain VALUES (0, '', sha256(''));
INSERT INTO bench_plain SELECT md5('bench ' || n)::uuid, repeat('x', 200), 0 FROM generate_series(0, 99) n;
INSERT INTO bench_logged SELECT * FROM bench_plain;
INSERT INTO audit_epoch (id, record, signature)
    SELECT md5('bench ' || n || '-' || epoch)::uuid, 'of a writer that seals nothing', decode(repeat('00', 64), 'hex')
    FROM generate_series(0, {WRITERS - 1}) n, generate_series(0, {3 * FOR_A_ROUND // 1000}) epoch;
GRANT SELECT, INSERT, UPDATE ON bench_plain, bench_logged, bench_chain TO {WEB};
"""  # noqa: S608 - the names are ours
PEER = f"GRANT SELECT, INSERT ON auditlog_logentry TO {WEB}; GRANT USAGE ON SEQUENCE auditlog_logentry_id_seq TO {WEB};"


def main() -> None:
    call_command("database_roles")  # the right to connect does not travel with a template
    with as_role("fk_owner"), connection.cursor() as cursor:
        call_command("migrate", "auditlog", verbosity=0)
        cursor.execute(PEER)
        cursor.execute(TABLES)


if __name__ == "__main__":
    main()
