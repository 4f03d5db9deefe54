"""Rows of an SQLite file as an Arrow stream, which DuckDB reads by whole columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_BATCH_ROWS = "65536"


class SqliteRows:
    """The rows of a query as an Arrow stream; each look at it (DuckDB asks for the schema first) runs the query anew.

    The driver brings an SQLite of its own: the file must be one that nothing else in this process has open. It infers
    types from the first row.
    """

    def __init__(self, path: Path, query: str) -> None:
        import adbc_driver_manager
        import adbc_driver_sqlite

        self._query = query
        self._database = adbc_driver_sqlite.connect(str(path))
        self._connection = adbc_driver_manager.AdbcConnection(self._database)
        self._statements: list[adbc_driver_manager.AdbcStatement] = []

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        import adbc_driver_manager

        statement = adbc_driver_manager.AdbcStatement(self._connection)
        self._statements.append(statement)
        statement.set_options(**{"adbc.sqlite.query.batch_rows": _BATCH_ROWS})
        statement.set_sql_query(self._query)
        stream, _ = statement.execute_query()
        return stream.__arrow_c_stream__(requested_schema)

    def close(self) -> None:
        """Give the file back."""
        for statement in self._statements:
            statement.close()
        self._connection.close()
        self._database.close()
