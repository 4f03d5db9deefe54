"""What a question is called across the versions of its scorecard: its trend, its examples and its templates go by it.

A key is "scorecard/lineage", as everywhere in coaching.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.services.quality import language_in_force, load_cards
from qa_desk.services.scorecards import find_version, get_version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa_desk.workspace.workspace import Workspace


def question_key(workspace: Workspace, version_id: str, question_id: str) -> str:
    """The key of a question of a version."""
    question = get_version(workspace, version_id).question(question_id)
    if question is None:
        raise Refusal(tr("The scorecard has no question “{question}”.", question=question_id))
    return f"{find_version(workspace, version_id).scorecard_id}/{question.lineage or question.id}"


def question_names(workspace: Workspace, keys: Iterable[str]) -> dict[str, str]:
    """What the questions of keys are called, in their newest published wording. An unknown key is left out."""
    wanted = set(keys) - {""}
    return {key: name for key, (_card, name) in _newest(workspace).items() if key in wanted} if wanted else {}


def question_choices(workspace: Workspace) -> list[tuple[str, str]]:
    """Every question of the published scorecards with its key, as "scorecard · question", in the order of the forms."""
    return [(key, f"{card} · {name}") for key, (card, name) in _newest(workspace).items()]


def _newest(workspace: Workspace) -> dict[str, tuple[str, str]]:
    """Key → (scorecard, question), as the newest version says them."""
    language = language_in_force()
    found: dict[str, tuple[str, str]] = {}
    cards = sorted(
        load_cards(workspace).values(), key=lambda card: (card.definition.label(language), card.scorecard_id, -card.number)
    )
    for card in cards:
        for question in card.definition.questions():
            key = f"{card.scorecard_id}/{question.lineage or question.id}"
            found.setdefault(key, (card.definition.label(language), question.label(language)))
    return found
