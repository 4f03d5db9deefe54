"""Templates for comments: words that evaluators write again and again, for one question or for all, per language.

`{agent}`, `{customer}` and `{time}` in a template stand for the agent's name, the customer's, and where the player or the lit
message is. A workspace begins without any; `take_general_templates` brings in a dozen to start from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.comment_templates import GENERAL
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CommentTemplate:
    """A template as it is stored; `question_key` and `language` empty: for every question, in every language."""

    id: str
    question_key: str
    language: str
    text: str


def add_template(workspace: Workspace, text: str, *, question_key: str = "", language: str = "") -> CommentTemplate:
    """Keep a text for later comments. Refused when it is empty, or there already."""
    made = CommentTemplate(workspace.clock.new_id(), question_key, language, _clean(text))
    with workspace.transaction() as connection:
        _refuse_twin(workspace, made)
        connection.execute(
            "INSERT INTO comment_templates (id, question_key, language, text, created_at) VALUES (?, ?, ?, ?, ?)",
            [made.id, made.question_key, made.language, made.text, workspace.clock.now()],
        )
    return made


def change_template(
    workspace: Workspace, template_id: str, text: str, *, question_key: str = "", language: str = ""
) -> CommentTemplate:
    """Say it otherwise, or keep it for other questions or another language."""
    changed = CommentTemplate(template_id, question_key, language, _clean(text))
    with workspace.transaction() as connection:
        _find(workspace, template_id)
        _refuse_twin(workspace, changed)
        connection.execute(
            "UPDATE comment_templates SET text = ?, question_key = ?, language = ? WHERE id = ?",
            [changed.text, question_key, language, template_id],
        )
    return changed


def remove_template(workspace: Workspace, template_id: str) -> CommentTemplate:
    """Offer a template no more; what is returned can be put back."""
    with workspace.transaction() as connection:
        found = _find(workspace, template_id)
        connection.execute("DELETE FROM comment_templates WHERE id = ?", [template_id])
    return found


def list_templates(workspace: Workspace) -> list[CommentTemplate]:
    """All templates: those for every question first, then by question, the older before the newer."""
    rows = workspace.connection.execute(
        "SELECT id, question_key, language, text FROM comment_templates ORDER BY question_key, created_at, id"
    )
    return [CommentTemplate(**dict(row)) for row in rows]


def templates_for(workspace: Workspace, question_key: str, language: str) -> list[CommentTemplate]:
    """What is offered in a comment: the question's own before the general ones; those in another language come last."""
    base = language.partition("_")[0]

    def rank(template: CommentTemplate) -> tuple[bool, bool]:
        is_other = template.language not in ("", language, base) and template.language.partition("_")[0] != base
        return is_other, template.question_key == ""

    fitting = [template for template in list_templates(workspace) if template.question_key in ("", question_key)]
    return sorted(fitting, key=rank)


def take_general_templates(workspace: Workspace, language: str) -> int:
    """Bring in the general templates in the language in force; those that are there already stay. How many came."""
    with workspace.transaction():
        known = {template.text for template in list_templates(workspace) if not template.question_key}
        new = [words for text in GENERAL if (words := tr(text)) not in known]
        for words in new:
            add_template(workspace, words, language=language)
    return len(new)


def _clean(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refusal(tr("A template needs words."))
    return text


def _find(workspace: Workspace, template_id: str) -> CommentTemplate:
    row = workspace.connection.execute(
        "SELECT id, question_key, language, text FROM comment_templates WHERE id = ?", [template_id]
    ).fetchone()
    if row is None:
        raise Refusal(tr("This template is gone."))
    return CommentTemplate(**dict(row))


def _refuse_twin(workspace: Workspace, template: CommentTemplate) -> None:
    twin = workspace.connection.execute(
        "SELECT 1 FROM comment_templates WHERE question_key = ? AND language = ? AND text = ? AND id <> ?",
        [template.question_key, template.language, template.text, template.id],
    ).fetchone()
    if twin:
        raise Refusal(tr("There is such a template already."))


def people_in(workspace: Workspace, interaction_id: str) -> tuple[str | None, str | None]:
    """The agent's name and the customer's, as far as they are known (a number of a customer is no name)."""
    row = workspace.connection.execute(
        "SELECT a.name AS agent, (SELECT u.author FROM utterances u WHERE u.interaction_id = i.id AND u.speaker = 'customer' "
        "AND u.author IS NOT NULL ORDER BY u.position LIMIT 1) AS customer "
        "FROM interactions i LEFT JOIN agents a ON a.id = i.agent_id WHERE i.id = ?",
        [interaction_id],
    ).fetchone()
    return (row["agent"], row["customer"]) if row else (None, None)
