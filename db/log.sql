-- The log tables of log format 1. Never to be changed: every plan file ever written has them exactly so.

CREATE TABLE site(
  site INTEGER PRIMARY KEY, -- random id of one editing session
  last INTEGER NOT NULL, -- highest ts of its verified, gap-free history
  digest BLOB NOT NULL -- chained digest there
) STRICT;

CREATE TABLE partial(
  site INTEGER PRIMARY KEY, -- ops of this session beyond site.last are context only
  last INTEGER NOT NULL -- highest ts of them
) STRICT;

CREATE TABLE txn(
  site INTEGER NOT NULL, ts INTEGER NOT NULL, -- one action of a person; its ops are ts .. ts + n - 1
  n INTEGER NOT NULL,
  wall INTEGER NOT NULL, -- seconds since 1970-01-01 UTC, for people only
  author TEXT NOT NULL, label TEXT NOT NULL,
  digest BLOB NOT NULL, -- chained over all transactions of the session
  PRIMARY KEY(site, ts)
) STRICT, WITHOUT ROWID;

CREATE TABLE change(
  site INTEGER NOT NULL, ts INTEGER NOT NULL, -- Lamport clock; (site, ts) names the op
  kind INTEGER NOT NULL, -- 0 set, 1 ack, 2 seen, 3 revert
  tab INTEGER NOT NULL, k1 INTEGER NOT NULL, k2 INTEGER NOT NULL, k3 INTEGER NOT NULL, col INTEGER NOT NULL, -- the cell
  val ANY,
  psite INTEGER, pts INTEGER, -- the op that this one replaces, dismisses or saw; the transaction that it reverts
  PRIMARY KEY(site, ts)
) STRICT, WITHOUT ROWID;

CREATE INDEX change_cell ON change(tab, k1, k2, k3, col, ts);

PRAGMA application_id = 1482315600; -- 0x585A5750
PRAGMA user_version = 1;
