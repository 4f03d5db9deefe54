"""The program's own log: what failed and where in the program, never with what. No text of a workspace gets into it.

A record is written as its constant template, without the values; an error as its type and the places it passed through.
"""

from __future__ import annotations

import faulthandler
import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

_PACKAGE = Path(__file__).resolve().parents[1]
_MOST_BYTES = 500_000


def log_folder() -> Path:
    """Where logs are kept by the custom of the system."""
    return Path(platformdirs.user_log_dir("qa-desk", appauthor=False))


class WithoutValues(logging.Formatter):
    """Time, level, logger, the template of the message, and of an error its type and places."""

    def format(self, record: logging.LogRecord) -> str:
        """One record as text."""
        template = record.msg if isinstance(record.msg, str) else ""
        lines = [f"{self.formatTime(record)} {record.levelname} {record.name} {template}"]
        if record.exc_info and record.exc_info[0] is not None:
            lines += describe(record.exc_info[0], record.exc_info[1], record.exc_info[2])
        return "\n".join(lines)


def start_log(folder: Path) -> logging.Handler | None:
    """Begin to write the log; None where the disk does not take it (the program runs without)."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "qa-desk.log", maxBytes=_MOST_BYTES, backupCount=2, encoding="utf-8", delay=False)
        # a fault below Python (a crash of a library) can write only its places, and only to a file that is open already
        faults = (folder / "faults.log").open("w", encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(WithoutValues())
    logger = logging.getLogger("qa_desk")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    faulthandler.enable(faults)
    handler.addFilter(_Keeping(faults))
    return handler


class _Keeping(logging.Filter):
    """Keeps the fault file open for as long as the log is in use."""

    def __init__(self, kept: object) -> None:
        super().__init__()
        self.kept = kept


def stop_log(handler: logging.Handler | None) -> None:
    """Close the log."""
    if handler is None:
        return
    faulthandler.disable()
    logging.getLogger("qa_desk").removeHandler(handler)
    for kept in handler.filters:
        if isinstance(kept, _Keeping) and hasattr(kept.kept, "close"):
            kept.kept.close()
    handler.close()


def describe(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> list[str]:
    """An error without its message (it may quote a customer): type, then file, line and function of each step, and its cause."""
    lines = [f"{kind.__module__}.{kind.__qualname__}" if kind.__module__ != "builtins" else kind.__qualname__]
    lines += [f"  {place}" for place in _places(trace)]
    cause = error.__cause__ or error.__context__ if error is not None else None
    if cause is not None:
        lines += ["caused by:", *describe(type(cause), None, cause.__traceback__)]
    return lines


def _places(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"{_short(Path(code.co_filename))}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next


def _short(file: Path) -> str:
    """A path inside the program as it is; of any other only the last two parts (a home folder carries a name)."""
    try:
        return str(file.relative_to(_PACKAGE.parent))
    except ValueError:
        return "/".join(file.parts[-2:])
