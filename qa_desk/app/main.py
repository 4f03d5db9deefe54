"""Where the program starts: reads the command line, runs one command, and says each failure in one line."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from typing import TYPE_CHECKING, cast

from qa_desk import __version__
from qa_desk.app.commands import COMMANDS
from qa_desk.app.console import Console
from qa_desk.app.languages import speak_system_language
from qa_desk.app.last_resort import tell_failure
from qa_desk.app.usage import WrongUsage
from qa_desk.domain.errors import Cancelled, QaDeskError
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa_desk.app.commands import Command


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    root = argparse.ArgumentParser(prog="qa-desk", description=tr("Contact-centre quality, offline."))
    root.add_argument("-w", "--workspace", metavar="FILE", help=tr("the workspace to work on"))
    root.add_argument("--version", action="version", version=f"QA Desk {__version__}")
    subparsers = root.add_subparsers(dest="command", metavar="COMMAND")
    for name in COMMANDS:
        module = _command(name)
        module.add_parser(subparsers)
        subparsers.choices[module.NAME].set_defaults(_module=module)
    return root


def _command(name: str) -> Command:
    return cast("Command", import_module(f"qa_desk.app.commands.{name}"))


def main(arguments: Sequence[str] | None = None, console: Console | None = None) -> int:
    """Run one command line; the exit status: 0 done, 1 refused or failed, 2 wrong usage."""
    speak_system_language()
    console = console or Console()
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if not arguments:
        return _guarded(_open_window, console)  # without reading the command line's modules: the window is up sooner
    args = parser().parse_args(arguments)
    console.as_json = bool(getattr(args, "json", False))
    module = getattr(args, "_module", None)
    if module is None:
        parser().print_usage(console.err)
        return 2
    return _guarded(lambda: int(module.run(args, console)), console, args.workspace)


def _guarded(work: Callable[[], int], console: Console, workspace: str | None = None) -> int:
    """Do it; whatever goes wrong is one line on stderr and status 1, wrong usage is status 2."""
    try:
        status = work()
        console.out.flush()  # a full disk under a redirected output is said here, not at the interpreter's end
        return status
    except WrongUsage as error:
        console.message(error.message)
        return 2
    except QaDeskError as error:
        console.message(error.message)
    except (Cancelled, KeyboardInterrupt):
        console.message(tr("Cancelled; nothing was changed."))
    except BrokenPipeError:
        sys.stderr.close()
    except Exception as error:  # the last resort: nothing that goes wrong is shown as Python's own words
        tell_failure(error, console, workspace)
    finally:
        console.finish()
    return 1


def _open_window() -> int:
    from qa_desk.app.window import open_window

    return open_window(None)


def run() -> None:
    """The entry point that `pip install` puts on the path."""
    raise SystemExit(main())


if __name__ == "__main__":
    run()
