"""The properties of a question: words, kind and answers, weight, and in groups that fold all the rest of the format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.answer_references import renamed_question
from qa_desk.domain.definition_paths import entries_at, text_at, value_at, with_value
from qa_desk.domain.language import N_, tr
from qa_desk.domain.question_templates import ADJUSTMENT, as_kind, kind_of
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.domain.scorecard_editing import lineage_at
from qa_desk.ui.scorecards.answer_more import cause_choices
from qa_desk.ui.scorecards.answers_box import AnswersBox
from qa_desk.ui.scorecards.condition_fields import ConditionField
from qa_desk.ui.scorecards.evidence_box import EvidenceBox
from qa_desk.ui.scorecards.examples_box import ExamplesBox
from qa_desk.ui.scorecards.fields import (
    ChipsField,
    ComboField,
    Edit,
    FlagField,
    LineField,
    SegmentsField,
    Shown,
    WordsField,
    column_of,
    names_in,
)
from qa_desk.ui.scorecards.panel import Group, Panel, row_of
from qa_desk.ui.widgets.buttons import Choice, button
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.domain.scorecard_inspection import PlacedFault
    from qa_desk.ui.scorecards.editor_presenter import EditorPresenter
    from qa_desk.ui.scorecards.fields import Field
    from qa_desk.ui.theme import Theme

KINDS = (
    ("choice", N_("One of several answers")),
    ("multiple", N_("Several answers to tick")),
    ("number", N_("A number with bands")),
    ("text", N_("Words, not scored")),
    (ADJUSTMENT, N_("Bonus or penalty, in points of the form")),
)
_CLASSES = (("none", N_("Not")), ("customer", N_("Customer")), ("business", N_("Business")), ("compliance", N_("Compliance")))
_SCOPES = (("", N_("Nothing more")), ("question", N_("The question")), ("section", N_("The section")), ("form", N_("The form")))
_SHORT = 96


class KindField(ComboField):
    """What kind a question is of; the panel makes it one of another kind."""

    def __init__(self) -> None:
        super().__init__(("kind",), tr("How it is answered"), [Choice(kind, tr(words)) for kind, words in KINDS])

    def fill(self, shown: Shown) -> None:
        """Also where the kind is not written."""
        self.choose(kind_of(entries_at(shown.definition, shown.path)))


class ScopeField(SegmentsField):
    """What an error takes away beside its own credit; choosing it the first time makes the errors its triggers."""

    def __init__(self) -> None:
        super().__init__(
            ("autofail", "scope"), tr("Auto-fail: what it fails"), [Choice(k, tr(words)) for k, words in _SCOPES], ""
        )

    def fill(self, shown: Shown) -> None:
        """Where it does not say what it fails, it is the form."""
        held = shown.value(("autofail",))
        self.segments.show_value((shown.text(("autofail", "scope")) or "form") if isinstance(held, dict) else "")

    def _chosen(self, scope: object) -> None:
        assert self.shown is not None
        held = self.shown.value(("autofail",))
        triggers = held.get("trigger") if isinstance(held, dict) else names_in(self.shown.value(("fail",)))
        value = {"trigger": triggers or [], "scope": scope} if scope else None
        self.edited.emit(Edit(("autofail",), value))


class QuestionPanel(Panel):
    """Made once; every question is shown in the same fields."""

    def __init__(self, theme: Theme, presenter: EditorPresenter) -> None:
        super().__init__(presenter)
        self.title = LineField(("title",), tr("Question"), tr("What the evaluator decides"), is_text=True)
        self.title.finished.connect(self._title_done)
        self.add(self.title, WordsField(("guidance",), tr("Guidance"), tr("When is which answer right")))
        self.kind = KindField()
        self.kind.edited.connect(self._kind_chosen)
        self.fields.append(self.kind)
        self.scale = ComboField(("scale",), tr("Answers from"))
        self.own(self.scale)
        self.column.addLayout(row_of(self.kind, self.scale, stretch=(1, 1)))
        self.answers = AnswersBox(theme, presenter)
        self.fields.append(self.answers)
        self.column.addWidget(self.answers)
        self._add_number_fields()
        self.weight = LineField(("weight",), tr("Weight"), empty="")
        self.weight.line.setMaximumWidth(_SHORT)
        self.own(self.weight)
        self._na = FlagField(("na_allowed",), tr("N/A is allowed"), usual=True)
        self._preset = FlagField(("preset",), tr("Stands at N/A until touched"), usual=False, on=NOT_APPLICABLE, off=None)
        self._required = FlagField(("required",), tr("Must be answered"), usual=True)
        self.own(self._na, self._preset, self._required)
        self.column.addLayout(row_of(self.weight, column_of(self._na, self._preset, self._required, gap=2), stretch=(1, 2)))
        self._groups(theme)
        self.column.addStretch(1)

    def _add_number_fields(self) -> None:
        self._start = LineField(("start",), tr("Before the first tick"), "0")
        self._limits = (
            LineField(("number", "unit"), tr("Unit"), is_text=True),
            LineField(("number", "min"), tr("Least")),
            LineField(("number", "max"), tr("Most")),
            LineField(("number", "decimals"), tr("Decimals"), "0"),
        )
        for field in (self._start, *self._limits):
            field.setMaximumWidth(_SHORT + 24)
        self.add_row(self._start, *self._limits)

    def _groups(self, theme: Theme) -> None:
        self.critical = SegmentsField(("critical",), tr("Who is harmed"), [Choice(k, tr(w)) for k, w in _CLASSES], "none")
        self.scope = ScopeField()
        self.own(self.critical, self.scope)
        self.causes = ChipsField(("root_causes",), tr("Reasons to choose from where points are lost"))
        self._no_causes = label(tr("The scorecard declares no root causes yet."), "note", wraps=True)
        all_causes = button(tr("All of them"), self._take_all_causes, role="link")
        self._cause_required = FlagField(("root_cause_required",), tr("A root cause must be chosen"), usual=False)
        self.own(self.causes, self._cause_required)
        self.condition = ConditionField()
        self.own(self.condition)
        self.examples, self.evidence = ExamplesBox(theme), EvidenceBox(theme)
        self.own(self.examples, self.evidence)
        self.name = LineField(("id",), tr("Id, as files and exports write it"))
        self.name.line.textEdited.disconnect()
        self.name.line.editingFinished.connect(self._renamed)
        self.fields.append(self.name)
        self._lineage = LineField(("lineage",), tr("Lineage: the trend it belongs to"), tr("as the id"))
        self.own(self._lineage)
        self._lineage_note = label("", "note", wraps=True)
        self._begin_anew = button(tr("Make it a new question with a trend of its own"), self._make_new, role="link")
        self.groups = {
            "critical": Group(theme, tr("Critical and auto-fail"), (self.critical, self.scope)),
            "causes": Group(theme, tr("Root causes"), (self._no_causes, self.causes, all_causes, self._cause_required)),
            "condition": Group(theme, tr("When it is asked"), (self.condition,)),
            "examples": Group(theme, tr("Examples"), (self.examples,)),
            "evidence": Group(theme, tr("Evidence rules"), (self.evidence,)),
            "identity": Group(
                theme, tr("Identity across versions"), (self.name, self._lineage, self._lineage_note, self._begin_anew)
            ),
        }
        self._all_causes = all_causes
        for group in self.groups.values():
            self.column.addWidget(group)

    def show_thing(self, shown: Shown) -> None:
        """Show a question: only the fields that its kind has."""
        is_other = shown.path != self.shown.path
        question = entries_at(shown.definition, shown.path)
        kind = kind_of(question)
        self._required.usual = kind not in ("text", ADJUSTMENT)
        self._offer(shown, question)
        super().show_thing(shown)
        for field, kinds in (
            (self.scale, ("choice", "multiple")),
            (self._start, ("multiple",)),
            (self.weight, ("choice", "multiple", "number")),
            (self._na, ("choice", "multiple", "number", "text")),
            (self._preset, ("choice", "multiple", "number", "text")),
            *((limit, ("number",)) for limit in self._limits),
        ):
            field.setVisible(kind in kinds)
        self.scale.setVisible(kind in ("choice", "multiple") and bool(entries_at(shown.definition, ("scales",))))
        for name, kinds in (
            ("critical", ("choice", "multiple", "number")),
            ("causes", ("choice", "multiple", "number", ADJUSTMENT)),
            ("evidence", ("choice",)),
        ):
            self.groups[name].setVisible(kind in kinds)
        self._say_groups(shown, question, unfold=is_other)

    def _offer(self, shown: Shown, question: dict[str, object]) -> None:
        scales = entries_at(shown.definition, ("scales",))
        own = Choice("", tr("its own answers"))
        self.scale.offer((own, *(Choice(name, tr("scale “{name}”", name=name)) for name in scales)))
        causes = cause_choices(shown.definition, shown.language)
        self.causes.offer(causes)
        self.causes.setVisible(bool(causes))
        self._all_causes.setVisible(bool(causes))
        self._no_causes.setVisible(not causes)

    def _say_groups(self, shown: Shown, question: dict[str, object], *, unfold: bool) -> None:
        critical = shown.text(("critical",)) or "none"
        autofail = question.get("autofail")
        words = [tr(dict(_CLASSES)[critical]) if critical != "none" and critical in dict(_CLASSES) else ""]
        words.append(tr("auto-fail") if autofail else "")
        causes = question.get("root_causes")
        counts = {name: len(value) if isinstance(value := question.get(name), list) else 0 for name in ("examples", "evidence")}
        lineage, name = lineage_at(shown.definition, shown.path), shown.text(("id",))
        notes = {
            "critical": " · ".join(word for word in words if word),
            "causes": tr("all") if causes == "all" else str(len(names_in(causes)) or ""),
            "condition": tr("conditional") if question.get("ask_if") else "",
            "examples": str(counts["examples"] or ""),
            "evidence": str(counts["evidence"] or ""),
            "identity": name if lineage == name else f"{name} ← {lineage}",
        }
        for key, group in self.groups.items():
            group.say(notes[key])
            if unfold:
                group.fold(is_folded=key == "identity" or not notes[key])
        is_continued = lineage != name
        note = tr("It continues the trend of “{lineage}”.", lineage=lineage) if is_continued else tr("Its trend goes by its id.")
        self._lineage_note.setText(note)
        self._begin_anew.setVisible(is_continued)
        if causes == "all":
            self.causes.chips.show_values([text_at(cause, ("id",)) for cause in _list(shown.definition, "root_causes")])

    def show_faults(self, faults: Sequence[PlacedFault]) -> list[PlacedFault]:
        """Beside the fields and the answers; a group with a fault unfolds."""
        own = [fault for fault in faults if fault.path[: len(self.shown.path)] == self.shown.path]
        self.answers.suffix = ()
        rest = super().show_faults(self.answers.show_answer_faults(own))
        for group in self.groups.values():
            if any(field.fault and group.isAncestorOf(field) for field in self.fields):
                group.fold(is_folded=False)
        return rest

    def reveal(self, field: Field) -> None:
        """Unfold what a field is in."""
        for group in self.groups.values():
            if group.isAncestorOf(field):
                group.fold(is_folded=False)

    def _title_done(self) -> None:
        if self.shown.path:
            self.presenter.name_by_title(self.shown.path)

    def _renamed(self) -> None:
        if self.shown.path:
            self.presenter.rename(self.shown.path, self.name.line.text())

    def _kind_chosen(self, edit: Edit) -> None:
        question = entries_at(self.presenter.definition, self.shown.path)
        self.presenter.put(self.shown.path, as_kind(question, str(edit.value)))

    def _take_all_causes(self) -> None:
        self.presenter.put((*self.shown.path, "root_causes"), "all")

    def _make_new(self) -> None:
        definition, path = self.presenter.definition, self.shown.path
        name = text_at(definition, (*path, "id"))
        self.presenter.do(renamed_question(with_value(definition, (*path, "lineage"), None), path, name, keeps_lineage=False))


def _list(definition: dict[str, object], name: str) -> list[object]:
    found = value_at(definition, (name,))
    return found if isinstance(found, list) else []
