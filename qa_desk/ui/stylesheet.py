"""The one stylesheet and the one palette, both made from the tokens. No view sets its own colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QPalette

from qa_desk.ui.tokens import RADIUS, Space, Type

if TYPE_CHECKING:
    from qa_desk.ui.tokens import Colours


def palette(c: Colours) -> QPalette:
    """What styles and delegates that know no stylesheet paint with."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: c.background,
        QPalette.ColorRole.WindowText: c.text,
        QPalette.ColorRole.Base: c.surface,
        QPalette.ColorRole.AlternateBase: c.background,
        QPalette.ColorRole.Text: c.text,
        QPalette.ColorRole.PlaceholderText: c.muted,
        QPalette.ColorRole.Button: c.surface,
        QPalette.ColorRole.ButtonText: c.text,
        QPalette.ColorRole.BrightText: c.bad,
        QPalette.ColorRole.Highlight: c.accent,
        QPalette.ColorRole.HighlightedText: c.on_accent,
        QPalette.ColorRole.Accent: c.accent,
        QPalette.ColorRole.Link: c.accent,
        QPalette.ColorRole.LinkVisited: c.accent,
        QPalette.ColorRole.ToolTipBase: c.raised,
        QPalette.ColorRole.ToolTipText: c.text,
        QPalette.ColorRole.Light: c.line,
        QPalette.ColorRole.Mid: c.line,
        QPalette.ColorRole.Dark: c.edge,
        QPalette.ColorRole.Shadow: c.line,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.edge))
    return made


TINTED = ("chevron-down", "chevron-up", "check", "minus")
"""Icons that the stylesheet itself shows; the theme writes them in its colours to `tinted:<name>-<theme>.svg`."""


def stylesheet(c: Colours, scale: float = 1.0) -> str:
    """The whole look. `scale` is the person's text size, 1 to 1.4."""
    return "\n".join((_text(c, scale), _surfaces(c), _buttons(c, scale), _inputs(c, scale), _lists(c, scale), _shell(c, scale)))


def _px(size: int, scale: float) -> str:
    return f"{round(size * scale)}px"


def _text(c: Colours, scale: float) -> str:
    named = ("good", "watch", "bad", "accent", "agent", "customer")
    meanings = "\n".join(f'QLabel[meaning="{name}"] {{ color: {getattr(c, name)}; }}' for name in named)
    return f"""
QWidget {{ color: {c.text}; font-size: {_px(Type.BODY, scale)}; }}
QLabel {{ background: transparent; border: none; }}
QLabel[kind="title"] {{ font-size: {_px(Type.TITLE, scale)}; font-weight: 600; }}
QLabel[kind="heading"] {{ font-size: {_px(Type.BODY, scale)}; font-weight: 600; }}
QLabel[kind="muted"] {{ color: {c.muted}; }}
QLabel[kind="note"] {{ color: {c.muted}; font-size: {_px(Type.NOTE, scale)}; }}
QLabel[kind="small"] {{ color: {c.muted}; font-size: {_px(Type.SMALL, scale)}; }}
QLabel[kind="figure"] {{ font-size: {_px(Type.FIGURE, scale)}; font-weight: 600; }}
QLabel[kind="figure"][meaning="none"] {{ color: {c.muted}; font-weight: 400; }}
QLabel[kind="fault"] {{ color: {c.bad}; font-size: {_px(Type.NOTE, scale)}; }}
QLabel:disabled {{ color: {c.edge}; }}
{meanings}
QToolTip {{ color: {c.text}; background: {c.raised}; border: 1px solid {c.line}; padding: {Space.XS}px {Space.S}px;
  font-size: {_px(Type.NOTE, scale)}; }}
"""


def _surfaces(c: Colours) -> str:
    banners = "\n".join(
        f'QFrame[kind="banner"][meaning="{name}"] {{ background: {ground}; border-color: {getattr(c, name)}; }}'
        for name, ground in (("good", c.good_ground), ("watch", c.watch_ground), ("bad", c.bad_ground))
    )
    return f"""
QMainWindow, QDialog {{ background: {c.background}; }}
QDialog {{ border: 1px solid {c.line}; }}
QDialog[kind="popup"] {{ background: {c.raised}; border: 1px solid {c.edge}; }}
QDialog[kind="popup"] QListWidget {{ border: none; background: transparent; }}
QFrame[kind="card"] {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {RADIUS}px; }}
QFrame[kind="tile"] {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {RADIUS}px; }}
QFrame[kind="tile"]:hover {{ border-color: {c.edge}; }}
QFrame[kind="tile"]:focus {{ border: 2px solid {c.accent}; }}
QFrame[kind="question"] QToolButton {{ padding: 4px; }}
QFrame[kind="question"] QPushButton[role="segment"][narrow="true"] {{ padding: 5px 8px; }}
QFrame[kind="message"] {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {RADIUS}px; }}
QFrame[kind="message"][side="agent"] {{ border-left: 3px solid {c.agent}; }}
QFrame[kind="message"][side="customer"] {{ border-left: 3px solid {c.customer}; }}
QFrame[kind="message"][side="system"], QFrame[kind="message"][side="bot"] {{ background: transparent; }}
QFrame[kind="message"][note="true"] {{ background: {c.watch_ground}; border: 1px dashed {c.watch}; }}
QFrame[kind="message"][lit="true"] {{ background: {c.selected}; border-color: {c.accent}; }}
QFrame[kind="question"] {{ background: transparent; border: 1px solid transparent; border-left: 3px solid transparent;
  border-radius: {RADIUS}px; }}
QFrame[kind="suggestion"] {{ background: {c.background}; border: 1px dashed {c.edge}; border-radius: {RADIUS}px; }}
QFrame[kind="suggestion"][state="open"] {{ border: 1px dashed {c.accent}; }}
QFrame[kind="suggestion"][state="overruled"] {{ border: 1px dashed {c.watch}; }}
QFrame[kind="answer"] {{ background: {c.surface}; border: 1px solid {c.edge}; border-radius: {RADIUS}px; }}
QFrame[kind="answer"][ringed="true"] {{ border: 3px solid {c.accent}; }}
QFrame[kind="line"] {{ background: {c.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[kind="banner"] {{ border-radius: {RADIUS}px; background: {c.selected}; border: 1px solid {c.accent}; }}
{banners}
QFrame[kind="toast"] {{ background: {c.text}; border: none; border-radius: {RADIUS}px; }}
QFrame[kind="toast"] QLabel {{ color: {c.background}; }}
QFrame[kind="toast"] QPushButton {{ color: {c.background}; background: transparent; border: 1px solid {c.background}; }}
QFrame[kind="toast"] QPushButton:focus {{ border: 2px solid {c.background}; }}
QScrollArea, QScrollArea > QWidget > QWidget[kind="page"], QStackedWidget {{ background: transparent; border: none; }}
QSplitter::handle {{ background: {c.line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {c.edge}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ background: {c.line}; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 2px; }}
"""


def _buttons(c: Colours, scale: float) -> str:
    # the focus ring takes the place of border and one pixel of padding, so that nothing moves when it appears
    return f"""
QPushButton {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.edge}; border-radius: {RADIUS}px;
  padding: 6px 13px; min-height: 18px; }}
QPushButton:hover {{ background: {c.hover}; }}
QPushButton:pressed {{ background: {c.selected}; }}
QPushButton:focus {{ border: 2px solid {c.accent}; padding: 5px 12px; }}
QPushButton:disabled {{ color: {c.edge}; border-color: {c.line}; }}
QPushButton[role="primary"] {{ background: {c.accent}; color: {c.on_accent}; border: 1px solid {c.accent};
  font-weight: 600; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {c.text}; }}
QPushButton[role="primary"]:disabled {{ background: {c.line}; color: {c.muted}; border-color: {c.line}; }}
QPushButton[role="danger"] {{ color: {c.bad}; border-color: {c.bad}; }}
QPushButton[role="quiet"], QToolButton {{ background: transparent; border: 1px solid transparent;
  border-radius: {RADIUS}px; padding: 6px 9px; }}
QPushButton[role="quiet"]:hover, QToolButton:hover {{ background: {c.hover}; }}
QPushButton[role="quiet"]:focus, QToolButton:focus {{ border: 2px solid {c.accent}; padding: 5px 8px; }}
QPushButton[role="quiet"]:checked {{ background: {c.selected}; }}
QPushButton[role="link"] {{ background: transparent; border: 1px solid transparent; color: {c.accent}; padding: 2px 4px;
  text-align: left; }}
QPushButton[role="link"]:hover {{ text-decoration: underline; }}
QPushButton[role="link"]:focus {{ border: 2px solid {c.accent}; padding: 1px 3px; border-radius: 4px; }}
QAbstractButton[role="row"] {{ background: transparent; border: 1px solid transparent; border-radius: {RADIUS}px; padding: 0;
  text-align: left; }}
QAbstractButton[role="row"]:hover {{ background: {c.hover}; }}
QAbstractButton[role="row"]:focus {{ border: 2px solid {c.accent}; }}
QAbstractButton[role="way"] {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {RADIUS}px; }}
QAbstractButton[role="way"]:hover {{ border-color: {c.edge}; background: {c.hover}; }}
QAbstractButton[role="way"][first="true"] {{ border: 1px solid {c.accent}; }}
QAbstractButton[role="way"]:focus {{ border: 2px solid {c.accent}; }}
QPushButton[role="segment"] {{ background: {c.surface}; border: 1px solid {c.edge}; border-radius: 0; padding: 5px 12px;
  margin: 0 -1px 0 0; min-width: 18px; }}
QPushButton[role="segment"][end="first"] {{ border-top-left-radius: {RADIUS}px; border-bottom-left-radius: {RADIUS}px; }}
QPushButton[role="segment"][end="last"] {{ border-top-right-radius: {RADIUS}px; border-bottom-right-radius: {RADIUS}px;
  margin: 0; }}
QPushButton[role="segment"][end="only"] {{ border-radius: {RADIUS}px; margin: 0; }}
QPushButton[role="segment"]:hover {{ background: {c.hover}; }}
QPushButton[role="segment"]:checked {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; }}
QPushButton[role="segment"]:focus {{ border: 2px solid {c.accent}; padding: 4px 11px; }}
QPushButton[role="segment"]:checked:focus {{ border: 2px solid {c.text}; }}
QPushButton[role="segment"][preset="true"]:checked, QPushButton[role="chip"][preset="true"]:checked {{ background: {c.background};
  color: {c.muted}; border: 1px dashed {c.edge}; }}
QPushButton[role="fact"] {{ background: transparent; border: 1px solid transparent; color: {c.muted}; padding: 0 3px;
  margin: 0 -4px; min-height: 16px; border-radius: 4px; font-size: {_px(Type.NOTE, scale)}; }}
QPushButton[role="fact"]:hover {{ color: {c.accent}; background: {c.hover}; text-decoration: underline; }}
QPushButton[role="fact"]:focus {{ border-color: {c.accent}; color: {c.accent}; }}
QToolButton[size="small"] {{ padding: 2px; }}
QToolButton[size="small"]:focus {{ padding: 1px; }}
QPushButton[role="key"], QLabel[kind="key"] {{ background: {c.background}; color: {c.text}; border: 1px solid {c.edge};
  border-bottom-width: 2px; border-radius: 4px; padding: 1px 7px; min-height: 16px; font-size: {_px(Type.NOTE, scale)}; }}
QPushButton[role="key"]:hover {{ background: {c.hover}; }}
QPushButton[role="key"]:focus {{ border: 2px solid {c.accent}; padding: 0 6px; }}
QPushButton[role="chip"] {{ background: {c.surface}; border: 1px solid {c.edge}; border-radius: 13px; padding: 3px 11px;
  min-height: 18px; font-size: {_px(Type.NOTE, scale)}; }}
QPushButton[role="chip"]:hover {{ background: {c.hover}; }}
QPushButton[role="chip"]:checked {{ background: {c.selected}; border-color: {c.accent}; }}
QPushButton[role="chip"]:focus {{ border: 2px solid {c.accent}; padding: 2px 10px; }}
QToolButton:checked {{ background: {c.selected}; }}
QPushButton::menu-indicator, QToolButton::menu-indicator {{ image: none; width: 0; }}
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator, QTreeView::indicator, QTableView::indicator {{
  width: 16px; height: 16px; border: 1px solid {c.edge}; border-radius: 4px; background: {c.surface}; }}
QRadioButton::indicator {{ border-radius: 9px; }}
QCheckBox::indicator:checked, QListView::indicator:checked, QTreeView::indicator:checked, QTableView::indicator:checked {{
  background: {c.accent}; border-color: {c.accent}; image: url(tinted:check-{c.name}.svg); }}
QCheckBox::indicator:indeterminate {{ background: {c.accent}; border-color: {c.accent}; image: url(tinted:minus-{c.name}.svg); }}
QRadioButton::indicator:checked {{ border: 5px solid {c.accent}; width: 8px; height: 8px; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {c.line}; background: {c.background}; }}
QCheckBox, QRadioButton {{ spacing: {Space.S}px; padding: 2px; }}
QCheckBox:focus, QRadioButton:focus {{ background: {c.selected}; border-radius: 4px; }}
"""


def _inputs(c: Colours, scale: float) -> str:
    fields = "QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit"
    focused = ", ".join(f"{name.strip()}:focus" for name in fields.split(","))
    disabled = ", ".join(f"{name.strip()}:disabled" for name in fields.split(","))
    return f"""
{fields} {{ background: {c.surface}; border: 1px solid {c.edge}; border-radius: {RADIUS}px; padding: 5px 8px;
  min-height: 20px;
  selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
{focused} {{ border: 2px solid {c.accent}; padding: 4px 7px; }}
{disabled} {{ color: {c.edge}; background: {c.background}; border-color: {c.line}; }}
QLineEdit[fault="true"], QComboBox[fault="true"], QPlainTextEdit[fault="true"] {{ border: 2px solid {c.bad};
  padding: 4px 7px; }}
QComboBox {{ padding-right: 24px; }}
QComboBox:focus {{ padding-right: 23px; }}
QComboBox::drop-down, QDateEdit::drop-down, QDateTimeEdit::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow, QDateEdit::down-arrow, QDateTimeEdit::down-arrow {{
  image: url(tinted:chevron-down-{c.name}.svg); width: 14px; height: 14px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none; background: transparent; width: 20px; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {c.hover}; }}
QAbstractSpinBox::up-arrow {{ image: url(tinted:chevron-up-{c.name}.svg); width: 11px; height: 11px; }}
QAbstractSpinBox::down-arrow {{ image: url(tinted:chevron-down-{c.name}.svg); width: 11px; height: 11px; }}
QComboBox QAbstractItemView {{ background: {c.raised}; border: 1px solid {c.line}; outline: none; padding: {Space.XS}px;
  selection-background-color: {c.selected}; selection-color: {c.text}; }}
QComboBox QAbstractItemView::item {{ min-height: 28px; padding: 0 {Space.S}px; }}
QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {c.line}; }}
QSlider::sub-page:horizontal {{ height: 4px; border-radius: 2px; background: {c.accent}; }}
QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; background: {c.accent}; }}
QSlider:focus {{ border: 2px solid {c.accent}; border-radius: {RADIUS}px; }}
QMenu {{ background: {c.raised}; border: 1px solid {c.line}; padding: {Space.XS}px; }}
QMenu::item {{ padding: 6px {Space.XL}px 6px {Space.M}px; border-radius: 4px; }}
QMenu::item:selected {{ background: {c.selected}; }}
QMenu::item:disabled {{ color: {c.edge}; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: {Space.XS}px; }}
QTabBar::tab {{ background: transparent; border: none; border-bottom: 2px solid transparent;
  padding: {Space.S}px {Space.M}px; color: {c.muted}; }}
QTabBar::tab:selected {{ color: {c.text}; border-bottom-color: {c.accent}; font-weight: 600; }}
QTabBar::tab:focus {{ background: {c.selected}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {c.line}; }}
"""


_CELL_MARGIN = 3
"""What Qt leaves beside the text of a cell, but not of a heading."""


def _lists(c: Colours, scale: float) -> str:
    return f"""
QTableView, QListView, QTreeView {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {RADIUS}px;
  padding: 1px; outline: none;
  gridline-color: {c.line}; selection-background-color: {c.selected}; selection-color: {c.text};
  alternate-background-color: {c.background}; }}
QTableView:focus, QListView:focus, QTreeView:focus {{ border: 2px solid {c.accent}; padding: 0; }}
QTableView::item, QListView::item, QTreeView::item {{ padding: {Space.XS}px {Space.S}px; border: none; }}
QListView::item {{ min-height: 24px; }}
QTableView::item:hover, QListView::item:hover, QTreeView::item:hover {{ background: {c.hover}; }}
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected {{ background: {c.selected}; }}
QHeaderView {{ background: {c.surface}; border: none; }}
QHeaderView::section {{ background: {c.surface}; color: {c.muted}; border: none; border-bottom: 1px solid {c.line};
  padding: 6px {Space.S + _CELL_MARGIN}px;
  font-size: {_px(Type.NOTE, scale)}; font-weight: 600; }}
QHeaderView::section:hover {{ color: {c.text}; background: {c.hover}; }}
QHeaderView::up-arrow {{ image: url(tinted:chevron-up-{c.name}.svg); width: 12px; height: 12px; }}
QHeaderView::down-arrow {{ image: url(tinted:chevron-down-{c.name}.svg); width: 12px; height: 12px; }}
QTableCornerButton::section {{ background: {c.surface}; border: none; }}
"""


def _shell(c: Colours, scale: float) -> str:
    return f"""
QWidget[kind="rail"] {{ background: {c.surface}; border: none; border-right: 1px solid {c.line}; }}
QWidget[kind="rail"] QToolButton {{ color: {c.muted}; font-size: {_px(Type.SMALL, scale)}; border: 2px solid transparent;
  border-radius: {RADIUS}px;
  padding: 6px 2px 5px 2px; }}
QWidget[kind="rail"] QToolButton:hover {{ background: {c.hover}; color: {c.text}; }}
QWidget[kind="rail"] QToolButton:checked {{ background: {c.selected}; color: {c.text}; font-weight: 600; }}
QWidget[kind="rail"] QToolButton:focus {{ border: 2px solid {c.accent}; }}
QWidget[kind="rail"][wide="true"] QToolButton {{ font-size: {_px(Type.BODY, scale)}; padding: 7px 10px; text-align: left; }}
QWidget[kind="header"] {{ background: {c.background}; border: none; border-bottom: 1px solid {c.line}; }}
QWidget[kind="status"] {{ background: {c.surface}; border: none; border-top: 1px solid {c.line}; }}
QWidget[kind="status"] QLabel {{ color: {c.muted}; font-size: {_px(Type.SMALL, scale)}; }}
QWidget[kind="status"] QPushButton {{ font-size: {_px(Type.SMALL, scale)}; padding: 0 6px; min-height: 16px; }}
"""
