"""How each kind of question is answered: one editor a kind. `EDITORS` lists them; the contract test runs over all."""

from qa_desk.domain.question_kinds.kind import QuestionKind
from qa_desk.ui.evaluate.answers.choice import ChoiceEditor
from qa_desk.ui.evaluate.answers.editor import AnswerEditor
from qa_desk.ui.evaluate.answers.multiple import MultipleEditor
from qa_desk.ui.evaluate.answers.number import NumberEditor
from qa_desk.ui.evaluate.answers.words import WordsEditor

EDITORS: dict[QuestionKind, type[AnswerEditor]] = {
    QuestionKind.CHOICE: ChoiceEditor,
    QuestionKind.MULTIPLE: MultipleEditor,
    QuestionKind.NUMBER: NumberEditor,
    QuestionKind.TEXT: WordsEditor,
}
"""Every kind with its editor."""
