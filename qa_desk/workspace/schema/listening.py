"""What format 2 adds to markers: which of an interaction's recordings a time belongs to."""

TABLES = """
-- the recording whose seconds `at_s` counts; NULL is the interaction's first. No reference: undoing the import of a second
-- recording leaves the words of those who heard it
ALTER TABLE markers ADD COLUMN media_id TEXT;
"""

GUARDS = ""

LOGGED: tuple[str, ...] = ()

WIDENED = ("markers",)
