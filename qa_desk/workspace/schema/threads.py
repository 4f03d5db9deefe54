"""What format 2 adds to threads: notes among colleagues, and what a mail carries besides its words."""

TABLES = """
ALTER TABLE utterances ADD COLUMN is_internal INTEGER NOT NULL DEFAULT 0 CHECK (is_internal IN (0, 1));
-- of a mail: its own subject where it is not the thread's, and whom it went to
ALTER TABLE utterances ADD COLUMN subject TEXT;
ALTER TABLE utterances ADD COLUMN recipients TEXT;
-- JSON, a list of [name, bytes or null]; the files themselves are never taken in
ALTER TABLE utterances ADD COLUMN attachments TEXT;
-- a mail's own id: answers that come in later find the thread by it
ALTER TABLE utterances ADD COLUMN message_id TEXT;
CREATE INDEX utterances_message ON utterances (message_id) WHERE message_id IS NOT NULL;
"""

GUARDS = ""

LOGGED: tuple[str, ...] = ()
"""New tables whose every change goes into the change log."""

WIDENED: tuple[str, ...] = ()
"""Logged tables that gained columns (utterances are imported content, covered by their batch)."""
