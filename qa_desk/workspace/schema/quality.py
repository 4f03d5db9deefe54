"""Interactions with their media and transcripts, scorecards, evaluations, answers and markers."""

TABLES = """
CREATE TABLE interactions (
  id TEXT PRIMARY KEY,
  external_id TEXT UNIQUE,
  channel TEXT NOT NULL CHECK (channel IN ('call', 'chat', 'email', 'ticket', 'social')),
  agent_id TEXT REFERENCES agents (id),
  customer_id TEXT,
  started_at INTEGER,
  duration_s REAL,
  subject TEXT,
  driver TEXT,
  queue TEXT,
  language TEXT,
  batch_id TEXT REFERENCES import_batches (id),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX interactions_agent ON interactions (agent_id, started_at);
CREATE INDEX interactions_batch ON interactions (batch_id);

CREATE TABLE media (
  id TEXT PRIMARY KEY,
  interaction_id TEXT NOT NULL REFERENCES interactions (id),
  position INTEGER NOT NULL DEFAULT 0,
  path TEXT NOT NULL,
  sha256 TEXT,
  size INTEGER,
  duration_s REAL,
  channels INTEGER,
  agent_channel TEXT CHECK (agent_channel IN ('left', 'right')),
  note TEXT,
  UNIQUE (interaction_id, position)
) STRICT;

CREATE TABLE utterances (
  interaction_id TEXT NOT NULL REFERENCES interactions (id),
  position INTEGER NOT NULL,
  start_s REAL,
  end_s REAL,
  at INTEGER,
  speaker TEXT NOT NULL CHECK (speaker IN ('agent', 'customer', 'bot', 'system', 'unknown')),
  author TEXT,
  text TEXT NOT NULL,
  PRIMARY KEY (interaction_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE scorecards (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  channel TEXT,
  retired_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE scorecard_versions (
  id TEXT PRIMARY KEY,
  scorecard_id TEXT NOT NULL REFERENCES scorecards (id),
  number INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('draft', 'published', 'retired')),
  definition TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  published_at INTEGER,
  UNIQUE (scorecard_id, number)
) STRICT;

CREATE TABLE evaluations (
  id TEXT PRIMARY KEY,
  interaction_id TEXT NOT NULL REFERENCES interactions (id),
  agent_id TEXT REFERENCES agents (id),
  evaluator_id TEXT NOT NULL REFERENCES evaluators (id),
  scorecard_version_id TEXT NOT NULL REFERENCES scorecard_versions (id),
  purpose TEXT NOT NULL DEFAULT 'routine' CHECK (purpose IN ('routine', 'calibration')),
  session_id TEXT REFERENCES calibration_sessions (id),
  sample_method TEXT NOT NULL DEFAULT 'random'
    CHECK (sample_method IN ('random', 'quota', 'targeted', 'self_chosen', 'calibration')),
  inclusion_prob REAL,
  status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'submitted')),
  revision_of TEXT REFERENCES evaluations (id),
  revision_reason TEXT,
  score_status TEXT CHECK (score_status IN ('scored', 'not_scorable')),
  final TEXT,
  before_autofail TEXT,
  base TEXT,
  adjustment TEXT,
  final_real REAL,
  before_autofail_real REAL,
  shown TEXT,
  passed INTEGER,
  autofail TEXT,
  summary TEXT,
  created_at INTEGER NOT NULL,
  submitted_at INTEGER,
  batch_id TEXT REFERENCES import_batches (id)
) STRICT;
CREATE INDEX evaluations_interaction ON evaluations (interaction_id);
CREATE INDEX evaluations_agent ON evaluations (agent_id, submitted_at);
CREATE INDEX evaluations_evaluator ON evaluations (evaluator_id, status);
CREATE INDEX evaluations_session ON evaluations (session_id);
CREATE INDEX evaluations_revision ON evaluations (revision_of);

-- the latest submitted revision of each routine evaluation: what an agent's figures are made of
CREATE VIEW current_evaluations AS
  SELECT e.* FROM evaluations e
  WHERE e.status = 'submitted' AND e.purpose = 'routine'
    AND NOT EXISTS (SELECT 1 FROM evaluations r WHERE r.revision_of = e.id AND r.status = 'submitted');

CREATE TABLE answers (
  evaluation_id TEXT NOT NULL REFERENCES evaluations (id),
  question_id TEXT NOT NULL,
  value TEXT,
  comment TEXT,
  root_cause TEXT,
  touched_at INTEGER NOT NULL,
  PRIMARY KEY (evaluation_id, question_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE markers (
  id TEXT PRIMARY KEY,
  evaluation_id TEXT NOT NULL REFERENCES evaluations (id),
  question_id TEXT,
  at_s REAL,
  utterance_position INTEGER,
  text TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX markers_evaluation ON markers (evaluation_id);

-- words that are being typed into a draft, kept at each key; they enter the logged tables at the next pause and leave here
CREATE TABLE typed_words (
  evaluation_id TEXT NOT NULL REFERENCES evaluations (id) ON DELETE CASCADE,
  field TEXT NOT NULL CHECK (field IN ('comment', 'marker', 'summary')),
  about TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (evaluation_id, field, about)
) STRICT, WITHOUT ROWID;

CREATE TABLE assignments (
  id TEXT PRIMARY KEY,
  interaction_id TEXT NOT NULL REFERENCES interactions (id),
  evaluator_id TEXT NOT NULL REFERENCES evaluators (id),
  scorecard_version_id TEXT NOT NULL REFERENCES scorecard_versions (id),
  sample_method TEXT NOT NULL,
  due_on TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX assignments_evaluator ON assignments (evaluator_id, due_on);
"""

GUARDS = """
CREATE TRIGGER scorecard_versions_immutable BEFORE UPDATE ON scorecard_versions
WHEN OLD.status <> 'draft' AND NOT (
  OLD.status = 'published' AND NEW.status = 'retired' AND
  (NEW.rowid, NEW.id, NEW.scorecard_id, NEW.number, NEW.definition, NEW.created_at, NEW.published_at) IS
  (OLD.rowid, OLD.id, OLD.scorecard_id, OLD.number, OLD.definition, OLD.created_at, OLD.published_at))
BEGIN SELECT RAISE(ABORT, 'a published scorecard version never changes'); END;
CREATE TRIGGER scorecard_versions_kept BEFORE DELETE ON scorecard_versions WHEN OLD.status <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a published scorecard version is kept for ever'); END;
-- REPLACE removes a row without asking the guards of DELETE (where recursive triggers are off): it is stopped before it starts,
-- and no row takes another's place by taking its key
CREATE TRIGGER scorecard_versions_not_replaced BEFORE INSERT ON scorecard_versions
WHEN EXISTS (SELECT 1 FROM scorecard_versions o WHERE o.status <> 'draft' AND (
  o.id = NEW.id OR o.rowid = NEW.rowid OR (o.scorecard_id = NEW.scorecard_id AND o.number = NEW.number)))
BEGIN SELECT RAISE(ABORT, 'a published scorecard version never changes'); END;
CREATE TRIGGER scorecard_versions_place BEFORE UPDATE ON scorecard_versions
WHEN (NEW.rowid, NEW.id, NEW.scorecard_id, NEW.number) IS NOT (OLD.rowid, OLD.id, OLD.scorecard_id, OLD.number)
BEGIN SELECT RAISE(ABORT, 'a scorecard version keeps its id and number'); END;

CREATE TRIGGER evaluations_immutable BEFORE UPDATE ON evaluations WHEN OLD.status = 'submitted'
BEGIN SELECT RAISE(ABORT, 'a submitted evaluation never changes: write a revision'); END;
CREATE TRIGGER evaluations_kept BEFORE DELETE ON evaluations WHEN OLD.status = 'submitted' AND OLD.batch_id IS NULL
BEGIN SELECT RAISE(ABORT, 'a submitted evaluation is kept for ever'); END;
CREATE TRIGGER evaluations_not_replaced BEFORE INSERT ON evaluations
WHEN EXISTS (SELECT 1 FROM evaluations o WHERE o.status = 'submitted' AND (o.id = NEW.id OR o.rowid = NEW.rowid))
BEGIN SELECT RAISE(ABORT, 'a submitted evaluation never changes: write a revision'); END;
CREATE TRIGGER evaluations_place BEFORE UPDATE ON evaluations WHEN (NEW.rowid, NEW.id) IS NOT (OLD.rowid, OLD.id)
BEGIN SELECT RAISE(ABORT, 'an evaluation keeps its id'); END;

CREATE TRIGGER answers_fixed_insert BEFORE INSERT ON answers
WHEN (SELECT status FROM evaluations WHERE id = NEW.evaluation_id) = 'submitted'
BEGIN SELECT RAISE(ABORT, 'a submitted evaluation never changes: write a revision'); END;
CREATE TRIGGER answers_fixed_update BEFORE UPDATE ON answers
WHEN EXISTS (SELECT 1 FROM evaluations WHERE id IN (OLD.evaluation_id, NEW.evaluation_id) AND status = 'submitted')
BEGIN SELECT RAISE(ABORT, 'a submitted evaluation never changes: write a revision'); END;
CREATE TRIGGER answers_fixed_delete BEFORE DELETE ON answers
WHEN (SELECT status = 'submitted' AND batch_id IS NULL FROM evaluations WHERE id = OLD.evaluation_id)
BEGIN SELECT RAISE(ABORT, 'a submitted evaluation never changes: write a revision'); END;

CREATE TRIGGER markers_fixed_insert BEFORE INSERT ON markers
WHEN (SELECT status FROM evaluations WHERE id = NEW.evaluation_id) = 'submitted'
BEGIN SELECT RAISE(ABORT, 'a submitted evaluation never changes: write a revision'); END;
CREATE TRIGGER markers_fixed_update BEFORE UPDATE ON markers
WHEN EXISTS (SELECT 1 FROM evaluations WHERE id IN (OLD.evaluation_id, NEW.evaluation_id) AND status = 'submitted')
BEGIN SELECT RAISE(ABORT, 'a submitted evaluation never changes: write a revision'); END;
CREATE TRIGGER markers_fixed_delete BEFORE DELETE ON markers
WHEN (SELECT status = 'submitted' AND batch_id IS NULL FROM evaluations WHERE id = OLD.evaluation_id)
BEGIN SELECT RAISE(ABORT, 'a submitted evaluation never changes: write a revision'); END;
CREATE TRIGGER markers_not_replaced BEFORE INSERT ON markers
WHEN EXISTS (SELECT 1 FROM markers o JOIN evaluations e ON e.id = o.evaluation_id
  WHERE e.status = 'submitted' AND (o.id = NEW.id OR o.rowid = NEW.rowid))
BEGIN SELECT RAISE(ABORT, 'a submitted evaluation never changes: write a revision'); END;
CREATE TRIGGER markers_place BEFORE UPDATE ON markers WHEN (NEW.rowid, NEW.id) IS NOT (OLD.rowid, OLD.id)
BEGIN SELECT RAISE(ABORT, 'a marker keeps its id'); END;
"""

LOGGED = ("interactions", "media", "scorecards", "scorecard_versions", "evaluations", "answers", "markers", "assignments")
"""Tables whose every change goes into the change log (utterances are imported content and are covered by
their batch; typed words are logged when they enter an answer, a marker or a summary)."""
