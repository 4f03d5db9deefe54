"""Chooses letters that the system has: its own interface font, then fonts that cover Chinese, Cyrillic and the rest."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from qa_desk.ui.tokens import Type

_INTERFACE = (
    "Segoe UI Variable Text",
    "Segoe UI",
    ".AppleSystemUIFont",
    "Inter",
    "Noto Sans",
    "Cantarell",
    "Ubuntu",
    "Open Sans",
    "Liberation Sans",
)
_CHINESE = {
    "zh_CN": ("Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei"),
    "zh_TW": ("Microsoft JhengHei UI", "PingFang TC", "Noto Sans CJK TC", "Source Han Sans TC", "AR PL UMing TW"),
}
_LAST = ("DejaVu Sans",)


def families(language: str, available: frozenset[str]) -> list[str]:
    """Font families in the order they are asked for a letter; only ones that are there, never none of them."""
    simplified, traditional = _CHINESE["zh_CN"], _CHINESE["zh_TW"]
    chinese = traditional + simplified if language == "zh_TW" else simplified + traditional
    found = [name for name in (*_INTERFACE, *chinese, *_LAST) if name in available]
    return found or sorted(available)[:1]


def interface_font(language: str) -> QFont:
    """The font of the whole program, in the size of body text."""
    font = QFont()
    chosen = families(language, frozenset(QFontDatabase.families()))
    if chosen:
        font.setFamilies(chosen)
    font.setPixelSize(Type.BODY)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return font
