"""The SQL of erasing: what is due, that it was said, and each piece of doing it.

Nothing is indexed by time: the epochs that lie before a time are found in their own small table, and entries by epoch.
"""

from typing import Any

from audit.erasing import What

Values = dict[str, Any]

EPOCHS_AT_ONCE = 4  # at most 4096 entries in one transaction

# The database's clock, which dates epochs, and the process's, which dates entries, may differ a little.
_BEFORE = "e.record IS NOT NULL AND e.at < %(before)s + interval '1 day'"
# The entry that says so has a position: only what stands before it is covered. (It has none while nobody sequences.)
_STANDS_BEFORE = """
    (%(under)s::bigint IS NULL OR EXISTS (SELECT FROM audit_leaf l WHERE l.epoch_id = n.epoch_id
                                          AND l.counter = n.counter AND l.position < %(under)s))
"""
_IS_DUE = f"""
    n.payload IS NOT NULL AND get_byte(n.header, 4) IN (1, 7)
    AND get_byte(n.header, 4) = coalesce(%(kind)s, get_byte(n.header, 4))
    AND substr(n.header, 49, 16) = coalesce(%(case_tag)s, substr(n.header, 49, 16))
    AND audit_header_ms(n.header) < %(before_ms)s AND {_STANDS_BEFORE}
"""
_IS_EMPTY = f"""
    e.record IS NOT NULL AND e.at < %(before)s
    AND EXISTS (SELECT FROM audit_entry n WHERE n.epoch_id = e.id AND n.counter = 0
                AND audit_header_ms(n.header) < %(before_ms)s AND {_STANDS_BEFORE})
    AND NOT EXISTS (SELECT FROM audit_entry n WHERE n.epoch_id = e.id AND n.payload IS NOT NULL
                    AND get_byte(n.header, 4) IN (1, 7))
"""
_IS_OVER = "period < date_trunc('month', now() AT TIME ZONE 'UTC')"
_IS_PAST = f"period + interval '1 month' <= %(before)s AND {_IS_OVER} AND record IS NOT NULL"
_IS_HELD = f"period < %(before)s AND {_IS_OVER} AND held IS NOT NULL"

EPOCHS = f"SELECT e.id FROM audit_epoch e WHERE {_BEFORE} ORDER BY e.at"

COUNT = {
    What.PAYLOADS: f"SELECT count(*) FROM audit_epoch e JOIN audit_entry n ON n.epoch_id = e.id WHERE {_BEFORE} AND {_IS_DUE}",
    What.EPOCHS: f"SELECT count(*) FROM audit_epoch e WHERE {_IS_EMPTY}",
    What.TAG_KEYS: f"SELECT count(*) FROM audit_tag_key WHERE {_IS_PAST}",
    What.HELD_TAG_KEYS: f"SELECT count(*) FROM audit_tag_key WHERE {_IS_HELD}",
}

ERASE = {
    What.PAYLOADS: f"UPDATE audit_entry n SET payload = NULL WHERE n.epoch_id = ANY(%(epochs)s) AND {_IS_DUE}",
    What.EPOCHS: f"UPDATE audit_epoch e SET record = NULL WHERE e.id = ANY(%(epochs)s) AND {_IS_EMPTY}",
    What.TAG_KEYS: f"UPDATE audit_tag_key SET record = NULL, held = NULL WHERE {_IS_PAST}",
    What.HELD_TAG_KEYS: f"UPDATE audit_tag_key SET held = NULL WHERE {_IS_HELD}",
}

DECLARED = """
    SELECT position FROM audit_erasure LEFT JOIN audit_leaf USING (epoch_id, counter)
    WHERE what = %(what)s AND before = %(before)s
    AND kind IS NOT DISTINCT FROM %(kind)s AND case_tag IS NOT DISTINCT FROM %(case_tag)s
    ORDER BY audit_erasure.at DESC LIMIT 1
"""
DECLARE = """
    INSERT INTO audit_erasure (id, what, kind, case_tag, before, epoch_id, counter)
    VALUES (%(id)s, %(what)s, %(kind)s, %(case_tag)s, %(before)s, %(epoch)s, %(counter)s)
"""
