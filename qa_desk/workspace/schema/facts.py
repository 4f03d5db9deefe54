"""Imported facts: tickets and their events, calls, surveys, shifts and states, and the batches they came in.

Instants are integer seconds since 1970 UTC; durations integer seconds. Every fact knows its batch and its row in the
file. `row_hash` is a digest of the canonical values, so that an unchanged row of a later export is recognised. A fact
table is written only by an import or by the undoing of one; `import_replaced` keeps what an import overwrote, so that
undoing restores it exactly.
"""

TABLES = """
CREATE TABLE import_batches (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  path TEXT NOT NULL,
  file_sha256 TEXT,
  timezone TEXT NOT NULL,
  mapping TEXT,
  state TEXT NOT NULL CHECK (state IN ('active', 'undone')),
  rows_read INTEGER NOT NULL,
  rows_new INTEGER NOT NULL,
  rows_updated INTEGER NOT NULL,
  rows_unchanged INTEGER NOT NULL,
  rows_refused INTEGER NOT NULL,
  warnings TEXT,
  created_at INTEGER NOT NULL,
  undone_at INTEGER
) STRICT;

CREATE TABLE import_refusals (
  batch_id TEXT NOT NULL REFERENCES import_batches (id),
  row INTEGER NOT NULL,
  column_name TEXT,
  value TEXT,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX import_refusals_batch ON import_refusals (batch_id);

CREATE TABLE import_replaced (
  batch_id TEXT NOT NULL REFERENCES import_batches (id),
  table_name TEXT NOT NULL,
  key TEXT NOT NULL,
  before TEXT NOT NULL,
  PRIMARY KEY (batch_id, table_name, key)
) STRICT, WITHOUT ROWID;

-- rows of an earlier batch that a later one met again: the earlier one cannot be undone before the later one
CREATE TABLE import_touched (
  batch_id TEXT NOT NULL REFERENCES import_batches (id),
  earlier_batch_id TEXT NOT NULL REFERENCES import_batches (id),
  rows INTEGER NOT NULL,
  PRIMARY KEY (batch_id, earlier_batch_id)
) STRICT, WITHOUT ROWID;

-- people and teams that an import made known
CREATE TABLE import_created (
  batch_id TEXT NOT NULL REFERENCES import_batches (id),
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  PRIMARY KEY (batch_id, table_name, row_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_mappings (
  shape TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  mapping TEXT NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT;

CREATE TABLE tickets (
  ticket_id TEXT PRIMARY KEY,
  created_at INTEGER,
  channel TEXT,
  priority TEXT,
  team TEXT,
  assignee TEXT,
  customer_id TEXT,
  reason TEXT,
  subject TEXT,
  status TEXT,
  merged_into TEXT,
  is_spam INTEGER NOT NULL DEFAULT 0,
  is_test INTEGER NOT NULL DEFAULT 0,
  origin TEXT NOT NULL DEFAULT 'customer',
  language TEXT,
  first_reply_at INTEGER,
  first_reply_business_s INTEGER,
  first_solved_at INTEGER,
  solved_at INTEGER,
  solved_business_s INTEGER,
  closed_at INTEGER,
  agent_replies INTEGER,
  public_messages INTEGER,
  reopens INTEGER,
  escalations INTEGER,
  custom TEXT,
  batch_id TEXT NOT NULL,
  row_no INTEGER,
  row_hash INTEGER NOT NULL
) STRICT;

CREATE TABLE ticket_events (
  ticket_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  actor TEXT NOT NULL,
  actor_id TEXT,
  visibility TEXT NOT NULL DEFAULT 'public',
  value TEXT,
  handle_s INTEGER,
  batch_id TEXT NOT NULL,
  row_no INTEGER,
  row_hash INTEGER NOT NULL,
  PRIMARY KEY (ticket_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE calls (
  call_id TEXT PRIMARY KEY,
  direction TEXT NOT NULL DEFAULT 'in',
  queue TEXT,
  offered_at INTEGER,
  result TEXT NOT NULL,
  wait_s INTEGER,
  talk_s INTEGER,
  hold_s INTEGER,
  acw_s INTEGER,
  agent TEXT,
  customer_id TEXT,
  reason TEXT,
  transferred INTEGER,
  transfer_to TEXT,
  sales_eligible INTEGER,
  converted INTEGER,
  is_test INTEGER NOT NULL DEFAULT 0,
  custom TEXT,
  batch_id TEXT NOT NULL,
  row_no INTEGER,
  row_hash INTEGER NOT NULL
) STRICT;

CREATE TABLE surveys (
  response_id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  sent_at INTEGER,
  responded_at INTEGER,
  score REAL,
  scale_min REAL NOT NULL,
  scale_max REAL NOT NULL,
  high_is_good INTEGER NOT NULL DEFAULT 1,
  comment TEXT,
  ticket_id TEXT,
  call_id TEXT,
  agent TEXT,
  customer_id TEXT,
  channel TEXT,
  custom TEXT,
  batch_id TEXT NOT NULL,
  row_no INTEGER,
  row_hash INTEGER NOT NULL
) STRICT;

CREATE TABLE agent_states (
  agent TEXT NOT NULL,
  start_at INTEGER NOT NULL,
  end_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  batch_id TEXT NOT NULL,
  row_no INTEGER,
  row_hash INTEGER NOT NULL,
  PRIMARY KEY (agent, start_at, state)
) STRICT, WITHOUT ROWID;

CREATE TABLE schedule (
  agent TEXT NOT NULL,
  start_at INTEGER NOT NULL,
  end_at INTEGER NOT NULL,
  activity TEXT NOT NULL,
  batch_id TEXT NOT NULL,
  row_no INTEGER,
  row_hash INTEGER NOT NULL,
  PRIMARY KEY (agent, start_at, activity)
) STRICT, WITHOUT ROWID;
"""

LOGGED = ("import_batches", "import_mappings")
"""Facts themselves are covered by their batch: a log of each imported row would double the file."""
