"""The shape of a file: what next month's export has in common with this month's."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from qa_desk.domain.progress import Quiet
from qa_desk.sources.headers import fold
from qa_desk.sources.opening import head_of_text
from qa_desk.sources.reading import engine, open_file, read_table, scratch_folder
from qa_desk.sources.table import Hints

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa_desk.sources.table import Table


def shape_of(table: Table) -> str:
    """A digest of the columns in their order and of the form of the file, as it is read when nothing was said of it."""
    form = f"{table.form} {'mended' if table.is_remarked else ''} {'' if table.header_row else table.delimiter}"
    return hashlib.sha256("\x1f".join((form, *map(fold, table.headers))).encode("utf-8", "replace")).hexdigest()[:32]


@contextmanager
def head_of(path: Path) -> Iterator[Table]:
    """The table's beginning, read with nothing said; of a packed file and of a workbook, all of it."""
    context = Quiet()
    with scratch_folder(None) as scratch, engine(scratch) as connection:
        head = head_of_text(path)
        if head is None:
            opened = open_file(path, scratch, context)
        else:
            cut = scratch / "head.csv"
            cut.write_bytes(head)
            opened = replace(open_file(cut, scratch, context), path=path)
        yield read_table(opened, connection, Hints(), scratch, context)
