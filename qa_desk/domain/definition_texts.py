"""The texts of a definition, language by language: reading one, writing one, and which languages a scorecard speaks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qa_desk.domain.definition_paths import with_value
from qa_desk.domain.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_desk.domain.definition_paths import Path
    from qa_desk.domain.scorecard_writing import Definition

UNSAID = ""
"""Stands for the language of a text that was given without one."""

LANGUAGES = {
    "en": "English",
    "zh_CN": "简体中文",
    "zh_TW": "繁體中文",
    "ms": "Bahasa Melayu",
    "ru": "Русский",
}
"""The languages of the ready-made scorecards, each by its own name."""

TEXT_NAMES = ("title", "guidance", "text", "unit")
"""The names under which texts stand in a definition."""


def text_in(value: object, language: str) -> str:
    """A text in exactly this language; empty where there is none."""
    if isinstance(value, dict):
        return str(value.get(language) or "")
    return str(value) if language == UNSAID and value is not None and not isinstance(value, list) else ""


def any_text(value: object, language: str = "en") -> str:
    """A text in this language, else in any, for a place that must call a thing by a name."""
    if not isinstance(value, dict):
        return "" if value is None or isinstance(value, list) else str(value)
    wanted = (language, language.partition("_")[0], UNSAID, "en", *value)
    return next((str(value[name]) for name in wanted if value.get(name)), "")


def with_text(value: object, language: str, text: str) -> object:
    """The text with other words in one language; None where no words are left."""
    by_language = dict(value) if isinstance(value, dict) else {UNSAID: value} if value not in (None, "") else {}
    if text:
        by_language[language] = text
    else:
        by_language.pop(language, None)
    if not by_language:
        return None
    return by_language[UNSAID] if set(by_language) == {UNSAID} else by_language


def texts_of(tree: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Every text in a definition with its place."""
    if isinstance(tree, dict):
        for name, value in tree.items():
            if name in TEXT_NAMES and not isinstance(value, list):
                yield (*path, name), value
            else:
                yield from texts_of(value, (*path, name))
    elif isinstance(tree, list):
        for number, item in enumerate(tree):
            yield from texts_of(item, (*path, number))


def languages_of(definition: Definition) -> Counter[str]:
    """How many texts there are in each language that occurs (`UNSAID`: in one that was not said)."""
    found: Counter[str] = Counter()
    for _path, value in texts_of(definition):
        if isinstance(value, dict):
            found.update(language for language, text in value.items() if text)
        elif value not in (None, ""):
            found[UNSAID] += 1
    return found


def said_language(definition: Definition, language: str) -> Definition:
    """The definition with all texts of an unsaid language given this one; a text that has words in it already keeps those."""
    for path, value in list(texts_of(definition)):
        if isinstance(value, dict):
            if UNSAID not in value:
                continue
            said = {language if name == UNSAID else name: text for name, text in value.items()}
            definition = with_value(definition, path, {**said, **({language: value[language]} if language in value else {})})
        elif value not in (None, ""):
            definition = with_value(definition, path, {language: value})
    return definition


FIRST_WORDS = {
    "yes": {"en": "Yes", "zh_CN": "是", "zh_TW": "是", "ms": "Ya", "ru": "Да"},
    "no": {"en": "No", "zh_CN": "否", "zh_TW": "否", "ms": "Tidak", "ru": "Нет"},
    "good": {"en": "Good", "zh_CN": "好", "zh_TW": "好", "ms": "Baik", "ru": "Хорошо"},
    "partly": {"en": "Partly", "zh_CN": "部分", "zh_TW": "部分", "ms": "Sebahagian", "ru": "Частично"},
    "second": {"en": "s", "zh_CN": "秒", "zh_TW": "秒", "ms": "s", "ru": "с"},
    "poor": {"en": "Poor", "zh_CN": "差", "zh_TW": "差", "ms": "Lemah", "ru": "Плохо"},
}
"""The answers of a new question in every language of the ready-made scorecards."""

NO_LANGUAGE = N_("No language said")
"""What the texts of an unsaid language are called."""
