"""From a file to typed records inside an engine of its own: what preview and import have in common."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import Cancelled, EnvironmentFailure
from qa_desk.domain.language import tr
from qa_desk.sources.checking import check
from qa_desk.sources.mapping import Mapping, mapping_from, settle
from qa_desk.sources.registry import sniff_source, source_named
from qa_desk.sources.source import stored_as_is
from qa_desk.workspace.batches import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from qa_desk.domain.progress import JobContext
    from qa_desk.sources.checking import Checked
    from qa_desk.sources.fields import Kind
    from qa_desk.sources.opening import OpenedFile
    from qa_desk.sources.proposal import Proposal
    from qa_desk.sources.source import Folded, Source
    from qa_desk.sources.table import Table


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file read and understood, inside its engine."""

    opened: OpenedFile
    table: Table
    kind: Kind
    source: Source
    confidence: float
    proposal: Proposal
    mapping: Mapping


def said_mapping(mapping: Mapping | dict[str, Any] | None) -> Mapping:
    """What the person said of the file, whatever form it has."""
    if mapping is None:
        return Mapping()
    return mapping if isinstance(mapping, Mapping) else mapping_from(mapping, tr("mapping"))


def understand(opened: OpenedFile, table: Table, kind: Kind, source: str, said: Mapping) -> ReadFile:
    """Choose the source and settle the mapping: what was said, over what the source proposes."""
    where = str(opened.path)
    name = said.source if source == "auto" and said.source else source
    chosen, confidence = (source_named(name, kind.name), 1.0) if name != "auto" else sniff_source(table, kind)
    proposal = chosen.propose(table, kind)
    row_kind = chosen.row_kind(kind.name)
    mapping = settle(said, row_kind, table.headers, where).over(proposal.mapping)
    return ReadFile(opened, table, kind, chosen, confidence, proposal, mapping)


def check_read(read: ReadFile, zone: str) -> tuple[Checked, Folded]:
    """Type the rows and fold them into records; what was asked for comes first."""
    where = str(read.opened.path)
    checked = check(read.table, read.source.row_kind(read.kind.name), read.mapping, zone, where)
    folded = (read.source.fold or stored_as_is)(read.table.connection, checked)
    ordered = sorted(folded.outcomes, key=lambda outcome: outcome.kind.name != read.kind.name)
    return checked, replace(folded, outcomes=tuple(ordered))


def refused_rows(checked: Checked) -> tuple[Refused, ...]:
    """The refused rows as they are stored."""
    return tuple(Refused(item.row, item.column, item.value, item.reason) for item in checked.refusals)


@contextmanager
def stoppable(connection: DuckDBPyConnection, context: JobContext) -> Iterator[None]:
    """Cancel reaches a running query: a watcher interrupts it, and the interruption is said as `Cancelled`."""
    import duckdb

    finished, cancelled = threading.Event(), threading.Event()

    def watch() -> None:
        while not finished.wait(0.1):
            try:
                context.raise_if_cancelled()
            except Cancelled:
                cancelled.set()
                connection.interrupt()

    watcher = threading.Thread(target=watch, name="import-cancel", daemon=True)
    watcher.start()
    try:
        yield
    except duckdb.InterruptException as error:
        raise Cancelled from error
    except duckdb.OutOfMemoryException as error:
        raise EnvironmentFailure(
            tr("the file needs more memory than an import takes ({reason}); nothing was changed.", reason=_first_line(error))
        ) from error
    except duckdb.IOException as error:
        raise EnvironmentFailure(
            tr("no room to check the file ({reason}); nothing was changed.", reason=_first_line(error))
        ) from error
    except (duckdb.Error, EnvironmentFailure) as error:  # a stream that feeds another driver was cut off: that one failed
        if cancelled.is_set():
            raise Cancelled from error
        raise
    finally:
        finished.set()
        watcher.join()


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:160]
