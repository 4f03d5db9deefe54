"""A command line that is well formed and still makes no sense: said in one line, exit status 2."""

from __future__ import annotations


class WrongUsage(Exception):  # noqa: N818 - the words of the command line's contract
    """What to write instead, in one line."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
