"""What a scorecard is called in the reader's language, for lists that do not read the whole scorecard."""

from __future__ import annotations

import json

from qa_desk.domain.definition_texts import any_text
from qa_desk.services.quality import language_in_force


def title_json(definition: str) -> str:
    """SQL for the title as a definition has it: a text, or texts by language. `definition`: the column, never outside text."""
    return f"json_quote(json_extract({definition}, '$.title'))"


def said_title(titles: str | None, otherwise: str) -> str:
    """The title in the language in force, from what `title_json` found."""
    return any_text(json.loads(titles or "null"), language_in_force()) or otherwise
