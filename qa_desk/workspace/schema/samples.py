"""What format 2 adds for sampling: drawn samples with their frozen frames, their items, what was replaced and why.

A sample never changes once it is drawn: guards refuse it. Its frame (every contact that could have been drawn, with its stratum)
is kept packed and unlogged; the hash in the logged record vouches for it.
"""

TABLES = """
CREATE TABLE samples (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  title TEXT NOT NULL DEFAULT '',
  method TEXT NOT NULL CHECK (method IN ('random', 'quota', 'targeted')),
  algorithm TEXT NOT NULL,
  seed INTEGER NOT NULL,
  population TEXT NOT NULL,
  design TEXT NOT NULL,
  frame_size INTEGER NOT NULL,
  frame_hash TEXT NOT NULL,
  due_on TEXT,
  drawn_by TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sample_frames (
  sample_id TEXT PRIMARY KEY REFERENCES samples (id),
  contacts BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sample_items (
  id TEXT PRIMARY KEY,
  sample_id TEXT NOT NULL REFERENCES samples (id),
  position INTEGER NOT NULL,
  interaction_id TEXT NOT NULL REFERENCES interactions (id),
  contact TEXT NOT NULL,
  agent_id TEXT REFERENCES agents (id),
  grouped TEXT NOT NULL,
  stratum TEXT NOT NULL,
  rank INTEGER NOT NULL,
  chance REAL,
  reasons TEXT NOT NULL DEFAULT '[]',
  replaces TEXT REFERENCES sample_items (id),
  UNIQUE (sample_id, position),
  UNIQUE (sample_id, contact)
) STRICT;
CREATE INDEX sample_items_interaction ON sample_items (interaction_id);

CREATE TABLE sample_replacements (
  item_id TEXT PRIMARY KEY REFERENCES sample_items (id),
  replacement_id TEXT NOT NULL REFERENCES sample_items (id),
  evaluator_id TEXT NOT NULL REFERENCES evaluators (id),
  reason TEXT NOT NULL CHECK (reason IN ('no_sound', 'wrong_channel', 'too_short', 'internal', 'other')),
  words TEXT NOT NULL DEFAULT '',
  replaced_at INTEGER NOT NULL
) STRICT;

-- what an evaluator can take on; whoever has no row takes on anything
CREATE TABLE evaluator_terms (
  evaluator_id TEXT PRIMARY KEY REFERENCES evaluators (id),
  capacity INTEGER CHECK (capacity >= 0),
  channels TEXT NOT NULL DEFAULT '[]',
  languages TEXT NOT NULL DEFAULT '[]'
) STRICT;

ALTER TABLE assignments ADD COLUMN sample_item_id TEXT REFERENCES sample_items (id);
-- 1 where somebody else scores the same contact too, and this one only serves the agreement
ALTER TABLE assignments ADD COLUMN is_second INTEGER NOT NULL DEFAULT 0;
CREATE INDEX assignments_interaction ON assignments (interaction_id);
CREATE INDEX assignments_item ON assignments (sample_item_id);

ALTER TABLE evaluations ADD COLUMN is_second INTEGER NOT NULL DEFAULT 0;

-- a second, blind evaluation of the same contact is no second contact: it never counts towards the agent
DROP VIEW current_evaluations;
CREATE VIEW current_evaluations AS
  SELECT e.* FROM evaluations e
  WHERE e.status = 'submitted' AND e.purpose = 'routine' AND e.is_second = 0
    AND NOT EXISTS (SELECT 1 FROM evaluations r WHERE r.revision_of = e.id AND r.status = 'submitted');
"""

_KEYS = {
    "samples": "o.id = NEW.id OR o.rowid = NEW.rowid OR o.number = NEW.number",
    "sample_frames": "o.sample_id = NEW.sample_id",
    "sample_items": "o.id = NEW.id OR o.rowid = NEW.rowid OR "
    "(o.sample_id = NEW.sample_id AND (o.position = NEW.position OR o.contact = NEW.contact))",
    "sample_replacements": "o.item_id = NEW.item_id OR o.rowid = NEW.rowid",
}
"""Tables whose rows never change, and how a row of the same key is told: REPLACE would take its place without asking."""

GUARDS = "".join(
    f"""
CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'a drawn sample never changes'); END;
CREATE TRIGGER {table}_kept BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, 'a drawn sample is kept for ever'); END;
CREATE TRIGGER {table}_not_replaced BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} o WHERE {same})
BEGIN SELECT RAISE(ABORT, 'a drawn sample never changes'); END;
"""
    for table, same in _KEYS.items()
)

LOGGED = ("samples", "sample_items", "sample_replacements", "evaluator_terms")
"""New tables whose every change goes into the change log."""

WIDENED = ("assignments", "evaluations")
"""Logged tables that gained columns."""
