"""How a workspace is told from any other SQLite file, and its format from an older or newer one."""

APPLICATION_ID = 0x51414453
"""'QADS' in the file's header."""

SCHEMA_VERSION = 3
"""Goes up by one with each released migration."""
