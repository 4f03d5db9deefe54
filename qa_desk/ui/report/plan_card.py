"""The action plan of the report: what is open and what the linked figures did since, what is done; items are written in place."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from qa_desk.domain.language import ntr, tr
from qa_desk.domain.report_words import Evidence
from qa_desk.services.centre_time import today_of, zone_of
from qa_desk.ui.dates import day_text
from qa_desk.ui.report.plan_form import PlanForm
from qa_desk.ui.report.plan_presenter import PlanPresenter, PlanState
from qa_desk.ui.report.summary_card import EvidenceLink
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import IconButton, button
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.text import hairline, label

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from qa_desk.domain.report import ReportScope
    from qa_desk.domain.report_plan import PlanItem, PlanLine
    from qa_desk.ui.screen import Context

_MOST_DONE = 5


class PlanRow(QWidget):
    """One item: a box to settle it, its text, what its figure did since, who and when; change and delete."""

    settled = Signal(object, bool)
    changed = Signal(object)
    removed = Signal(object)
    evidence_chosen = Signal(object)

    def __init__(self, context: Context, line: PlanLine, today: date, zone: ZoneInfo) -> None:
        super().__init__()
        self.line = line
        item = line.item
        self.setAccessibleName(item.text)
        self.box = QCheckBox()
        self.box.setChecked(item.status == "done")
        self.box.setAccessibleName(tr("Done: {action}", action=item.text))
        self.box.clicked.connect(self._settle)
        words = QVBoxLayout()
        words.setSpacing(Space.XS // 2)
        text = label(item.text, "muted" if item.status == "done" else None, wraps=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(text)
        if item.kpi is not None and line.figure_name:
            evidence = Evidence(item.kpi, line.figure_name, item.where)
            self.link = EvidenceLink(f"{line.figure_name} ›", tr("Show {figure}", figure=line.figure_name), evidence)
            self.link.chosen.connect(self.evidence_chosen)
            words.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        if line.since is not None and line.since.text:
            better = line.since.better
            meaning = None if better is None else "good" if better else "bad"
            words.addWidget(label(_since_text(line), "note", meaning=meaning, wraps=True))
        words.addWidget(label(_origin_text(item, zone), "note", wraps=True))
        end = QVBoxLayout()
        end.setSpacing(Space.XS // 2)
        end.addWidget(label(item.owner or tr("no owner"), "note"), 0, Qt.AlignmentFlag.AlignRight)
        due, meaning = _due_text(item, today)
        end.addWidget(label(due, "note", meaning=meaning), 0, Qt.AlignmentFlag.AlignRight)
        end.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, Space.XS, 0, Space.XS)
        row.setSpacing(Space.S)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addLayout(end)
        self.change_button = IconButton(context.theme, "pencil", tr("Change: {action}", action=item.text), self._change)
        self.remove_button = IconButton(context.theme, "trash-2", tr("Delete: {action}", action=item.text), self._remove)
        for each in (self.change_button, self.remove_button):
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)

    def _settle(self, is_done: bool) -> None:
        self.settled.emit(self.line.item, is_done)

    def _change(self) -> None:
        self.changed.emit(self.line.item)

    def _remove(self) -> None:
        self.removed.emit(self.line.item)


class PlanCard(Card):
    """`show_report` reads the plan as a report of this scope shows it. `begin` unfolds the form, for a figure or for none."""

    evidence_chosen = Signal(object)
    """The `Evidence` of an item whose figure somebody wants to see."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Action plan"))
        self._context = context
        self.presenter = PlanPresenter(context, self)
        self.presenter.loaded.connect(self._show)
        self.presenter.failed.connect(self._say)
        self.presenter.refused.connect(self._refuse)
        self.presenter.kept.connect(self._kept)
        self.add_button = button(tr("Add an action"), self.begin)
        self.add_control(self.add_button)
        self.form = PlanForm(context.theme)
        self.form.given.connect(self._keep)
        self.form.ended.connect(self._ended)
        self.add(self.form)
        self._sentence = label("", "muted", wraps=True)
        self.add(self._sentence)
        self.rows: list[PlanRow] = []
        self._body = QWidget()
        self._items = QVBoxLayout(self._body)
        self._items.setContentsMargins(0, 0, 0, 0)
        self._items.setSpacing(0)
        self.add(self._body)
        self._focus_on: tuple[str, str] | None = None
        self._scope: ReportScope | None = None
        self._say(tr("The plan is being read …"))

    def show_report(self, scope: ReportScope) -> None:
        """Read the plan."""
        self._scope = scope
        self.presenter.load(scope)

    def begin(self, evidence: object = None) -> None:
        """A new item, for the `Evidence` of a sentence or for none; linked with what the report is narrowed to."""
        given = evidence if isinstance(evidence, Evidence) else None
        narrowed = self._scope.where if self._scope is not None else ()
        where = (*narrowed, *(pair for pair in (given.where if given else ()) if pair not in narrowed))
        self.form.begin(today_of(self._context.workspace), given.kpi if given else None, where)

    def _show(self, state: PlanState) -> None:
        self.form.offer(state)
        self._clear()
        today, zone = today_of(self._context.workspace), zone_of(self._context.workspace)
        still_open = [line for line in state.lines if line.item.status == "open"]
        done = [line for line in state.lines if line.item.status != "open"]
        overdue = sum(line.is_overdue for line in still_open)
        counts = [ntr("{count} open action", "{count} open actions", len(still_open))] if state.lines else []
        if overdue:
            counts.append(ntr("{count} overdue", "{count} overdue", overdue))
        self.show_heading(tr("Action plan"), " · ".join(counts))
        for line in still_open:
            self._add_row(line, today, zone)
        if done:
            if still_open:
                self._items.addWidget(hairline())
            for line in done[:_MOST_DONE]:
                self._add_row(line, today, zone)
        more = len(done) - _MOST_DONE
        if more > 0:
            self._items.addWidget(label(ntr("and {count} more done", "and {count} more done", more), "note"))
        if any(line.since is not None and line.since.is_measured for line in still_open):
            raw = tr("These are raw changes: what was chosen for standing out tends to come back by itself.")
            self._items.addWidget(label(raw, "note", wraps=True))
        self._say("" if state.lines else tr("Nothing is planned yet. What is written here opens the next report."))
        self._take_focus_back()

    def _add_row(self, line: PlanLine, today: date, zone: ZoneInfo) -> None:
        row = PlanRow(self._context, line, today, zone)
        row.settled.connect(self._settle)
        row.changed.connect(self._change)
        row.removed.connect(self._remove)
        row.evidence_chosen.connect(self.evidence_chosen)
        self.rows.append(row)
        self._items.addWidget(row)

    def _clear(self) -> None:
        for row in self.rows:
            for part, widget in (("box", row.box), ("change", row.change_button), ("remove", row.remove_button)):
                if self._focus_on is None and widget.hasFocus():
                    self._focus_on = (row.line.item.id, part)
        self.rows = []
        while (item := self._items.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()

    def _take_focus_back(self) -> None:
        """Who went through the plan by keys stays where he was: on the same item, else on the first, else on Add."""
        if self._focus_on is None:
            return
        (item_id, part), self._focus_on = self._focus_on, None
        row = next((row for row in self.rows if row.line.item.id == item_id), self.rows[0] if self.rows else None)
        if row is None:
            self.add_button.setFocus()
            return
        {"box": row.box, "change": row.change_button, "remove": row.remove_button}[part].setFocus()

    def _keep(self, draft: object) -> None:
        self.presenter.keep(draft, self.form.item)  # type: ignore[arg-type]  # the signal hands out a PlanDraft

    def _kept(self, item: PlanItem) -> None:
        self._focus_on = (item.id, "change")
        self.form.end()

    def _ended(self) -> None:
        if self._focus_on is None:
            self.add_button.setFocus()

    def _refuse(self, message: str) -> None:
        self.form.say_fault(message)

    def _settle(self, item: PlanItem, is_done: bool) -> None:
        self.presenter.settle(item, is_done=is_done)

    def _change(self, item: PlanItem) -> None:
        self.form.begin_with(item, today_of(self._context.workspace))

    def _remove(self, item: PlanItem) -> None:
        self.presenter.remove(item)

    def _say(self, text: str) -> None:
        self._sentence.setText(text)
        self._sentence.setVisible(bool(text))


def _since_text(line: PlanLine) -> str:
    """The change, with a word beside the colour."""
    if line.since is None:
        return ""
    if line.since.better is None:
        return line.since.text
    return tr("{told} – {verdict}", told=line.since.text, verdict=tr("better") if line.since.better else tr("worse"))


def _origin_text(item: PlanItem, zone: ZoneInfo) -> str:
    written = day_text(datetime.fromtimestamp(item.written_at, zone).date())
    days = tr("{first} to {last}", first=day_text(item.report_first), last=day_text(item.report_last))
    parts = [
        tr("written {day} by {name}, over {days}", day=written, name=item.written_by, days=days)
        if item.written_by
        else tr("written {day}, over {days}", day=written, days=days)
    ]
    if item.done_at is not None:
        done = day_text(datetime.fromtimestamp(item.done_at, zone).date())
        parts.append(tr("done {day} by {name}", day=done, name=item.done_by) if item.done_by else tr("done {day}", day=done))
    return " · ".join(parts)


def _due_text(item: PlanItem, today: date) -> tuple[str, str | None]:
    if item.status != "open":
        return tr("done"), "good"
    if item.due_on is None:
        return tr("no due date"), None
    due = tr("due {day}", day=day_text(item.due_on))
    if item.is_overdue(today):
        return tr("{due}, overdue", due=due), "bad"
    return due, "watch" if item.due_on == today else None
