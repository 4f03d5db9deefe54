"""Settings of the workspace: made out of their declarations, checked in place, stored at once, taken back from the toast."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qa_desk import __version__
from qa_desk.domain.language import N_, tr
from qa_desk.ui.changes import Kind
from qa_desk.ui.evaluate.template_editor import TemplateEditor
from qa_desk.ui.screen import Screen
from qa_desk.ui.settings.fields import (
    CalendarEditor,
    ChoiceEditor,
    DayEditor,
    DurationEditor,
    LanguageEditor,
    NumberEditor,
    TableEditor,
    TextEditor,
    ZoneEditor,
    theme_choices,
    timezones,
)
from qa_desk.ui.settings.goals import GoalEditor
from qa_desk.ui.settings.presenter import SettingsPresenter
from qa_desk.ui.settings.shortcuts import ShortcutsEditor
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.card import Card, Page
from qa_desk.ui.widgets.form import FormRow
from qa_desk.ui.widgets.header import Header
from qa_desk.ui.widgets.text import label
from qa_desk.workspace.settings import SETTINGS, Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qa_desk.ui.screen import Context

_WIDTH = 920

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("Look and language"), ("language", "theme")),
    (N_("Time"), ("timezone", "calendar", "as_of")),
    (
        N_("Service levels"),
        ("sla_first_response_s", "sla_policies", "sl_threshold_s", "short_abandon_s", "fcr_window_days", "backlog_overdue_hours"),
    ),
    (N_("Recordings"), ("agent_channel", "agent_channel_by_source")),
    (N_("Speech facts"), ("dead_air_s", "talk_over_s", "speech_pause_s", "speech_sensitivity")),
    (N_("Listening"), ("player_step_s", "preroll_s", "skip_silence_s")),
    (N_("Disputes"), ("dispute_answer_days", "dispute_repeats")),
    (N_("Mails"), ("mail_domains",)),
    (N_("Goals"), ("goals",)),
    (N_("Keys"), ("shortcuts",)),
)
"""Which settings stand together; one that is in no group comes last, under its own heading."""

HINTS = {
    "language": N_("Changes at once, here and in what is exported."),
    "timezone": N_("Days, weeks and business hours are counted in it."),
    "calendar": N_("Business-hours durations count only within these hours."),
    "as_of": N_("Everything is shown as of that day."),
    "sla_first_response_s": N_("Such as 45 min or 2 h; a number alone is seconds."),
    "sla_policies": N_("One a line: a name, and what is promised to whom. The clock is business, or calendar where it is said."),
    "skip_silence_s": N_("Where “Skip silence” is on; a breath of it is left."),
    "shortcuts": N_("Keys with Ctrl, Alt or Meta hold while one writes, too. Digits answer, wherever a question is asked."),
    "agent_channel": N_("Of recordings that do not say it themselves."),
    "agent_channel_by_source": N_('One a line: a recorder or a folder, and left or right, such as freepbx = "right".'),
    "talk_over_s": N_("Shorter than this is a yes or a no in between."),
    "speech_sensitivity": N_("Higher: more is taken for speech, also of quiet voices and noise."),
    "dispute_answer_days": N_("Counted in the days of the business hours; holidays are left out."),
    "dispute_repeats": N_("A further dispute of the same evaluation needs a reason that was not given before."),
    "mail_domains": N_("Such as example.com, example.org: whoever writes from one is an agent, everybody else a customer."),
    "goals": N_("One a line: csat = 0.85, qa_score = 85."),
}


LABELS = {"as_of": N_("Figures as of")}
"""Where the field itself says what the declared label says in words."""


class SettingsScreen(Screen):
    """One row a declared setting."""

    shows = frozenset({Kind.SETTINGS})

    def __init__(self, context: Context, languages: Mapping[str, str]) -> None:
        super().__init__()
        self._context = context
        self._presenter = SettingsPresenter(context, self)
        self._presenter.stored.connect(self._stored)
        self._presenter.refused.connect(self._refused)
        self._rows: dict[str, FormRow] = {}
        self._editors: dict[str, Any] = {}
        makers: dict[str, Callable[[Setting], QWidget]] = {
            "language": lambda _declared: LanguageEditor(languages),
            "theme": lambda declared: ChoiceEditor(theme_choices(), tr(declared.label)),
            "timezone": lambda _declared: ZoneEditor(timezones()),
            "as_of": lambda declared: DayEditor(tr(LABELS[declared.key])),
            "calendar": lambda _declared: CalendarEditor(),
            "sla_policies": lambda _declared: TableEditor(
                'urgent = {"metric": "resolution", "priority": "urgent", "target_s": 14400}'
            ),
            "agent_channel_by_source": lambda _declared: TableEditor('vicidial = "left"'),
            "shortcuts": lambda _declared: ShortcutsEditor(),
            "agent_channel": lambda declared: ChoiceEditor([("left", tr("Left")), ("right", tr("Right"))], tr(declared.label)),
        }
        page = self._page = Page(tr("Settings"), widest=_WIDTH)
        self._wanted: FormRow | None = None
        self._to_wanted = QTimer(self, singleShot=True, interval=0)  # at the first visit nothing has its place yet
        self._to_wanted.timeout.connect(self._show_wanted)
        for title, keys in _groups():
            page.column.addWidget(self._make_group(title, keys, makers))
        self.goals = GoalEditor(context)
        card = Card(tr("Goals with a scope and dates"))
        card.add(self.goals)
        page.column.addWidget(card)
        self.templates = TemplateEditor(context, languages)
        card = Card(tr("Templates for comments"))
        card.add(self.templates)
        page.column.addWidget(card)
        page.column.addWidget(self._make_about())
        page.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Header(tr("Settings"), tr("of this workspace; they travel with its file")))
        column.addWidget(page, 1)
        self.refresh()

    def arrive(self, **arguments: object) -> None:
        """Bring a setting into sight, where one was asked for (`setting`)."""
        row = self._rows.get(str(arguments.get("setting", "")))
        if row is not None:
            row.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._wanted = row
            self._to_wanted.start()

    def _show_wanted(self) -> None:
        body = self._page.widget()
        if self._wanted is not None and body is not None:
            place = self._wanted.mapTo(body, QPoint(0, 0)).y()
            self._page.verticalScrollBar().setValue(place - Space.XXL)

    def refresh(self) -> None:
        """Show what is stored now."""
        for key, value in self._presenter.values().items():
            self._editors[key].show_value(value)
            self._rows[key].show_fault("")
        self.goals.refresh()
        self.templates.refresh()

    def _make_group(self, title: str, keys: tuple[str, ...], makers: Mapping[str, Callable[[Setting], QWidget]]) -> Card:
        card = Card(tr(title))
        for declared in (each for key in keys for each in SETTINGS if each.key == key):
            editor = makers.get(declared.key, _by_default)(declared)
            hint = HINTS.get(declared.key, "")
            name = tr(LABELS.get(declared.key, declared.label))
            is_wide = isinstance(editor, ShortcutsEditor)
            row = FormRow(name, editor, tr(hint) if hint else "", theme=self._context.theme, is_wide=is_wide)
            editor.edited.connect(partial(self._presenter.store, declared.key))  # type: ignore[attr-defined]  # every editor has it
            self._rows[declared.key], self._editors[declared.key] = row, editor
            card.add(row)
        return card

    def _make_about(self) -> Card:
        card = Card(tr("About"))
        card.add(label(tr("QA Desk {version}, under the MIT licence.", version=__version__), "muted"))
        card.add(label(tr("Workspace: {file}", file=self._context.workspace.path), "note", wraps=True))
        card.add(label(tr("Icons: Lucide, under the ISC licence."), "note"))
        return card

    def _stored(self, key: str) -> None:
        self._rows[key].show_fault("")

    def _refused(self, refusal: tuple[str, str]) -> None:
        key, reason = refusal
        self._rows[key].show_fault(reason)


def _groups() -> list[tuple[str, tuple[str, ...]]]:
    grouped = {key for _title, keys in GROUPS for key in keys}
    rest = tuple(declared.key for declared in SETTINGS if declared.key not in grouped)
    return [*GROUPS, (N_("Other"), rest)] if rest else list(GROUPS)


def _by_default(declared: Setting) -> QWidget:
    """The editor that fits the shape of the default value."""
    if isinstance(declared.default, dict):
        return TableEditor()
    if declared.key.endswith("_s"):
        return DurationEditor()
    return NumberEditor() if isinstance(declared.default, int | float) else TextEditor()
