"""The schema's history: one function a release step.

A released step never changes; a new one is added below and `schema.version.SCHEMA_VERSION` goes up by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

from qa_desk.workspace.changelog import create_triggers
from qa_desk.workspace.schema import (
    centre_facts,
    disputes,
    drafts,
    evaluating,
    facts,
    house,
    listening,
    meetings,
    people,
    quality,
    report_plan,
    samples,
    scorecard_editing,
    threads,
)
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


@migrations()
def m0002_the_evaluators_day(db: Database) -> None:
    """Answers set beforehand, recordings without a header, and all that a day of evaluating adds."""
    subjects = (evaluating, samples, disputes, centre_facts, threads, scorecard_editing, drafts, listening)
    for subject in subjects:
        _run(db, subject.TABLES)
        for table in subject.LOGGED:
            create_triggers(db.conn, table)
        _run(db, subject.GUARDS)
        for table in subject.WIDENED:
            _log_anew(db, table)
    db.conn.execute("PRAGMA user_version = 2")


@migrations()
def m0003_the_report(db: Database) -> None:
    """The plan that is made over a report."""
    for subject in (report_plan,):
        _run(db, subject.TABLES)
        for table in subject.LOGGED:
            create_triggers(db.conn, table)
        _run(db, subject.GUARDS)
    db.conn.execute("PRAGMA user_version = 3")


def _log_anew(db: Database, table: str) -> None:
    """Let the change log see the columns that a table gained."""
    for action in ("insert", "update", "delete"):
        db.conn.execute(f"DROP TRIGGER {table}_log_{action}")
    create_triggers(db.conn, table)


def _run(db: Database, script: str) -> None:
    """Execute a script statement by statement, inside the transaction that is open (`executescript` would commit it)."""
    from sqlite3 import complete_statement

    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if complete_statement(statement):
            db.conn.execute(statement)
            statement = ""
