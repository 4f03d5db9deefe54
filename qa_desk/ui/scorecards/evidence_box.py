"""The evidence rules of a question: what is measured or said suggests an answer; a person confirms it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker

from qa_desk.domain.evidence import FACTS
from qa_desk.domain.language import N_, tr
from qa_desk.ui.scorecards.condition_fields import answer_choices
from qa_desk.ui.scorecards.fields import ComboField, Edit, Field, LineField, Shown, WordsField, names_in
from qa_desk.ui.scorecards.item_rows import ItemRow, ItemRows
from qa_desk.ui.widgets.buttons import Choice, button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.ui.theme import Theme

_SPEAKERS = {"agent": N_("the agent"), "customer": N_("the customer"), "anyone": N_("anyone")}


class PhrasesField(WordsField):
    """Phrases of the language in hand, a line each."""

    def __init__(self) -> None:
        super().__init__(("phrases",), tr("One of these phrases, a line each"))

    def fill(self, shown: Shown) -> None:
        """Only where the rule looks for phrases."""
        held = shown.value(self.suffix)
        self.setVisible(held is not None)
        text = "\n".join(names_in(held.get(shown.language) if isinstance(held, dict) else held))
        if [line for line in self.words.toPlainText().splitlines() if line.strip()] != text.splitlines():
            with QSignalBlocker(self.words):
                self.words.setPlainText(text)
            self.words.updateGeometry()

    def _typed(self) -> None:
        self.words.updateGeometry()
        if self.shown is None:
            return
        phrases = [line.strip() for line in self.words.toPlainText().splitlines() if line.strip()]
        held = self.shown.value(self.suffix)
        by_language = dict(held) if isinstance(held, dict) else {}
        if isinstance(held, dict) or not names_in(held):
            by_language[self.shown.language] = phrases
            self.edited.emit(Edit(self.suffix, by_language, is_typing=True))
        else:
            self.edited.emit(Edit(self.suffix, phrases, is_typing=True))


class _OnlyFor(LineField):
    """A bound of one sort of rule; the other sort does not show it."""

    def __init__(self, name: str, caption: str, needs: str) -> None:
        super().__init__((name,), caption)
        self._needs = needs

    def fill(self, shown: Shown) -> None:
        """Hidden where the rule is of the other sort."""
        self.setVisible(shown.value((self._needs,)) is not None)
        super().fill(shown)


class _ComboOnlyFor(ComboField):
    def fill(self, shown: Shown) -> None:
        self.setVisible(shown.value(("phrases",) if self.suffix == ("by",) else self.suffix) is not None)
        super().fill(shown)


class EvidenceBox(ItemRows):
    """All rules of the question, in the order in which they are tried."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "evidence", tr("Add a rule about a measured fact"))
        self.foot.insertWidget(1, button(tr("Add a rule about phrases"), self._add_phrases, role="link"))

    def make_fields(self) -> Sequence[Field]:
        """Both sorts of rule; each shows what it has."""
        facts = [Choice(name, tr(words)) for name, words in FACTS.items()]
        speakers = [Choice(name, tr(words)) for name, words in _SPEAKERS.items()]
        return (
            _ComboOnlyFor(("fact",), tr("Measured"), facts, None),
            _OnlyFor("at_least", tr("At least"), "fact"),
            _OnlyFor("at_most", tr("At most"), "fact"),
            PhrasesField(),
            _ComboOnlyFor(("by",), tr("Said by"), speakers, "agent"),
            _OnlyFor("within_s", tr("Within the first seconds"), "phrases"),
            _OnlyFor("last_s", tr("Within the last seconds"), "phrases"),
            ComboField(("then",), tr("Then suggest")),
            ComboField(("otherwise",), tr("Otherwise suggest")),
        )

    def new_item(self) -> object:
        """A rule about a fact; what it suggests is still to be said."""
        return {"fact": "dead_air_longest", "at_most": 20}

    def prepare(self, row: ItemRow, shown: Shown) -> None:
        """Offer the answers of this question."""
        for field in row.item_fields[-2:]:
            assert isinstance(field, ComboField)
            field.offer((Choice("", tr("nothing")), *answer_choices(shown.definition, shown.path, shown.language)))

    def _add_phrases(self) -> None:
        if self.shown is not None:
            held = self.shown.value(self.suffix)
            rule = {"phrases": {self.shown.language: []}, "by": "agent"}
            self.tell([*(held if isinstance(held, list) else []), rule])
