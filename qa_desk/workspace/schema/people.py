"""Agents, the names they go by, the teams they were in and when, and the evaluators."""

TABLES = """
CREATE TABLE agents (
  id TEXT PRIMARY KEY,
  external_id TEXT UNIQUE,
  name TEXT NOT NULL,
  email TEXT,
  hire_date TEXT,
  exit_date TEXT,
  exit_type TEXT CHECK (exit_type IN ('voluntary', 'involuntary', 'internal')),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE agent_aliases (
  alias TEXT PRIMARY KEY COLLATE NOCASE,
  agent_id TEXT NOT NULL REFERENCES agents (id)
) STRICT;
CREATE INDEX agent_aliases_agent ON agent_aliases (agent_id);

CREATE TABLE teams (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  lead_name TEXT
) STRICT;

CREATE TABLE memberships (
  id TEXT PRIMARY KEY,
  agent_id TEXT NOT NULL REFERENCES agents (id),
  team_id TEXT NOT NULL REFERENCES teams (id),
  role TEXT,
  fte REAL,
  valid_from TEXT NOT NULL,
  valid_to TEXT
) STRICT;
CREATE INDEX memberships_agent ON memberships (agent_id, valid_from);
CREATE INDEX memberships_team ON memberships (team_id);

CREATE TABLE evaluators (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  email TEXT,
  is_active INTEGER NOT NULL DEFAULT 1
) STRICT;
"""

LOGGED = ("agents", "agent_aliases", "teams", "memberships", "evaluators")
"""Tables whose every change goes into the change log."""
