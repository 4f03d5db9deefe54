"""Calibration sessions and coaching: what people agreed, and what they will do about it."""

TABLES = """
CREATE TABLE calibration_sessions (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  scorecard_version_id TEXT NOT NULL REFERENCES scorecard_versions (id),
  state TEXT NOT NULL CHECK (state IN ('draft', 'scoring', 'review', 'resolved', 'closed')),
  benchmark TEXT NOT NULL DEFAULT 'none' CHECK (benchmark IN ('none', 'expert', 'agreed')),
  agent_hidden INTEGER NOT NULL DEFAULT 0,
  tolerance REAL NOT NULL DEFAULT 5,
  facilitator TEXT,
  due_on TEXT,
  created_at INTEGER NOT NULL,
  revealed_at INTEGER,
  closed_at INTEGER
) STRICT;

CREATE TABLE calibration_items (
  session_id TEXT NOT NULL REFERENCES calibration_sessions (id),
  interaction_id TEXT NOT NULL REFERENCES interactions (id),
  position INTEGER NOT NULL, -- after the key: SQLite 3.40's integrity_check takes it for NULL before it
  PRIMARY KEY (session_id, interaction_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE calibration_evaluators (
  session_id TEXT NOT NULL REFERENCES calibration_sessions (id),
  evaluator_id TEXT NOT NULL REFERENCES evaluators (id),
  is_benchmark INTEGER NOT NULL DEFAULT 0,
  finished_at INTEGER,
  PRIMARY KEY (session_id, evaluator_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE calibration_decisions (
  session_id TEXT NOT NULL REFERENCES calibration_sessions (id),
  interaction_id TEXT NOT NULL REFERENCES interactions (id),
  question_id TEXT NOT NULL,
  agreed TEXT,
  rule TEXT,
  decided_at INTEGER NOT NULL,
  PRIMARY KEY (session_id, interaction_id, question_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE coaching_sessions (
  id TEXT PRIMARY KEY,
  agent_id TEXT NOT NULL REFERENCES agents (id),
  coach TEXT NOT NULL,
  held_on TEXT NOT NULL,
  notes TEXT NOT NULL DEFAULT '',
  agent_words TEXT NOT NULL DEFAULT '',
  follow_up_on TEXT,
  acknowledged_by TEXT,
  acknowledged_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX coaching_sessions_agent ON coaching_sessions (agent_id, held_on);

CREATE TABLE action_items (
  id TEXT PRIMARY KEY,
  coaching_session_id TEXT REFERENCES coaching_sessions (id),
  agent_id TEXT NOT NULL REFERENCES agents (id),
  text TEXT NOT NULL,
  owner TEXT,
  due_on TEXT,
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done', 'dropped')),
  linked_question TEXT,
  linked_kpi TEXT,
  created_at INTEGER NOT NULL,
  done_at INTEGER
) STRICT;
CREATE INDEX action_items_agent ON action_items (agent_id, status);

CREATE TABLE goals (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL CHECK (scope IN ('all', 'team', 'agent', 'channel', 'priority')),
  scope_value TEXT,
  kpi TEXT NOT NULL,
  target REAL NOT NULL,
  valid_from TEXT,
  valid_to TEXT
) STRICT;
"""

LOGGED = (
    "calibration_sessions",
    "calibration_items",
    "calibration_evaluators",
    "calibration_decisions",
    "coaching_sessions",
    "action_items",
    "goals",
)
"""Tables whose every change goes into the change log."""
