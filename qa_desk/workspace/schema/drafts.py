"""What format 2 adds to drafts: where an answer was taken from, where the evaluator was, and words that answer a question."""

TABLES = """
-- the evidence that an answer was taken from, in words; NULL: a person gave it
ALTER TABLE answers ADD COLUMN origin TEXT;

-- where the evaluator was in a draft: for coming back, and of no other use, so that it is not logged
CREATE TABLE draft_places (
  evaluation_id TEXT PRIMARY KEY REFERENCES evaluations (id) ON DELETE CASCADE,
  question_id TEXT,
  scrolled INTEGER NOT NULL DEFAULT 0,
  unfolded TEXT NOT NULL DEFAULT '[]',
  folded TEXT NOT NULL DEFAULT '[]',
  at_s REAL,
  utterance_position INTEGER,
  media_id TEXT
) STRICT, WITHOUT ROWID;

-- a number or words that answer a question are typed too
CREATE TABLE words_being_typed (
  evaluation_id TEXT NOT NULL REFERENCES evaluations (id) ON DELETE CASCADE,
  field TEXT NOT NULL CHECK (field IN ('answer', 'comment', 'marker', 'summary')),
  about TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (evaluation_id, field, about)
) STRICT, WITHOUT ROWID;
INSERT INTO words_being_typed (evaluation_id, field, about, text) SELECT evaluation_id, field, about, text FROM typed_words;
DROP TABLE typed_words;
ALTER TABLE words_being_typed RENAME TO typed_words;
"""

GUARDS = ""

LOGGED: tuple[str, ...] = ()
"""New tables whose every change goes into the change log."""

WIDENED = ("answers",)
"""Logged tables that gained columns."""
