"""The report's action plan: what was decided over a report, who does it until when, and which figure it is meant to move."""

TABLES = """
CREATE TABLE report_actions (
  id TEXT PRIMARY KEY,
  text TEXT NOT NULL CHECK (trim(text) <> ''),
  owner TEXT NOT NULL DEFAULT '',
  due_on TEXT,
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done')),
  linked_kpi TEXT,
  linked_where TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(linked_where)), -- pairs of dimension and value
  report_first TEXT NOT NULL, -- the days of the report that it was written in
  report_last TEXT NOT NULL,
  written_at INTEGER NOT NULL,
  written_by TEXT NOT NULL DEFAULT '',
  done_at INTEGER,
  done_by TEXT,
  CHECK ((status = 'done') = (done_at IS NOT NULL)),
  CHECK (report_first <= report_last),
  CHECK (linked_kpi IS NOT NULL OR linked_where = '[]')
) STRICT, WITHOUT ROWID;
CREATE INDEX report_actions_due ON report_actions (status, due_on);
"""

GUARDS = """
CREATE TRIGGER report_actions_origin BEFORE UPDATE ON report_actions
WHEN (NEW.id, NEW.report_first, NEW.report_last, NEW.written_at, NEW.written_by)
  IS NOT (OLD.id, OLD.report_first, OLD.report_last, OLD.written_at, OLD.written_by)
BEGIN SELECT RAISE(ABORT, 'an item of the plan keeps when, in which report and by whom it was written'); END;
CREATE TRIGGER report_actions_not_replaced BEFORE INSERT ON report_actions
WHEN EXISTS (SELECT 1 FROM report_actions o WHERE o.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'an item of the plan is changed, never replaced'); END;
"""

LOGGED = ("report_actions",)
"""Tables whose every change goes into the change log."""
