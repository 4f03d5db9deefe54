"""The kinds of question, one file each: what counts as an answer, and what an answer earns. `REGISTRY` lists them."""

from qa_desk.domain.question_kinds.choice import Choice
from qa_desk.domain.question_kinds.free_text import FreeText
from qa_desk.domain.question_kinds.kind import QuestionKind, Rules
from qa_desk.domain.question_kinds.multiple import Multiple
from qa_desk.domain.question_kinds.number import Number

REGISTRY: dict[QuestionKind, Rules] = {
    QuestionKind.CHOICE: Choice(),
    QuestionKind.MULTIPLE: Multiple(),
    QuestionKind.NUMBER: Number(),
    QuestionKind.TEXT: FreeText(),
}
"""Every kind with its rules."""
