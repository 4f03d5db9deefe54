"""Facts of the whole centre: pulse surveys of its people, customers, costs, tasks, and tags of contacts.

They are stored as the other facts are: each row knows its batch, and undoing the batch takes it away again.
"""

TABLES = """
-- one row an invitation, or one an answer of somebody who answered several questions; nobody's name is ever here
CREATE TABLE employee_pulse (
  pulse_id TEXT PRIMARY KEY,
  campaign_id TEXT NOT NULL,
  type TEXT NOT NULL,
  response_id TEXT,
  question TEXT,
  score REAL,
  scale_min REAL NOT NULL,
  scale_max REAL NOT NULL,
  group_id TEXT,
  asked_at INTEGER,
  batch_id TEXT NOT NULL,
  row_no INTEGER,
  row_hash INTEGER NOT NULL
) STRICT;

CREATE TABLE customers (
  customer_id TEXT PRIMARY KEY,
  start_date TEXT NOT NULL,
  end_date TEXT,
  segment TEXT,
  batch_id TEXT NOT NULL,
  row_no INTEGER,
  row_hash INTEGER NOT NULL
) STRICT;

CREATE TABLE costs (
  cost_id TEXT PRIMARY KEY,
  period_start TEXT NOT NULL,
  period_end TEXT NOT NULL,
  cost_centre TEXT,
  scope TEXT,
  amount REAL NOT NULL,
  currency TEXT NOT NULL,
  batch_id TEXT NOT NULL,
  row_no INTEGER,
  row_hash INTEGER NOT NULL
) STRICT;

CREATE TABLE tasks (
  task_id TEXT PRIMARY KEY,
  kind TEXT,
  assignee TEXT,
  assigned_at INTEGER NOT NULL,
  due_at INTEGER,
  completed_at INTEGER,
  batch_id TEXT NOT NULL,
  row_no INTEGER,
  row_hash INTEGER NOT NULL
) STRICT;

CREATE TABLE contact_tags (
  tag_id TEXT PRIMARY KEY,
  ticket_id TEXT,
  call_id TEXT,
  driver TEXT,
  kb_article_id TEXT,
  sentiment TEXT,
  batch_id TEXT NOT NULL,
  row_no INTEGER,
  row_hash INTEGER NOT NULL
) STRICT;
"""

GUARDS = ""

LOGGED: tuple[str, ...] = ()
"""Facts are covered by their batch."""

WIDENED: tuple[str, ...] = ()
"""Logged tables that gained columns."""
