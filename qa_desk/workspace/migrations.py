"""The schema's history: one function a release step.

A released step never changes; a new one is added below and `schema.version.SCHEMA_VERSION` goes up by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

from qa_desk.workspace.changelog import create_triggers
from qa_desk.workspace.schema import facts, house, meetings, people, quality
from qa_desk.workspace.schema.version import APPLICATION_ID

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("qa_desk")


@migrations()
def m0001_first_workspace(db: Database) -> None:
    """Everything the first release stores."""
    subjects = (house, people, quality, meetings, facts)
    for subject in subjects:
        _run(db, subject.TABLES)
    for subject in subjects:
        for table in subject.LOGGED:
            create_triggers(db.conn, table)
    _run(db, quality.GUARDS)
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.conn.execute("PRAGMA user_version = 1")


def _run(db: Database, script: str) -> None:
    """Execute a script statement by statement, inside the transaction that is open (`executescript` would commit it)."""
    from sqlite3 import complete_statement

    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if complete_statement(statement):
            db.conn.execute(statement)
            statement = ""
