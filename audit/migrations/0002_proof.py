"""The tables of the proof: tree, checkpoints, cosignatures. Only the sequencer writes them.

Nothing here is personal: positions, hashes, signatures.
"""

from django.db import migrations

TREE = """
CREATE TABLE audit_leaf (
    position    bigint PRIMARY KEY CHECK (position >= 0),
    epoch_id    uuid NOT NULL,
    counter     bigint NOT NULL,
    hash        bytea NOT NULL CHECK (octet_length(hash) = 32),
    UNIQUE (epoch_id, counter),
    FOREIGN KEY (epoch_id, counter) REFERENCES audit_entry
);

-- Roots of whole subtrees of 256^level leaves, level 1 and up: one row for every 256 of the level below.
CREATE TABLE audit_node (
    level       smallint NOT NULL CHECK (level > 0),
    number      bigint NOT NULL CHECK (number >= 0),
    hash        bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (level, number)
);

-- The names under which the log was signed: a restore that lost entries begins a new one.
CREATE TABLE audit_origin (
    number      int PRIMARY KEY CHECK (number > 0),
    origin      varchar(200) NOT NULL UNIQUE,
    since_size  bigint NOT NULL CHECK (since_size >= 0),
    at          timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE audit_checkpoint (
    origin      varchar(200) NOT NULL REFERENCES audit_origin (origin),
    size        bigint NOT NULL CHECK (size >= 0),
    root        bytea NOT NULL CHECK (octet_length(root) = 32),
    note        bytea NOT NULL,
    at          timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (origin, size)
);

CREATE TABLE audit_cosignature (
    origin      varchar(200) NOT NULL,
    size        bigint NOT NULL,
    witness     varchar(200) NOT NULL,
    line        bytea NOT NULL,
    at          timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (origin, size, witness),
    FOREIGN KEY (origin, size) REFERENCES audit_checkpoint
);

CREATE TABLE audit_timestamp (
    origin      varchar(200) NOT NULL,
    size        bigint NOT NULL,
    token       bytea NOT NULL,
    at          timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (origin, size),
    FOREIGN KEY (origin, size) REFERENCES audit_checkpoint
);

-- One row. The horizon only spares looking at old rows; the rest says how the sequencer is.
CREATE TABLE audit_sequencer_state (
    one             boolean PRIMARY KEY DEFAULT true CHECK (one),
    horizon         xid8 NOT NULL DEFAULT '0',
    beat_at         timestamptz,
    waiting_since   timestamptz,
    witnessed_at    timestamptz,
    trouble         varchar(40) NOT NULL DEFAULT ''
);
INSERT INTO audit_sequencer_state DEFAULT VALUES;
"""


FIXED = ("audit_leaf", "audit_node", "audit_origin", "audit_checkpoint", "audit_cosignature", "audit_timestamp")
TRIGGERS = "".join(
    f"""
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER audit_append_only;
"""
    for table in FIXED
)

LEVELS = """
-- How far one entry has come: 0 stored, 1 under a checkpoint, 2 cosigned by a witness.
CREATE FUNCTION audit_level_of(epoch uuid, count bigint) RETURNS smallint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN l.position IS NULL THEN 0
        WHEN EXISTS (SELECT FROM audit_cosignature c WHERE c.size > l.position
                     AND c.origin = (SELECT origin FROM audit_origin ORDER BY number DESC LIMIT 1)) THEN 2
        ELSE 1 END::smallint
    FROM (SELECT) one LEFT JOIN audit_leaf l ON l.epoch_id = epoch AND l.counter = count
$$;
REVOKE ALL ON FUNCTION audit_level_of(uuid, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_level_of(uuid, bigint) TO audit_writer;
"""

RIGHTS = """
REVOKE ALL ON audit_leaf, audit_node, audit_origin, audit_checkpoint, audit_cosignature, audit_timestamp,
    audit_sequencer_state FROM PUBLIC;

GRANT SELECT, INSERT ON audit_leaf, audit_node TO audit_sequencer;
GRANT SELECT, INSERT (number, origin, since_size) ON audit_origin TO audit_sequencer;
GRANT SELECT, INSERT (origin, size, root, note) ON audit_checkpoint TO audit_sequencer;
GRANT SELECT, INSERT (origin, size, witness, line) ON audit_cosignature TO audit_sequencer;
GRANT SELECT, INSERT (origin, size, token) ON audit_timestamp TO audit_sequencer;
GRANT SELECT, UPDATE ON audit_sequencer_state TO audit_sequencer;

GRANT SELECT ON audit_leaf, audit_node, audit_origin, audit_checkpoint, audit_cosignature, audit_timestamp,
    audit_sequencer_state TO audit_reader;
GRANT SELECT ON audit_origin, audit_checkpoint, audit_cosignature, audit_sequencer_state TO audit_writer;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_log")]
    operations = [migrations.RunSQL(TREE + TRIGGERS + LEVELS + RIGHTS)]
