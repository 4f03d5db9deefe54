"""What format 2 adds to evaluations and recordings: answers that were set beforehand, and the layout of headerless files."""

TABLES = """
-- 1 while an answer stands as the scorecard set it (N/A) and nobody has touched it
ALTER TABLE answers ADD COLUMN is_preset INTEGER NOT NULL DEFAULT 0;

-- of a recording without a header: encoding, rate and channels as declared, "mulaw:8000:1"; NULL where the file says it itself
ALTER TABLE media ADD COLUMN layout TEXT;
"""

GUARDS = ""

LOGGED: tuple[str, ...] = ()
"""New tables whose every change goes into the change log."""

WIDENED = ("answers", "media")
"""Logged tables that gained columns."""
