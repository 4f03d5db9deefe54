"""What the command line says when nobody else said it: the surroundings' fault in one line, or that there is a bug and where."""

from __future__ import annotations

import logging
import os
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.workspace.failures import known_failure

if TYPE_CHECKING:
    from qa_desk.app.console import Console

DEBUG = "QA_DESK_DEBUG"
"""Set to 1, the environment variable lets Python's traceback through to stderr."""
_PACKAGE = Path(__file__).resolve().parents[1]


def tell_failure(error: Exception, console: Console, workspace: str | None) -> None:
    """One line. A bug's details go to the log: types and places only, for a message may quote a customer."""
    if os.environ.get(DEBUG) == "1":
        console.message("".join(traceback.format_exception(error)).rstrip())
        return
    known = known_failure(error, workspace)
    if known is not None:
        console.message(known.message)
        return
    told = {"type": type(error).__name__, "place": _place(error)}
    log = _log(error)
    if log is None:
        console.message(tr("A fault in QA Desk: {type} at {place}; {variable}=1 shows the details.", variable=DEBUG, **told))
    else:
        console.message(tr("A fault in QA Desk: {type} at {place}; the details are in {log}", log=log, **told))


def _place(error: Exception) -> str:
    """The last line of the program itself that the error came through."""
    place = "?"
    trace = error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(_PACKAGE):
            place = f"{file.relative_to(_PACKAGE.parent)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _log(error: Exception) -> Path | None:
    from qa_desk.app.logs import log_folder, start_log, stop_log

    handler = start_log(log_folder())
    if handler is None:
        return None
    logging.getLogger("qa_desk.command").error("not caught", exc_info=error)
    stop_log(handler)
    return log_folder() / "qa-desk.log"
