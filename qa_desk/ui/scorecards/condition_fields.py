"""When a question is asked: after an answer to an earlier question, on some channels, or always."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.channels import CHANNELS, channel_name
from qa_desk.domain.definition_paths import entries_at, items_at, text_at
from qa_desk.domain.language import tr
from qa_desk.domain.question_kinds.multiple import NONE_TICKED
from qa_desk.domain.question_templates import answers_name, kind_of
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.domain.scorecard_editing import label_at, question_path, question_paths
from qa_desk.ui.scorecards.fields import Field, column_of, names_in
from qa_desk.ui.widgets.buttons import Chips, Choice
from qa_desk.ui.widgets.combo import ComboBox
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from qa_desk.domain.definition_paths import Path
    from qa_desk.domain.scorecard_writing import Definition
    from qa_desk.ui.scorecards.fields import Shown


class ConditionField(Field):
    """The earlier question, which of its answers, and the channels."""

    def __init__(self) -> None:
        super().__init__(("ask_if",), tr("Only after an answer to an earlier question"))
        self.question = ComboBox()
        self.answers = Chips(tr("After one of these answers"))
        self._channels_head = label(tr("Only on these channels (none chosen: on all)"), "small")
        self.channels = Chips(tr("Channels"), [Choice(name, channel_name(name)) for name in CHANNELS])
        body = column_of(self.question, self.answers, self._channels_head, self.channels, gap=6)
        self.take(body)
        self.setFocusProxy(self.question)
        self.question.setAccessibleName(tr("Earlier question"))
        self._offered: tuple[tuple[str, str], ...] = ()
        self._answers_offered: tuple[Choice, ...] = ()
        self.question.activated.connect(self._changed)
        self.answers.changed.connect(self._changed)
        self.channels.changed.connect(self._changed)

    def fill(self, shown: Shown) -> None:
        """Offer the questions before this one, and the answers of the chosen one."""
        asked = shown.text((*self.suffix, "question"))
        offered = (("", tr("always")), *_earlier(shown))
        if asked and asked not in dict(offered):
            offered = (*offered, (asked, asked))
        if offered != self._offered:
            self._offered = offered
            self.question.clear()
            for name, words in offered:
                self.question.addItem(words, name)
        self.question.setCurrentIndex(max(0, self.question.findData(asked)))
        self._offer_answers(shown, asked)
        self.answers.show_values(names_in(shown.value((*self.suffix, "answer"))))
        self.answers.setVisible(bool(asked))
        self.channels.show_values(names_in(shown.value((*self.suffix, "channel"))))

    def _offer_answers(self, shown: Shown, asked: str) -> None:
        path = question_path(shown.definition, asked) if asked else None
        choices = tuple(answer_choices(shown.definition, path, shown.language)) if path else ()
        if choices != self._answers_offered:
            self._answers_offered = choices
            self.answers.offer(choices)

    def _changed(self, _value: object) -> None:
        assert self.shown is not None
        question = str(self.question.currentData() or "")
        is_same = question == self.shown.text((*self.suffix, "question"))
        answers = [str(value) for value in self.answers.values] if is_same else []
        value: dict[str, object] = {}
        if question:
            value = {"question": question, "answer": answers}
        if self.channels.values:
            value["channel"] = [str(channel) for channel in self.channels.values]
        self.tell(value or None)


def _earlier(shown: Shown) -> list[tuple[str, str]]:
    found = []
    for number, path in enumerate(question_paths(shown.definition), 1):
        if path == shown.path:
            break
        title = f"{number}. {label_at(shown.definition, path, shown.language)}"
        found.append((text_at(shown.definition, (*path, "id")), title))
    return found


def answer_choices(definition: Definition, path: Path, language: str, *, with_na: bool = True) -> list[Choice]:
    """The answers that a question can get, to choose from."""
    question = entries_at(definition, path)
    place: Path = ("scales", str(question["scale"])) if question.get("scale") else (*path, answers_name(question))
    answers = [(*place, number) for number in range(len(items_at(definition, place)))]
    choices = [Choice(text_at(definition, (*each, "id")), label_at(definition, each, language)) for each in answers]
    if kind_of(question) == "multiple":
        choices.append(Choice(NONE_TICKED, tr("None of these")))
    if with_na:
        choices.append(Choice(NOT_APPLICABLE, tr("N/A")))
    return choices
