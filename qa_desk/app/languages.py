"""Reads the translation catalogues that ship with the program and puts one in force."""

from __future__ import annotations

import gettext
import locale
import os

from qa_desk.domain.language import speak
from qa_desk.resource_files import resource

LANGUAGES: dict[str, str] = {
    "en": "English",
    "zh_CN": "简体中文",
    "zh_TW": "繁體中文",
    "ms": "Bahasa Melayu",
    "ru": "Русский",
}
"""Language code → its own name, in the order of the settings page."""


def catalogue_of(language: str) -> gettext.NullTranslations:
    """The texts of a language; English (the language of the code) for a code without a catalogue."""
    folder = resource("translations")
    return gettext.translation("qa_desk", folder, languages=[language], fallback=True)


def speak_language(language: str) -> None:
    """Put a language in force for the whole program."""
    speak(catalogue_of(language))


def system_language() -> str:
    """The language the person's system asks for, as one of `LANGUAGES`; English when it is none of them."""
    asked = os.environ.get("QA_DESK_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES")
    asked = asked or os.environ.get("LANG") or locale.getlocale()[0] or "en"
    code = asked.split(".")[0].replace("-", "_")
    if code in LANGUAGES:
        return code
    if code.startswith("zh"):
        return "zh_TW" if any(mark in code for mark in ("TW", "HK", "MO", "Hant")) else "zh_CN"
    return code.split("_")[0] if code.split("_")[0] in LANGUAGES else "en"


def speak_system_language() -> None:
    """Start in the language of the person's system."""
    speak_language(system_language())
