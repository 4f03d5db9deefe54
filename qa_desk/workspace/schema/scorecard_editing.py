"""Scorecard drafts while they are edited: the state after each change, which enters the logged version when the draft is left."""

TABLES = """
-- the draft as it stands at this moment, faulty or not; `revision` goes up with each change: two windows notice each other
CREATE TABLE scorecard_edits (
  version_id TEXT PRIMARY KEY REFERENCES scorecard_versions (id) ON DELETE CASCADE,
  definition TEXT NOT NULL,
  revision INTEGER NOT NULL,
  edited_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""

GUARDS = """
CREATE TRIGGER scorecard_edits_of_drafts_insert BEFORE INSERT ON scorecard_edits
WHEN (SELECT status FROM scorecard_versions WHERE id = NEW.version_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a published scorecard version never changes'); END;
CREATE TRIGGER scorecard_edits_of_drafts_update BEFORE UPDATE ON scorecard_edits
WHEN (SELECT status FROM scorecard_versions WHERE id = NEW.version_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a published scorecard version never changes'); END;
"""

LOGGED: tuple[str, ...] = ()
"""A change a key would fill the change log; the version's own row is logged when the edits enter it."""

WIDENED: tuple[str, ...] = ()
"""No logged table gained a column."""
