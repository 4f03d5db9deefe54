"""One place through which every text that a person reads passes.

`tr("Text with {name}", name=…)` looks the text up in the language in force and fills it in; `ntr` picks the plural form.
The language is a context variable, so that an export can speak the recipient's language while the window keeps its own:
`with speaking(catalogue): …`. Reading the catalogue files is the composition root's work (no I/O here).
"""

from __future__ import annotations

import gettext
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_catalogue: ContextVar[gettext.NullTranslations | None] = ContextVar("catalogue", default=None)
_default: list[gettext.NullTranslations] = [gettext.NullTranslations()]


def N_(text: str) -> str:  # noqa: N802 - the name that extraction tools know
    """Mark a text for translation where it is declared; it is passed to `tr` where it is shown."""
    return text


def tr(text: str, **values: object) -> str:
    """The text in the language in force, with `{name}` places filled from `values`."""
    translated = catalogue().gettext(text) if text else ""
    return translated.format(**values) if values else translated


def ntr(one: str, many: str, count: int, **values: object) -> str:
    """The form of the text that fits `count`; `{count}` is filled in."""
    return catalogue().ngettext(one, many, count).format(count=count, **values)


def catalogue() -> gettext.NullTranslations:
    """The translations in force here: the context's own, or the program's."""
    return _catalogue.get() or _default[0]


def speak(translations: gettext.NullTranslations) -> None:
    """Make this the program's language (all threads)."""
    _default[0] = translations


@contextmanager
def speaking(translations: gettext.NullTranslations) -> Iterator[None]:
    """Another language for the length of a block, in this context only."""
    token = _catalogue.set(translations)
    try:
        yield
    finally:
        _catalogue.reset(token)
