"""The examples of a question: a case in words, the answer that it is, and where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.definition_paths import value_at
from qa_desk.domain.definition_texts import with_text
from qa_desk.domain.language import tr
from qa_desk.ui.scorecards.condition_fields import answer_choices
from qa_desk.ui.scorecards.fields import ComboField, Edit, Field, LineField, Shown, WordsField
from qa_desk.ui.scorecards.item_rows import ItemRow, ItemRows
from qa_desk.ui.widgets.buttons import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.ui.theme import Theme


class _CaseField(WordsField):
    """The words of an example, which may also stand there without a name."""

    def __init__(self) -> None:
        super().__init__(("text",), tr("Case"), tr("What happened, in a sentence"))

    def show_thing(self, shown: Shown) -> None:
        """A plain example is its own text."""
        held = value_at(shown.definition, shown.path)
        self._is_plain = isinstance(held, str)
        self.suffix = () if self._is_plain else ("text",)
        super().show_thing(shown)

    def _typed(self) -> None:
        if self.shown is None or not self._is_plain:
            super()._typed()
            return
        text = with_text(self.shown.value(()), self.shown.language, self.words.toPlainText())
        self.edited.emit(Edit((), {"text": text or ""}, is_typing=True))


class ExamplesBox(ItemRows):
    """All examples of the question."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "examples", tr("Add an example"))

    def make_fields(self) -> Sequence[Field]:
        """Words, answer, origin."""
        answer = ComboField(("answer",), tr("Is answered"))
        return _CaseField(), answer, LineField(("origin",), tr("Comes from"), tr("a calibration and its date"))

    def new_item(self) -> object:
        """An example without words: a fault to be seen until they are written."""
        return {"text": ""}

    def prepare(self, row: ItemRow, shown: Shown) -> None:
        """Offer the answers of this question."""
        answer = row.item_fields[1]
        assert isinstance(answer, ComboField)
        answer.offer((Choice("", tr("not said")), *answer_choices(shown.definition, shown.path, shown.language)))
