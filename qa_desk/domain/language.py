"""One place through which every text that a person reads passes.

`tr("Text with {name}", name=…)` looks the text up in the language in force and fills it in; `ntr` picks the plural form.
The language is a context variable, so that an export can speak the recipient's language while the window keeps its own:
`with speaking(catalogue): …`. Reading the catalogue files is the composition root's work (no I/O here).
"""

from __future__ import annotations

import gettext
from contextlib import contextmanager
from contextvars import ContextVar
from functools import reduce
from typing import TYPE_CHECKING

from qa_desk.domain.numbers import count_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    return catalogue().ngettext(one, many, count).format(count=count_text(count), **values)


def join_phrases(parts: Iterable[str]) -> str:
    """Phrases behind one another as the language in force separates them; empty ones are left out."""
    return tr("; ").join(part for part in parts if part)


def join_sentences(parts: Iterable[str]) -> str:
    """Whole sentences behind one another: with a space, or with none where the language writes none."""
    said = [part for part in parts if part]
    return reduce(lambda first, second: tr("{first} {second}", first=first, second=second), said) if said else ""


def end_sentence(text: str) -> str:
    """A phrase made a sentence: with the full stop of the language in force, unless it ends with one."""
    return tr("{phrase}.", phrase=text) if text and text[-1] not in ".!?。！？" else text


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
