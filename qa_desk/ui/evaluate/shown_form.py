"""What a scorecard form shows: its questions, points, section scores and the critical state, up to date at each key.

It knows nothing of the workspace: it is given a version and answers, and tells what the person does. Scoring a single
interaction and blind calibration use the same form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from qa_desk.domain.asking import not_asked
from qa_desk.domain.evaluation import Answer, Lack, missing_before_submission, values_of
from qa_desk.domain.language import catalogue, tr
from qa_desk.domain.scoring import question_points, score_so_far
from qa_desk.services.drafts import Place
from qa_desk.ui.evaluate.form_body import FormBody
from qa_desk.ui.evaluate.form_foot import FormFoot
from qa_desk.ui.evaluate.form_rows import FormRows
from qa_desk.ui.evaluate.form_scroll import FormScroll
from qa_desk.ui.evaluate.marker_row import MarkerRow, bring_in_line
from qa_desk.ui.evaluate.question_row import QuestionRow
from qa_desk.ui.evaluate.score_head import ScoreHead
from qa_desk.ui.evaluate.summary_box import SummaryBox

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qa_desk.domain.evaluation import Marker, Missing
    from qa_desk.domain.evidence import Suggestion
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.domain.scoring import Points, Score
    from qa_desk.ui.evaluate.section_box import SectionBox
    from qa_desk.ui.theme import Theme


class ShownForm(QWidget):
    """The form as it is seen and filled; what keys do in it is in `ScorecardForm`."""

    answer_given = Signal(object)
    """`AnswerGiven`"""
    comment_changed = Signal(object)
    """`CommentChanged`"""
    summary_changed = Signal(object)
    """`SummaryChanged`"""
    words_typed = Signal(object)
    """`WordsTyped`, at each key in a comment, a marker or the summary; the change itself is told at the next pause"""
    root_cause_chosen = Signal(object)
    """`RootCauseChosen`"""
    marker_asked = Signal(object)
    """`MarkerAsked`"""
    marker_changed = Signal(object)
    """`MarkerChanged`"""
    marker_removed = Signal(object)
    """`MarkerRemoved`"""
    marker_opened = Signal(object)
    """`MarkerOpened`"""
    place_asked = Signal(object)
    """`PlaceAsked`: where an evidence is."""
    question_entered = Signal(str)
    """Another question has the keys."""
    player_asked = Signal(object)
    """An `Act` of `PLAYER_ACTS`: Space plays, Left and Right step."""
    submit_asked = Signal()
    undo_asked = Signal()
    redo_asked = Signal()

    def __init__(self, theme: Theme, *, shows_score: bool = True, submit_text: str = "", has_summary: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._shows_score = shows_score
        self._has_summary = has_summary
        self._summary: SummaryBox | None = None
        self._version: ScorecardVersion | None = None
        self._language = ""
        self._is_read_only = False
        self._questions = FormRows(self)
        self._body: FormBody | None = None
        self._scroll_to: int | None = None
        """How far it was scrolled when the person left; None once they are back."""
        self._markers: dict[str, MarkerRow] = {}
        self._lit: QuestionRow | None = None
        self.head = ScoreHead(theme)
        self._marks_lacks = False  # once the person tried to submit
        self.foot = FormFoot(submit_text or tr("Submit"))
        self.foot.has_summary = has_summary
        self._scroll = FormScroll()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.foot)
        theme.changed.connect(self._scroll.fit_later)
        self._questions.built.connect(self._scroll.fit_later)
        self._questions.built.connect(self._scroll_back)
        self._questions.row_built.connect(self._connect_row)
        self._questions.section_made.connect(self._show_section)
        self._counted: tuple[Mapping[str, Points], Score] | None = None
        self._folded: frozenset[str] = frozenset()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)

    # -- what it is given

    def show_version(
        self,
        version: ScorecardVersion,
        answers: Mapping[str, Answer],
        markers: Iterable[Marker] = (),
        *,
        title: str = "",
        summary: str = "",
        is_read_only: bool = False,
        place: Place | None = None,
    ) -> None:
        """Show a scorecard with what was said so far, where one was in it the last time.

        Read-only: nothing can be changed, everything can be walked and read.
        """
        language = catalogue().info().get("language", "en") or "en"
        is_same = version == self._version and language == self._language
        self._version, self._language, self._is_read_only, self._lit = version, language, is_read_only, None
        self._marks_lacks = False
        self._folded = frozenset(place.folded) if place is not None else frozenset()
        self.show_markers(())
        self.head.show_title(title or version.label(language))
        self.foot.show_mode(is_read_only=is_read_only)
        if is_same:
            for row in self._rows:
                row.show_mode(is_read_only=is_read_only)
            for section in self._questions.sections:
                section.fold(is_folded=False)
        else:
            self._make_rows(version, language)
        for row in self._rows:
            row.show_answer(answers.get(row.question.id, Answer(row.question.id)))
        if self._summary is not None:
            self._summary.show_text(summary, is_read_only=is_read_only)
        self._score()
        self._build(place)
        if not is_same and self._body is not None:
            self._scroll.setWidget(self._body)  # with its first questions in it: what is in sight is dressed one by one
        self.show_markers(markers)
        self._return_to(place)

    def _scroll_back(self) -> None:
        if self._scroll_to is not None and self._lit is not None:
            self._scroll.lay_out_now()
            self._scroll.verticalScrollBar().setValue(self._scroll_to)
            self._scroll.bring(self._lit)

    def _make_rows(self, version: ScorecardVersion, language: str) -> None:
        rows = [
            QuestionRow(self._theme, question, number, language, is_read_only=self._is_read_only)
            for number, question in enumerate(version.questions(), 1)
        ]
        if self._has_summary:
            self._summary = SummaryBox(self._return_to_questions)
            self._summary.words_typed.connect(self.words_typed)
            self._summary.summary_changed.connect(self.summary_changed)
            self._summary.grown.connect(self._show_summary)
        body = FormBody(self._theme, version, rows, language, self._summary)
        self._questions.take(rows, body)
        self._body = body

    def _build(self, place: Place | None) -> None:
        """What is seen first is built first."""
        first = self._first_open()
        if place is not None and place.question_id is not None and self._questions.has(place.question_id):
            first = self._questions.of(place.question_id)
        if first is not None:
            self._questions.build_around(self._rows.index(first), lambda work: self._scroll.hold(self._lit, work))

    def _return_to(self, place: Place | None) -> None:
        self._scroll_to = None if place is None else place.scrolled
        if place is None:
            self._scroll.verticalScrollBar().setValue(0)
            return
        for row in self._rows:
            row.unfold(is_unfolded=row.question.id in place.unfolded)
        for section in self._questions.sections:
            section.fold(is_folded=section.section.id in self._folded)
        if place.question_id is not None and self._questions.has(place.question_id):
            self._lit = self._questions.nearest_asked(self._questions.of(place.question_id))

    def show_answer(self, answer: Answer) -> None:
        """Show another state of one question (undo, or what a service made of it), without telling anybody."""
        self._row_of(answer.question_id).show_answer(answer)
        self._score()

    def show_summary(self, text: str) -> None:
        """Show another state of the summary (undo), without telling anybody."""
        if self._summary is not None:
            self._summary.show_state(text)

    def show_markers(self, markers: Iterable[Marker]) -> None:
        """Show these markers under their questions; those that stay keep their focus. The ones about the whole stand last."""
        bring_in_line(self._markers, markers, self._add_marker)

    def show_suggestions(self, suggestions: Iterable[Suggestion]) -> None:
        """Say on each question what the evidence speaks for."""
        found = {suggestion.question_id: suggestion for suggestion in suggestions}

        def show() -> None:
            for row in self._rows:
                row.show_suggestion(found.get(row.question.id))

        self._scroll.hold(self._lit, show)
        self._show_keys()

    def show_missing(self, missing: Sequence[Missing]) -> None:
        """Mark what keeps the form from being submitted, from now on as it stands at each key, and jump to the first of it."""
        self._marks_lacks = True
        self._mark_lacks(missing)
        for first in missing[:1]:
            self._go_to_missing(first)

    def take_focus(self) -> None:
        """Take the keys where they were last, else at the first open question."""
        if self._lit is None:
            self.focus_first_open()
        else:
            self.focus_question(self._lit.question.id)
            self._scroll_back()

    def focus_question(self, question_id: str) -> None:
        """Go to a question: unfold its section, scroll to it, light it."""
        row = self._questions.nearest_asked(self._row_of(question_id))
        if row is None:
            return
        section = self._questions.build(row)
        if section.is_folded:
            section.fold(is_folded=False)
        row.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._light(row)  # it may have had the focus all along
        self._scroll.keep_in_sight(row)

    def focus_first_open(self) -> None:
        """Go to the first question without an answer, else to the first."""
        first = self._first_open()
        if first is not None:
            self.focus_question(first.question.id)

    def _first_open(self) -> QuestionRow | None:
        asked = self._questions.asked
        fresh = (row for row in asked if row.answer.value is None and not row.question.is_adjustment)
        return next(fresh, asked[0] if asked else None)

    def edit_marker(self, marker_id: str) -> None:
        """Put the cursor into the words of a marker."""
        row = self._markers[marker_id]
        row.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll.bring(row)

    def flush(self) -> None:
        """Tell what is still being written, now."""
        for row in self._rows:
            row.flush()
        for marker in self._markers.values():
            marker.flush()
        if self._summary is not None:
            self._summary.flush()

    # -- what it can tell

    @property
    def version(self) -> ScorecardVersion | None:
        """What is being answered."""
        return self._version

    @property
    def place(self) -> Place:
        """Where the person is: the question in hand, how far it is scrolled, what is open and what is folded away."""
        return Place(
            self.current_question,
            self._scroll.verticalScrollBar().value(),
            tuple(row.question.id for row in self._rows if row.is_unfolded),
            tuple(section.section.id for section in self._questions.sections if section.is_folded),
        )

    @property
    def answers(self) -> dict[str, Answer]:
        """Everything said, by question."""
        return {row.question.id: row.answer for row in self._rows if not row.answer.is_empty}

    @property
    def summary(self) -> str:
        """The words about the whole, as they stand now."""
        return self._summary.text if self._summary is not None else ""

    @property
    def current_question(self) -> str | None:
        """The question that keys go to."""
        return self._lit.question.id if self._lit else None

    @property
    def score(self) -> Score | None:
        """What the answers would score, open questions left out."""
        return score_so_far(self._version, values_of(self.answers.values())) if self._version else None

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What keeps the form from being submitted now."""
        return missing_before_submission(self._version, self.answers) if self._version else ()

    def _show_summary(self) -> None:
        if self._summary is not None:
            self._scroll.bring(self._summary)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """The question that has the keys, itself or in a part of it, is lit; faintly while others have them."""
        row = next((row for row in self._rows if row is new or row.isAncestorOf(new)), None) if new else None
        if row is not None:
            self._light(row)
        elif self._lit is not None:
            self._lit.light(is_lit=True, has_keys=False)
            self._show_keys()

    def _light(self, row: QuestionRow) -> None:
        is_new = self._lit is not row
        if self._lit is not None and self._lit is not row:
            self._lit.light(is_lit=False)
        self._lit = row
        row.light(is_lit=True)
        self._show_keys()
        if is_new:
            self.question_entered.emit(row.question.id)

    def _show_keys(self) -> None:
        if self._lit is not None and not self._is_read_only:
            self.foot.show_keys(self._lit)

    def _go_to_missing(self, entry: Missing) -> None:
        self.focus_question(entry.question_id)
        if entry.lack is Lack.ROOT_CAUSE:
            self._row_of(entry.question_id).choose_root_cause()
        elif entry.lack is Lack.COMMENT:
            self._row_of(entry.question_id).write_comment()

    def _mark_lacks(self, missing: Iterable[Missing]) -> None:
        words = {Lack.ANSWER: tr("not answered"), Lack.ROOT_CAUSE: tr("root cause?"), Lack.COMMENT: tr("comment?")}
        lacks: dict[str, list[str]] = {}
        for entry in missing:
            lacks.setdefault(entry.question_id, []).append(words[entry.lack])
        for row in self._rows:
            row.show_lack(" · ".join(lacks.get(row.question.id, ())))

    # -- parts

    def _connect_row(self, row: QuestionRow) -> None:
        row.installEventFilter(self)
        row.answer_given.connect(self._answered)
        row.value_typed.connect(self._score)
        row.comment_changed.connect(self._comment_changed)
        row.place_asked.connect(self.place_asked)
        row.words_typed.connect(self.words_typed)
        row.root_cause_chosen.connect(self._cause_chosen)
        row.marker_asked.connect(self.marker_asked)

    def _row_of(self, question_id: str) -> QuestionRow:
        return self._questions.of(question_id)

    @property
    def _rows(self) -> list[QuestionRow]:
        return self._questions.all

    def _add_marker(self, marker: Marker) -> None:
        made = MarkerRow(self._theme, marker, is_read_only=self._is_read_only)
        made.words_typed.connect(self.words_typed)
        made.marker_changed.connect(self.marker_changed)
        made.marker_removed.connect(self.marker_removed)
        made.marker_opened.connect(self.marker_opened)
        made.left.connect(self._marker_left)
        self._markers[marker.id] = made
        owner = next((row for row in self._rows if row.question.id == marker.question_id), self._rows[-1])
        owner.notes.addWidget(made)

    def _return_to_questions(self) -> None:
        (self._lit or self._rows[-1]).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _marker_left(self) -> None:
        made = self.sender()
        owner = made.parentWidget() if isinstance(made, MarkerRow) else None
        if isinstance(owner, QuestionRow):
            owner.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_section(self, section: SectionBox) -> None:
        section.fold(is_folded=section.section.id in self._folded)
        self._count_section(section)

    def _count_section(self, section: SectionBox) -> None:
        if self._counted is not None:
            section.show_score(*self._counted)

    def _answered(self, given: object) -> None:
        self.answer_given.emit(given)  # first on its way to the disk, then on the screen
        self._score()

    def _cause_chosen(self, chosen: object) -> None:
        self.root_cause_chosen.emit(chosen)
        self._score()

    def _comment_changed(self, changed: object) -> None:
        self.comment_changed.emit(changed)
        self._score()  # a comment may have been what was missing

    def _show_asked(self, values: Mapping[str, str]) -> None:
        """Questions come and go with the answers that they hang on; the one in hand stays where it is."""
        assert self._version is not None
        out = not_asked(self._version, values)
        if not self._questions.would_change(out):
            return
        if self._lit is not None and self._lit.question.id in out:
            self._give_way(self._lit, out)
        self._scroll.hold(self._lit, lambda: self._questions.leave_out(out))

    def _give_way(self, gone: QuestionRow, out: frozenset[str]) -> None:
        """A question in hand that is not asked any more gives the keys to its neighbour, before they fall to anybody."""
        nearest = self._questions.nearest_asked(gone, out)
        owner = QApplication.focusWidget()
        has_keys = owner is not None and (owner is gone or gone.isAncestorOf(owner))
        gone.light(is_lit=False)
        self._lit = None
        if nearest is None:
            return
        self._questions.build(nearest)
        if has_keys:
            nearest.setFocus(Qt.FocusReason.OtherFocusReason)
        self._light(nearest)

    def _score(self) -> None:
        if self._version is None:
            return
        values = values_of(self.answers.values())
        self._show_asked(values)
        so_far = score_so_far(self._version, values)
        points = question_points(self._version, values)
        for row in self._rows:
            row.show_points(points.get(row.question.id) if self._shows_score else None)
        self._counted = (points, so_far) if self._shows_score else None
        for box in self._questions.sections:
            self._count_section(box)
        missing = self.missing
        self.head.show_score(self._version, so_far if self._shows_score else None, values, len(missing), self._language)
        self.foot.show_left(len(missing))
        if self._marks_lacks:
            self._mark_lacks(missing)
        self._show_keys()
