"""Kinds of argument that several commands take."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from datetime import date, datetime

from qa_desk.domain.language import tr


def day(text: str) -> date:
    """A day as it is written; of a moment its day."""
    try:
        if not re.match(r"\d{4}-\d\d-\d\d(T|$)", text):
            raise ValueError
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise ArgumentTypeError(tr("{given}: is no date (YYYY-MM-DD)", given=text)) from None
