"""A draft as one window has it in hand: its changes go to the disk in order, and what another window wrote is noticed.

Nothing that was written elsewhere is overwritten in silence: a change to the very thing that another window changed
meanwhile is not written, and what stands there now is told instead.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from qa_desk.domain.answer_words import plain_number
from qa_desk.domain.errors import Refusal
from qa_desk.domain.evaluation import Answer, Marker
from qa_desk.domain.language import tr
from qa_desk.services.evaluation_rows import draft_row, stored_answers, stored_markers
from qa_desk.services.evaluations import NotReady, put_answer, put_marker, remove_marker, set_summary, start_evaluation
from qa_desk.services.typed_words import keep_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

    from qa_desk.domain.evaluation import Evaluation, Missing
    from qa_desk.services.typed_words import Field
    from qa_desk.workspace.workspace import Workspace

T = TypeVar("T")
State = Answer | Marker | str | None
"""One thing of a draft as it stands: an answer, a marker (None: gone), the summary."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing of a draft: the answer to a question, a marker, or the summary (about "")."""

    kind: str
    about: str


SUMMARY = Part("summary", "")


def part_of(state: Answer | Marker | str) -> Part:
    """Which thing of a draft a state is of."""
    if isinstance(state, Answer):
        return Part("answer", state.question_id)
    return Part("marker", state.id) if isinstance(state, Marker) else SUMMARY


def nothing_said(part: Part) -> State:
    """What a part is before anybody says anything."""
    return {"answer": Answer(part.about), "marker": None}.get(part.kind, "")


@dataclass(frozen=True, slots=True)
class Begun:
    """What a draft begins from: whose it is, of what, on which version; and the parts that the scorecard sets beforehand."""

    interaction_id: str
    evaluator_id: str
    version_id: str
    presets: Mapping[Part, State]


@dataclass(frozen=True, slots=True)
class Change:
    """A part as it is to be. `knows` is how much of other windows' work the person had seen when they changed it."""

    part: Part
    state: State
    knows: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a change. `elsewhere` is what other windows changed, as it stands now; `knows` goes into later changes."""

    evaluation: Evaluation | None = None
    """The evaluation, where this began it."""
    elsewhere: Mapping[Part, State] = field(default_factory=dict)
    overtaken: Change | None = None
    """The change, where it was not written: another window had changed the same part."""
    knows: int = 0


@dataclass(frozen=True, slots=True)
class Settled(Generic[T]):
    """What became of submitting: its result, or what is missing, or what changed elsewhere and has to be looked at first."""

    result: T | None
    missing: tuple[Missing, ...] = ()
    kept: Kept = field(default_factory=Kept)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the evaluator is in a draft: the question in hand, how far the form is scrolled, what is unfolded, the playhead."""

    question_id: str | None = None
    scrolled: int = 0
    unfolded: tuple[str, ...] = ()
    """Questions with their guidance open."""
    folded: tuple[str, ...] = ()
    """Sections that are folded away."""
    at_s: float | None = None
    utterance_position: int | None = None
    media_id: str | None = None


@dataclass(slots=True)
class DraftKeeper:
    """Writes one draft. It belongs to the thread that writes, and knows what that thread wrote last."""

    begun: Begun
    evaluation_id: str | None
    _known: dict[Part, State]
    _words: dict[tuple[str, str], str] = field(default_factory=dict)
    _changed_at: dict[Part, int] = field(default_factory=dict)
    _knows: int = 0
    _seen: int | None = None
    """SQLite's count of other connections' commits, when the rows were compared last."""

    def keep(self, workspace: Workspace, change: Change) -> Kept:
        """Write a change, unless another window changed the same part in the meantime."""
        with workspace.transaction() as connection:
            evaluation, evaluation_id = self._begin(workspace)
            draft_row(connection, evaluation_id)
            elsewhere, seen = self._elsewhere(connection, evaluation_id)
            is_overtaken = self._is_overtaken(change, elsewhere)
            if not is_overtaken:
                _write(workspace, evaluation_id, change)
        self._note(evaluation_id, elsewhere, seen)
        if not is_overtaken:
            self._known[change.part] = change.state
            for words_of in {"answer": ("answer", "comment")}.get(change.part.kind, (change.part.kind,)):
                self._words.pop((words_of, change.part.about), None)
        return Kept(evaluation, elsewhere, change if is_overtaken else None, self._knows)

    def keep_words(self, workspace: Workspace, words_of: Field, about: str, text: str) -> Kept:
        """Hold words at a key."""
        with workspace.transaction():
            evaluation, evaluation_id = self._begin(workspace)
            keep_words(workspace, evaluation_id, words_of, about, text)
        self.evaluation_id = evaluation_id
        self._words[words_of, about] = text
        return Kept(evaluation, knows=self._knows)

    def look(self, workspace: Workspace) -> Kept:
        """What other windows changed since the last look; refused where one of them submitted it or threw it away."""
        if self.evaluation_id is None:
            return Kept(knows=self._knows)
        draft_row(workspace.connection, self.evaluation_id)
        elsewhere, seen = self._elsewhere(workspace.connection, self.evaluation_id)
        self._note(self.evaluation_id, elsewhere, seen)
        return Kept(None, elsewhere, None, self._knows)

    def settle(self, workspace: Workspace, submit: Callable[[Workspace, str], T]) -> Settled[T]:
        """Submit it, unless something is missing, or another window's changes were not seen yet."""
        with workspace.transaction() as connection:
            evaluation, evaluation_id = self._begin(workspace)
            elsewhere, seen = self._elsewhere(connection, evaluation_id)
        self._note(evaluation_id, elsewhere, seen)
        kept = Kept(evaluation, elsewhere, None, self._knows)
        if elsewhere:
            return Settled(None, kept=kept)
        try:
            return Settled(submit(workspace, evaluation_id), kept=kept)
        except NotReady as not_ready:
            return Settled(None, not_ready.missing, kept)

    def _begin(self, workspace: Workspace) -> tuple[Evaluation | None, str]:
        if self.evaluation_id is not None:
            return None, self.evaluation_id
        evaluation = start_evaluation(workspace, self.begun.interaction_id, self.begun.evaluator_id, self.begun.version_id)
        return evaluation, evaluation.id

    def _elsewhere(self, connection: sqlite3.Connection, evaluation_id: str) -> tuple[dict[Part, State], int]:
        """Parts that stand otherwise than this window knows; rows are compared only after another connection committed."""
        seen = int(connection.execute("PRAGMA data_version").fetchone()[0])
        if seen == self._seen:
            return {}, seen
        stored = stored_parts(connection, evaluation_id)
        found = {}
        for part in {**stored, **self._known}:
            now, known = stored.get(part, nothing_said(part)), self._known.get(part, nothing_said(part))
            if now != known and not self._is_typed(part, known, now):
                found[part] = now
        return found, seen

    def _is_typed(self, part: Part, known: State, now: State) -> bool:
        """Whether a part stands as this window's own words make it: another window enters them when it opens the draft."""
        words = {words_of: text.strip() for (words_of, about), text in self._words.items() if about == part.about}
        if isinstance(now, Answer) and isinstance(known, Answer):
            typed = words.get("answer")
            is_value = typed is not None and now.value in {typed or None, plain_number(typed)}
            entered = replace(known, value=now.value, is_preset=False, origin=None) if is_value else known
            return now == (replace(entered, comment=words["comment"] or None) if "comment" in words else entered)
        if isinstance(now, Marker) and isinstance(known, Marker):
            return now == replace(known, text=self._words.get(("marker", part.about), known.text))
        return isinstance(now, str) and now == words.get("summary")

    def _is_overtaken(self, change: Change, elsewhere: Mapping[Part, State]) -> bool:
        if change.part in elsewhere:
            return elsewhere[change.part] != change.state
        return self._changed_at.get(change.part, 0) > change.knows

    def _note(self, evaluation_id: str, elsewhere: Mapping[Part, State], seen: int) -> None:
        """What was found out holds from now on: the transaction is through."""
        self.evaluation_id, self._seen = evaluation_id, seen
        if elsewhere:
            self._knows += 1
            self._known.update(elsewhere)
            self._changed_at.update(dict.fromkeys(elsewhere, self._knows))


def keeper_of(begun: Begun, evaluation: Evaluation | None) -> DraftKeeper:
    """Who writes this draft; None: it is begun on the disk with the first thing said."""
    if evaluation is None:
        return DraftKeeper(begun, None, dict(begun.presets))
    parts: tuple[Answer | Marker | str, ...] = (*evaluation.answers.values(), *evaluation.markers, evaluation.summary)
    return DraftKeeper(begun, evaluation.id, {part_of(state): state for state in parts})


def stored_parts(connection: sqlite3.Connection, evaluation_id: str) -> dict[Part, State]:
    """Everything said in an evaluation, as it stands on the disk."""
    row = connection.execute("SELECT summary FROM evaluations WHERE id = ?", [evaluation_id]).fetchone()
    answers, markers = stored_answers(connection, evaluation_id), stored_markers(connection, evaluation_id)
    states: tuple[Answer | Marker | str, ...] = (*answers.values(), *markers, (row["summary"] if row else None) or "")
    return {part_of(state): state for state in states}


def _write(workspace: Workspace, evaluation_id: str, change: Change) -> None:
    if isinstance(change.state, Answer):
        put_answer(workspace, evaluation_id, change.state)
    elif isinstance(change.state, Marker):
        put_marker(workspace, evaluation_id, change.state)
    elif isinstance(change.state, str):
        set_summary(workspace, evaluation_id, change.state)
    else:
        remove_marker(workspace, evaluation_id, change.part.about)


def keep_place(workspace: Workspace, evaluation_id: str, place: Place) -> None:
    """Remember where the evaluator is in a draft."""
    with workspace.transaction() as connection:
        try:
            draft_row(connection, evaluation_id)
        except Refusal:
            return  # it was submitted, or thrown away: nobody comes back to it as a draft
        connection.execute(
            "INSERT OR REPLACE INTO draft_places (evaluation_id, question_id, scrolled, unfolded, folded, at_s, "
            "utterance_position, media_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(evaluation_id, place.question_id, place.scrolled, json.dumps(place.unfolded), json.dumps(place.folded)),
                *(place.at_s, place.utterance_position, place.media_id),
            ],
        )


def place_in(workspace: Workspace, evaluation_id: str) -> Place | None:
    """Where the evaluator was in a draft when they left it."""
    row = workspace.connection.execute(
        "SELECT question_id, scrolled, unfolded, folded, at_s, utterance_position, media_id FROM draft_places "
        "WHERE evaluation_id = ?",
        [evaluation_id],
    ).fetchone()
    if row is None:
        return None
    folds = {name: tuple(json.loads(row[name])) for name in ("unfolded", "folded")}
    return Place(**{**dict(row), **folds})


def what_changed(parts: Mapping[Part, State], names: Mapping[str, str]) -> str:
    """The parts that another window changed, in words; `names` are the questions' own words."""
    words = []
    for part, state in parts.items():
        if part.kind == "answer":
            words.append(names.get(part.about, part.about))
        elif part.kind == "marker":
            words.append(tr("marker “{words}”", words=state.text) if isinstance(state, Marker) and state.text else tr("a marker"))
        else:
            words.append(tr("summary"))
    return ", ".join(words)
