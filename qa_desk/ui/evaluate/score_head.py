"""The head of a form: which scorecard, the score so far, whether it passes, and what failed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qa_desk.domain.asking import not_asked
from qa_desk.domain.language import N_, ntr, tr
from qa_desk.domain.scorecard import CriticalClass, Scope
from qa_desk.domain.scoring import Status, show
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.text import label, restyle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.domain.scoring import Score
    from qa_desk.ui.theme import Theme

_FAILED = {
    CriticalClass.CUSTOMER: N_("⚑ failed: {question} (customer-critical)"),
    CriticalClass.BUSINESS: N_("⚑ failed: {question} (business-critical)"),
    CriticalClass.COMPLIANCE: N_("⚑ failed: {question} (compliance-critical)"),
}


class ScoreHead(QWidget):
    """The score stands at the right in large tabular figures; words beside it say what it means, a press says why."""

    why_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("kind", "header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title = label("", "heading", wraps=True)
        self._progress = label("", "note")
        self._critical = label("", "note", meaning="bad", wraps=True)
        self._critical.hide()
        for widget in (self._title, self._progress, self._critical):
            words.addWidget(widget)
        row.addLayout(words, 1)
        figures = QVBoxLayout()
        figures.setSpacing(0)
        self._figure = label("", "figure")
        self._verdict = label("", "note")
        for widget in (self._figure, self._verdict):
            widget.setAlignment(Qt.AlignmentFlag.AlignRight)
            figures.addWidget(widget)
        self._why = button(tr("why? (Y)"), self.why_asked.emit, role="link", name=tr("Why this score"))
        self._why.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        figures.addWidget(self._why, 0, Qt.AlignmentFlag.AlignRight)
        row.addLayout(figures)

    @property
    def title(self) -> str:
        """The scorecard's name as it is written now."""
        return self._title.text()

    @property
    def score_text(self) -> str:
        """The figure as it is written now."""
        return self._figure.text()

    @property
    def progress_text(self) -> str:
        """How far it is, in words."""
        return self._progress.text()

    @property
    def verdict_text(self) -> str:
        """The word under the figure."""
        return self._verdict.text()

    @property
    def critical_text(self) -> str:
        """What failed, in words."""
        return self._critical.text()

    def show_title(self, title: str) -> None:
        """Which scorecard."""
        self._title.setText(title)

    def show_score(
        self, version: ScorecardVersion, score: Score | None, values: Mapping[str, str], missing: int, language: str
    ) -> None:
        """The score so far; None hides it (blind scoring has no figure to aim at). `missing` keeps it from being submitted."""
        out = not_asked(version, values)
        asked = [question for question in version.questions() if not question.is_adjustment and question.id not in out]
        answered = sum(question.id in values for question in asked)
        is_complete = all(question.id in values or not question.is_required for question in asked)
        self._progress.setText(_progress(answered, len(asked), missing, is_complete=is_complete))
        for widget in (self._figure, self._verdict, self._why):
            widget.setVisible(score is not None)
        if score is None:
            self._critical.hide()
            return
        self._figure.setText("–" if score.shown is None else score.shown)
        restyle(self._figure, meaning="none" if score.shown is None else None)
        verdict, meaning = _verdict(version, score, is_complete=is_complete)
        self._verdict.setText(verdict)
        restyle(self._verdict, meaning=meaning)
        names = {question.id: question.label(language) for question in version.questions()}
        failed = [tr("⚑ auto-fail: {question}", question=names[t.question]) for t in score.autofail if t.scope is Scope.FORM]
        told = {trigger.question for trigger in score.autofail if trigger.scope is Scope.FORM}
        for critical, state in score.critical.items():
            failed += [tr(_FAILED[critical], question=names[question]) for question in state.errors if question not in told]
        self._critical.setText("\n".join(failed))
        self._critical.setVisible(bool(failed))


def _progress(answered: int, total: int, missing: int, *, is_complete: bool) -> str:
    if not is_complete:
        return tr("{answered} of {total} answered", answered=answered, total=total)
    words = ntr("{count} root cause or comment is missing", "{count} root causes or comments are missing", missing)
    return words if missing else tr("complete")


def _verdict(version: ScorecardVersion, score: Score, *, is_complete: bool) -> tuple[str, str | None]:
    if any(trigger.scope is Scope.FORM for trigger in score.autofail):
        before = "–" if score.before_autofail is None else show(score.before_autofail, version.decimals)
        return tr("✕ failed ({before} before auto-fail)", before=before), "bad"
    if not is_complete:
        return (tr("so far"), None) if score.shown is not None else ("", None)
    if score.status is Status.NOT_SCORABLE:
        return tr("not scorable: all N/A"), "watch"
    if score.passed is None or version.pass_threshold is None:
        return "", None
    threshold = show(version.pass_threshold, 0 if version.pass_threshold.denominator == 1 else version.decimals)
    if score.passed:
        return tr("✓ passes {threshold}", threshold=threshold), "good"
    return tr("✕ below {threshold}", threshold=threshold), "bad"
