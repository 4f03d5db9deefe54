"""The three kinds of error: the person can mend it, the surroundings failed, or it is a bug.

`Refusal` and `EnvironmentFailure` carry one clear line that is shown as it stands; anything else is a bug and goes
to the crash dialog.
"""

from __future__ import annotations


class QaDeskError(Exception):
    """A failure that is said to the person in one line; never a bug."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Refusal(QaDeskError):  # noqa: N818 - a refusal is the word of the field
    """The input cannot be taken as it is; the person can mend it. The line says what, where and the remedy."""


class EnvironmentFailure(QaDeskError):  # noqa: N818
    """Disk full, file locked, media moved: nothing was half done; trying again or locating helps."""


class Cancelled(Exception):  # noqa: N818
    """The person pressed Cancel; everything was rolled back."""
