"""What happens around a submitted evaluation: disputes, acknowledgements, best practices, and templates for comments.

A dispute is raised about the whole (one point whose question is "") or about questions (a point each). It is decided once,
point by point, by someone else than the evaluator; from then on neither it nor its points change. What an accepted dispute
changes stands in a revision beside the evaluation.
"""

TABLES = """
CREATE TABLE disputes (
  id TEXT PRIMARY KEY,
  evaluation_id TEXT NOT NULL REFERENCES evaluations (id),
  raised_by TEXT NOT NULL CHECK (trim(raised_by) <> ''),
  role TEXT NOT NULL CHECK (role IN ('agent', 'lead')),
  raised_at INTEGER NOT NULL,
  due_on TEXT,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'decided', 'withdrawn')),
  outcome TEXT CHECK (outcome IN ('accepted', 'partly', 'rejected')),
  decided_by TEXT REFERENCES evaluators (id), -- also of a decision whose revision is still being written
  reason TEXT,
  closed_at INTEGER,
  revision_id TEXT REFERENCES evaluations (id),
  CHECK ((state = 'decided') = (outcome IS NOT NULL)),
  CHECK ((state = 'open') = (closed_at IS NULL)),
  CHECK (state <> 'decided' OR (decided_by IS NOT NULL AND reason IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX disputes_open ON disputes (evaluation_id) WHERE state = 'open';
CREATE INDEX disputes_evaluation ON disputes (evaluation_id);
CREATE INDEX disputes_revision ON disputes (revision_id);

CREATE TABLE dispute_points (
  dispute_id TEXT NOT NULL REFERENCES disputes (id),
  question_id TEXT NOT NULL, -- "" is the whole
  position INTEGER NOT NULL,
  claim TEXT NOT NULL CHECK (trim(claim) <> ''),
  wish TEXT,
  is_accepted INTEGER CHECK (is_accepted IN (0, 1)),
  granted TEXT, -- the answer that the decider gave; it may be another one than the wish
  reason TEXT,
  PRIMARY KEY (dispute_id, question_id)
) STRICT, WITHOUT ROWID;

-- what is being typed into a dispute or a decision, kept at each key: no entry of the change log a letter
CREATE TABLE dispute_drafts (
  about TEXT PRIMARY KEY, -- the evaluation that is about to be disputed, or the dispute that is about to be decided
  content TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE acknowledgements (
  id TEXT PRIMARY KEY,
  evaluation_id TEXT NOT NULL REFERENCES evaluations (id),
  kind TEXT NOT NULL CHECK (kind IN ('seen', 'agreed')),
  name TEXT NOT NULL CHECK (trim(name) <> ''),
  words TEXT NOT NULL DEFAULT '',
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX acknowledgements_evaluation ON acknowledgements (evaluation_id);

-- an interaction (no place), a stretch of its recording, or a message of it, as an example for a question's lineage ("" for none)
CREATE TABLE best_practices (
  id TEXT PRIMARY KEY,
  interaction_id TEXT NOT NULL REFERENCES interactions (id),
  question_key TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL CHECK (trim(title) <> ''),
  note TEXT NOT NULL DEFAULT '',
  start_s REAL CHECK (start_s >= 0),
  end_s REAL,
  utterance_position INTEGER,
  flagged_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  removed_at INTEGER,
  removed_by TEXT,
  CHECK (end_s IS NULL OR end_s > start_s),
  CHECK (start_s IS NULL OR utterance_position IS NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX best_practices_question ON best_practices (question_key);
CREATE INDEX best_practices_interaction ON best_practices (interaction_id);

CREATE TABLE comment_templates (
  id TEXT PRIMARY KEY,
  question_key TEXT NOT NULL DEFAULT '', -- "" is for every question
  language TEXT NOT NULL DEFAULT '', -- "" is for every language
  text TEXT NOT NULL CHECK (trim(text) <> ''),
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX comment_templates_once ON comment_templates (question_key, language, text);

-- what evaluators decided themselves, second evaluations too: their accuracy is judged by it;
-- an agent's figures are made of `current_evaluations`
CREATE VIEW original_evaluations AS
  SELECT e.* FROM evaluations e WHERE e.status = 'submitted' AND e.purpose = 'routine' AND e.revision_of IS NULL;
"""

GUARDS = """
CREATE TRIGGER disputes_of_submitted BEFORE INSERT ON disputes
WHEN NOT EXISTS (SELECT 1 FROM evaluations e
  WHERE e.id = NEW.evaluation_id AND e.status = 'submitted' AND e.purpose = 'routine' AND e.is_second = 0)
BEGIN SELECT RAISE(ABORT, 'only a submitted routine evaluation is ever disputed'); END;
CREATE TRIGGER disputes_not_replaced BEFORE INSERT ON disputes
WHEN EXISTS (SELECT 1 FROM disputes o WHERE o.id = NEW.id
  OR (o.evaluation_id = NEW.evaluation_id AND o.state = 'open' AND NEW.state = 'open'))
BEGIN SELECT RAISE(ABORT, 'a dispute is never replaced; an evaluation has one open dispute'); END;
CREATE TRIGGER disputes_final BEFORE UPDATE ON disputes WHEN OLD.state <> 'open'
BEGIN SELECT RAISE(ABORT, 'a decided dispute never changes'); END;
CREATE TRIGGER disputes_claim BEFORE UPDATE ON disputes
WHEN (NEW.id, NEW.evaluation_id, NEW.raised_by, NEW.role, NEW.raised_at)
  IS NOT (OLD.id, OLD.evaluation_id, OLD.raised_by, OLD.role, OLD.raised_at)
BEGIN SELECT RAISE(ABORT, 'what a dispute claims never changes'); END;
CREATE TRIGGER disputes_decision BEFORE UPDATE ON disputes
WHEN NEW.state = 'decided' AND (
  NEW.decided_by = (SELECT evaluator_id FROM evaluations WHERE id = NEW.evaluation_id)
  OR EXISTS (SELECT 1 FROM dispute_points p
    WHERE p.dispute_id = NEW.id AND (p.is_accepted IS NULL OR trim(ifnull(p.reason, '')) = ''))
  OR NOT EXISTS (SELECT 1 FROM dispute_points p WHERE p.dispute_id = NEW.id))
BEGIN SELECT RAISE(ABORT, 'a dispute is never decided by its evaluator, nor before each point has its reason'); END;
CREATE TRIGGER disputes_kept BEFORE DELETE ON disputes
BEGIN SELECT RAISE(ABORT, 'a dispute is never deleted: withdraw it'); END;

CREATE TRIGGER dispute_points_insert BEFORE INSERT ON dispute_points
WHEN (SELECT state FROM disputes WHERE id = NEW.dispute_id) <> 'open'
  OR EXISTS (SELECT 1 FROM dispute_points o WHERE o.dispute_id = NEW.dispute_id AND o.question_id = NEW.question_id)
BEGIN SELECT RAISE(ABORT, 'what a dispute claims never changes'); END;
CREATE TRIGGER dispute_points_update BEFORE UPDATE ON dispute_points
WHEN (SELECT state FROM disputes WHERE id = OLD.dispute_id) <> 'open'
  OR (NEW.dispute_id, NEW.question_id, NEW.position, NEW.claim, NEW.wish)
    IS NOT (OLD.dispute_id, OLD.question_id, OLD.position, OLD.claim, OLD.wish)
BEGIN SELECT RAISE(ABORT, 'a decided dispute never changes, nor what it claims'); END;
CREATE TRIGGER dispute_points_kept BEFORE DELETE ON dispute_points
BEGIN SELECT RAISE(ABORT, 'a dispute is never deleted: withdraw it'); END;

CREATE TRIGGER acknowledgements_of_submitted BEFORE INSERT ON acknowledgements
WHEN NOT EXISTS (SELECT 1 FROM evaluations e
  WHERE e.id = NEW.evaluation_id AND e.status = 'submitted' AND e.purpose = 'routine' AND e.is_second = 0)
  OR EXISTS (SELECT 1 FROM acknowledgements o WHERE o.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'only a submitted routine evaluation is acknowledged, and what was said never changes'); END;
CREATE TRIGGER acknowledgements_final BEFORE UPDATE ON acknowledgements
BEGIN SELECT RAISE(ABORT, 'an acknowledgement never changes'); END;
CREATE TRIGGER acknowledgements_kept BEFORE DELETE ON acknowledgements
BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never deleted'); END;

CREATE TRIGGER best_practices_not_replaced BEFORE INSERT ON best_practices
WHEN EXISTS (SELECT 1 FROM best_practices o WHERE o.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a best practice is never replaced'); END;
CREATE TRIGGER best_practices_place BEFORE UPDATE ON best_practices
WHEN (NEW.id, NEW.interaction_id, NEW.flagged_by, NEW.created_at)
  IS NOT (OLD.id, OLD.interaction_id, OLD.flagged_by, OLD.created_at)
BEGIN SELECT RAISE(ABORT, 'a best practice keeps its interaction'); END;
CREATE TRIGGER best_practices_kept BEFORE DELETE ON best_practices
BEGIN SELECT RAISE(ABORT, 'a best practice is never deleted: it is taken out of the library'); END;
"""

LOGGED = ("disputes", "dispute_points", "acknowledgements", "best_practices", "comment_templates")
"""Tables whose every change goes into the change log (drafts are logged when they become a dispute or a decision)."""

WIDENED: tuple[str, ...] = ()
