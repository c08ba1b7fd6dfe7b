/** Marks the file as a seat ledger ("SEAT" in ASCII), for `file(1)` and for a store that is given another's file. */
export const APPLICATION_ID = 0x53_45_41_54

/**
 * The steps from an empty file to today's, each in one transaction. A released step is for ever: files that it made
 * are out there. Add a new one at the end; `PRAGMA user_version` counts those that a file has.
 *
 * Positions are given by the one writer that SQLite admits at a time, within its transaction, so their order is the
 * order of the commits: whoever has seen a position has seen, or could have seen, everything before it.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE streams (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;

  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL REFERENCES streams (id),
    revision INTEGER NOT NULL CHECK (revision >= 0),
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    metadata TEXT NOT NULL,
    checksum INTEGER NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;

  CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
  BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;

  CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
  BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

  CREATE TABLE checkpoints (
    reader TEXT PRIMARY KEY,
    position TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  PRAGMA application_id = ${APPLICATION_ID};
  `,
  `
  CREATE TABLE snapshots (
    id INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    part INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (stream, part)
  ) STRICT;
  `,
  `
  CREATE TABLE projections (
    name TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    position INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE organizations (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE
  ) STRICT;

  CREATE TABLE owners (
    key INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL,
    customer TEXT NOT NULL,
    capacity INTEGER NOT NULL,
    available INTEGER NOT NULL,
    pending INTEGER NOT NULL,
    claimed INTEGER NOT NULL,
    revoked INTEGER NOT NULL,
    pools INTEGER NOT NULL,
    high_water_mark INTEGER NOT NULL,
    UNIQUE (organization, customer)
  ) STRICT;

  CREATE TABLE pools (
    key INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL,
    id TEXT NOT NULL,
    owner INTEGER NOT NULL,
    source TEXT NOT NULL,
    is_open INTEGER NOT NULL,
    opened_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    pending INTEGER NOT NULL,
    claimed INTEGER NOT NULL,
    revoked INTEGER NOT NULL,
    high_water_mark INTEGER NOT NULL,
    pool TEXT NOT NULL,
    UNIQUE (organization, id)
  ) STRICT;
  CREATE INDEX pools_by_source ON pools (organization, source, is_open, opened_at, id);
  CREATE INDEX pools_by_owner ON pools (owner, opened_at, id);

  CREATE TABLE seats (
    key INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL,
    pool INTEGER NOT NULL,
    id TEXT NOT NULL,
    status INTEGER NOT NULL,
    assigned_at TEXT NOT NULL,
    expires_at TEXT,
    email TEXT NOT NULL,
    holder TEXT,
    seat TEXT NOT NULL,
    UNIQUE (pool, id)
  ) STRICT;
  CREATE INDEX seats_by_status ON seats (pool, status, assigned_at, id);
  CREATE INDEX seats_by_expiry ON seats (pool, expires_at) WHERE status = 0;
  CREATE INDEX seats_by_email ON seats (organization, email, assigned_at, id);
  CREATE INDEX seats_by_holder ON seats (organization, holder, assigned_at, id) WHERE holder IS NOT NULL;
  `,
]
